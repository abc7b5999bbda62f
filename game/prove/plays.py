"""Random plays of a story, seeded: what a reader who picks blindly would meet."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from game.prove.traps import can_end
from game.story.prose import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.prove.observe import Sights
    from game.prove.search import Space

SEED = 1
_LONGEST = 10_000
"""Choices after which a play that goes in circles is given up."""


class Spread(msgspec.Struct, frozen=True):
    """A distribution in five numbers."""

    least: int
    tenth: int
    """A tenth of the plays are below this."""
    median: int
    ninetieth: int
    most: int


class Plays(msgspec.Struct, frozen=True):
    """What came of the random plays."""

    number: int
    """How many were played; none in a space whose search did not finish, since a play would run out of it."""
    seed: int
    endings: dict[str, int]
    """Ending → how many plays reached it."""
    stuck: int
    """Plays that reached no ending: caught where there is none, or going in circles for too long."""
    words: Spread
    """Words read in a play, vignettes included."""
    choices: Spread
    """Choices made in scenes."""


def play_at_random(space: Space, sights: Sights, number: int, seed: int = SEED) -> Plays:
    """Play `number` times, each choice on offer as likely as the others."""
    if space.unfinished is not None:
        number = 0
    free = can_end(space)
    random_ = random.Random(seed)  # noqa: S311  # a sample, not a secret
    graph = space.graph
    crossroads = bytearray(graph.nodes[state.at].scene is None for state in space.states)
    endings: Counter[str] = Counter()
    moments = {id: sum(map(count_words, vignette.text)) for id, vignette in graph.story.vignettes.items()}
    words, choices = [], []
    for _ in range(number):
        index = read = chosen = steps = 0
        opened: set[str] = set()
        while free[index] and (edges := space.edges(index)) and steps < _LONGEST:
            edge = edges[int(random_.random() * len(edges))]
            chosen += not crossroads[index]
            index = space.to[edge]
            read += sights.words[index]
            opened.update(sights.opened[edge])
            steps += 1
        read += sum(moments[id] for id in opened)
        scene = graph.scenes.get(space.states[index].at)
        if scene is not None and scene.ending is not None:
            endings[scene.ending.id] += 1
        words.append(read)
        choices.append(chosen)
    every = [scene.ending.id for scene in graph.scenes.values() if scene.ending]
    return Plays(
        number=number,
        seed=seed,
        endings={id: endings[id] for id in every},
        stuck=number - endings.total(),
        words=_spread(words),
        choices=_spread(choices),
    )


def _spread(values: Sequence[int]) -> Spread:
    ordered = sorted(values)
    last = len(ordered) - 1
    at = [ordered[round(last * share)] for share in (0, 0.1, 0.5, 0.9, 1)] if ordered else [0] * 5
    return Spread(*at)
