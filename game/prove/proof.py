"""The proof of a story: every question of DESIGN 5, over every state it can be in."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from game.prove.cover import cover
from game.prove.findings import Finding
from game.prove.observe import Sight, Sights
from game.prove.plays import Plays, play_at_random
from game.prove.search import MAX_STATES, Space, Step, explore, peak_memory
from game.prove.verdicts import Judge

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from game.play.graph import Graph
    from game.story.places import Places

PLAYS = 10_000


class Count(msgspec.Struct, frozen=True):
    """How many of something can be seen."""

    seen: int
    of: int


class Reached(msgspec.Struct, frozen=True):
    """An ending that can be reached, and a shortest way to it."""

    id: str
    title: str
    kind: str
    choices: int
    """Choices and heroes picked on the shortest way."""
    plays: int
    """How many of the random plays ended here."""
    witness: list[Step]


class Figures(msgspec.Struct, frozen=True):
    """What the search took."""

    states: int
    edges: int
    seconds: float
    peak_bytes: int | None
    """None where the platform does not tell."""


class Proof(msgspec.Struct, frozen=True):
    """What is known of a story without playing it."""

    verdict: Literal["proved", "failed", "unproven"]
    """failed: there is a fault. unproven: the search did not finish, and what it has not seen it cannot deny."""
    unfinished: str | None
    counts: dict[str, Count]
    """scenes, choices, paragraphs, vignettes, endings, cards, entrances, routes."""
    findings: list[Finding]
    endings: list[Reached]
    routes: dict[str, list[Step]]
    """Hero → a shortest run that follows only them."""
    runs: list[list[Step]]
    """Few runs that show every scene and open every vignette."""
    runs_at_least: int
    """No fewer can do it."""
    plays: Plays
    figures: Figures
    witnesses: Mapping[str, list[Step]]
    """Scene, `scene/choice` or vignette → a shortest way to it."""

    @property
    def faults(self) -> list[Finding]:
        """The findings that fail the proof."""
        return [finding for finding in self.findings if finding.level == "fault"]


def prove(
    graph: Graph,
    places: Places | None = None,
    *,
    max_states: int = MAX_STATES,
    max_memory: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Proof:
    """Prove a story.

    Args:
        graph: The story.
        places: Where it is written, so that findings can say so.
        max_states: States after which the answer is “unproven”.
        max_memory: Bytes after which it is; no limit where the platform does not tell them (`peak_memory`).
        progress: Called now and then with the states found and those still to look at.
    """
    started = time.perf_counter()
    space = explore(graph, max_states=max_states, max_memory=max_memory, progress=progress)
    sights = Sights(space)
    judge = Judge(space, sights, places)
    findings = judge.findings() if space.unfinished is None else judge.certain()
    routes = {hero: way for hero in graph.story.heroes if (way := judge.route(hero)) is not None}
    plays = play_at_random(space, sights, PLAYS)
    covering = cover(space, sights)
    return Proof(
        verdict=_verdict(space, findings),
        unfinished=space.unfinished,
        counts=_counts(space, sights, routes, judge.met()),
        findings=findings,
        endings=_endings(space, sights, plays),
        routes=routes,
        runs=covering.runs,
        runs_at_least=covering.at_least,
        plays=plays,
        figures=Figures(len(space), len(space.to), round(time.perf_counter() - started, 2), peak_memory()),
        witnesses=Witnesses(space, sights),
    )


def _verdict(space: Space, findings: list[Finding]) -> Literal["proved", "failed", "unproven"]:
    if any(finding.level == "fault" for finding in findings):
        return "failed"
    return "proved" if space.unfinished is None else "unproven"


def _counts(
    space: Space, sights: Sights, routes: dict[str, list[Step]], met: Collection[str | None]
) -> dict[str, Count]:
    story, graph = space.graph.story, space.graph
    chapters = story.chapters.values()
    conditional = sum(when is not None for node in graph.nodes.values() for when, _, _ in node.text)
    endings = [id for id, scene in graph.scenes.items() if scene.ending]
    choices = [(id, name) for id, scene in graph.scenes.items() for name in scene.choices]
    shown = sum(asked.first_true is not None for asked in sights.text_rules.values())
    cards = [entry.met or [id] for shelf in story.codex.values() for id, entry in shelf.entries.items()]
    entrances = [(chapter.chapter, hero) for chapter in chapters for hero in chapter.entrances]
    return {
        "scenes": Count(sum(id in sights.nodes for id in graph.scenes), len(graph.scenes)),
        "choices": Count(sum(choice in sights.options for choice in choices), len(choices)),
        "paragraphs": Count(shown, conditional),
        "vignettes": Count(len(sights.vignettes), len(story.vignettes)),
        "endings": Count(sum(id in sights.nodes for id in endings), len(endings)),
        "cards": Count(sum(any(id in met for id in wanted) for wanted in cards), len(cards)),
        "entrances": Count(sum(entrance in sights.options for entrance in entrances), len(entrances)),
        "routes": Count(len(routes), len(story.heroes)),
    }


def _endings(space: Space, sights: Sights, plays: Plays) -> list[Reached]:
    found = []
    for id, scene in space.graph.scenes.items():
        if scene.ending is not None and id in sights.nodes:
            way = space.way(sights.nodes[id])
            ending = scene.ending
            found.append(Reached(ending.id, ending.title, ending.kind, len(way), plays.endings[ending.id], way))
    return found


class Witnesses(Mapping[str, list[Step]]):
    """A shortest way to each thing, told when it is asked for: all of them together grow with the square of a story."""

    def __init__(self, space: Space, sights: Sights) -> None:
        self._space = space
        self._sights = {id: Sight(index) for id, index in sights.nodes.items()} | sights.vignettes
        self._sights |= {f"{node}/{option}": sight for (node, option), sight in sights.options.items()}

    def __getitem__(self, name: str) -> list[Step]:
        sight = self._sights[name]
        way = self._space.way(sight.state)
        if sight.slot is not None:
            option = self._space.option(sight.state, sight.slot)
            way.append(Step(option.source, option.id))
        return way

    def __iter__(self) -> Iterator[str]:
        return iter(self._sights)

    def __len__(self) -> int:
        return len(self._sights)
