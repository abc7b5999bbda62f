"""Few runs that between them show every scene and open every vignette.

An upper bound: runs are chosen greedily from many random plays, each time the one that shows most that is new, and what
no play has shown gets a shortest run of its own; then every run is dropped that the others make needless. The lower
bound beside it is sound and simple: scenes at the same depth of the story (the longest way to them, rules aside) can
never lead to one another, so each of the widest row of them needs a run of its own.
"""

from __future__ import annotations

import heapq
import random
from array import array
from typing import TYPE_CHECKING, NamedTuple

from game.prove.plays import SEED
from game.prove.search import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.prove.observe import Sights
    from game.prove.search import Space

_SAMPLE = 3_000


class Cover(NamedTuple):
    """Runs that show everything that can be seen."""

    runs: list[list[Step]]
    at_least: int
    """No fewer runs can do it; 1 when the story can go in circles and no bound is known."""


def cover(space: Space, sights: Sights, seed: int = SEED) -> Cover:
    """Few runs that show every scene that can be reached and open every vignette that can be opened."""
    return Cover([_steps(space, run) for run in _Chooser(space, sights, seed).choose()], widest_row(space))


class _Chooser:
    """Greedy choice over runs; a run is the list of its edges, and what it shows the bits of one number."""

    def __init__(self, space: Space, sights: Sights, seed: int) -> None:
        self._space, self._sights = space, sights
        self._random = random.Random(seed)  # noqa: S311  # a sample, not a secret
        scenes = [id for id in sights.nodes if id in space.graph.scenes]
        self._number = {item: number for number, item in enumerate([*scenes, *sights.vignettes])}

    def choose(self) -> list[array[int]]:
        """Runs that show everything, found greedily.

        What a run adds can only shrink as others are chosen, so it is counted again only when it comes to the top.
        """
        sample: dict[int, array[int]] = {}
        for _ in range(_SAMPLE):
            run = self._onward([])
            sample.setdefault(self._shown(run), run)
        best = [(-shown.bit_count(), number, shown) for number, shown in enumerate(sample)]
        heapq.heapify(best)
        chosen: list[tuple[int, array[int]]] = []
        missing = (1 << len(self._number)) - 1
        while missing:
            gain, number, shown = best[0]
            if (adds := (shown & missing).bit_count()) != -gain:
                heapq.heapreplace(best, (-adds, number, shown))
                continue
            run = sample[shown]
            if not adds:
                run = self._run_to((missing & -missing).bit_length() - 1)
                shown = self._shown(run)
            chosen.append((shown, run))
            missing &= ~shown
        return [run for _, run in _needed(chosen)]

    def _run_to(self, number: int) -> array[int]:
        """A run through a shortest way to one thing."""
        item = next(item for item, its in self._number.items() if its == number)
        if item in self._space.graph.scenes:
            return self._onward(self._edges_to(self._sights.nodes[item]))
        sight = self._sights.vignettes[item]
        edges = self._edges_to(sight.state)
        if sight.slot is not None:
            edges.append(next(e for e in self._space.edges(sight.state) if self._space.slot[e] == sight.slot))
        return self._onward(edges)

    def _edges_to(self, index: int) -> list[int]:
        space, edges = self._space, []
        while index:
            source, slot = space.parent[index], space.parent_slot[index]
            edges.append(next(edge for edge in space.edges(source) if space.slot[edge] == slot))
            index = source
        return edges[::-1]

    def _onward(self, edges: list[int]) -> array[int]:
        """A run that starts with `edges` and goes on at random to its end."""
        space, run = self._space, array("i", edges)
        index = space.to[run[-1]] if run else 0
        limit = len(run) + 10 * len(space.graph.nodes)
        while (ways := space.edges(index)) and len(run) < limit:
            edge = ways[int(self._random.random() * len(ways))]
            run.append(edge)
            index = space.to[edge]
        return run

    def _shown(self, run: array[int]) -> int:
        """What a run shows, as the bits of one number."""
        shown = bytearray(len(self._number) // 8 + 1)
        for item in self._items(run):
            number = self._number[item]
            shown[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(shown, "little")

    def _items(self, run: array[int]) -> Iterator[str]:
        """The scenes a run goes through, and the vignettes it opens."""
        space = self._space
        for edge in run:
            at = space.states[space.to[edge]].at
            if at in space.graph.scenes:
                yield at
            yield from self._sights.opened[edge]


def _needed(chosen: list[tuple[int, array[int]]]) -> list[tuple[int, array[int]]]:
    """The runs, less those that the others make needless."""
    kept = list(chosen)
    for candidate in chosen:
        others = 0
        for shown, run in kept:
            if run is not candidate[1]:
                others |= shown
        if not candidate[0] & ~others:
            kept = [one for one in kept if one[1] is not candidate[1]]
    return kept


def _steps(space: Space, run: array[int]) -> list[Step]:
    steps, index = [], 0
    for edge in run:
        steps.append(Step(space.states[index].at, space.option(index, space.slot[edge]).id))
        index = space.to[edge]
    return steps


def widest_row(space: Space) -> int:
    """How many scenes the widest row of the story has; 1 when it can go in circles, or was not searched to its end."""
    if space.unfinished is not None:
        return 1  # two scenes of a row may yet turn out to lead to one another
    graph = space.graph
    reached = {state.at for state in space.states}
    waiting = dict.fromkeys(reached, 0)
    ways = {id: {option.to for option in graph.nodes[id].options} & reached for id in reached}
    for targets in ways.values():
        for target in targets:
            waiting[target] += 1
    depth = dict.fromkeys(reached, 0)
    todo = [id for id, count in waiting.items() if not count]
    rows: dict[int, int] = {}
    done = 0
    while todo:
        id = todo.pop()
        done += 1
        if graph.nodes[id].scene is not None:
            rows[depth[id]] = rows.get(depth[id], 0) + 1
        for target in ways[id]:
            depth[target] = max(depth[target], depth[id] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                todo.append(target)
    return max(rows.values(), default=1) if done == len(reached) else 1
