"""The shortest and the longest run that follows only one hero, in words read."""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from game.story.prose import count_words

if TYPE_CHECKING:
    from game.play.graph import Graph, Option
    from game.play.state import State
    from game.prove.liveness import Liveness


class Run(NamedTuple):
    """A run from the start to an ending."""

    words: int
    """Prose of its scenes and of the vignettes that open."""
    choices: int
    """Choices made in scenes; following the hero on at a crossroads is not counted."""


class Edge(NamedTuple):
    """A step of a search: where it leads, and what is read and chosen on the way."""

    to: State
    words: int
    choices: int


class Walker:
    """The states of a story, dead variables dropped, for runs that follow only `hero`."""

    def __init__(self, graph: Graph, hero: str, liveness: Liveness) -> None:
        self._graph, self._hero, self._liveness = graph, hero, liveness
        self._words = {
            id: [(guard, count_words(say)) for _, guard, say in node.text] for id, node in graph.nodes.items()
        }
        self._vignettes = {
            id: sum(count_words(text) for text in vignette.text) for id, vignette in graph.story.vignettes.items()
        }

    def edges(self, state: State) -> list[Edge]:
        """The ways on from `state`."""
        found = []
        for option in self._graph.options(state):
            if option.follow not in (None, self._hero):
                continue
            found.append(self._edge(state, option))
        return found

    def _edge(self, state: State, option: Option) -> Edge:
        taken = self._graph.apply(state, option)
        arrived = self._graph.move(taken, option)
        opened = [
            *(u for u in self._graph.by_choice.get((option.source, option.id), ()) if not u.guard or u.guard(taken)),
            *(u for u in self._graph.nodes[arrived.at].unlocks if not u.guard or u.guard(arrived)),
        ]
        words = sum(words for guard, words in self._words[arrived.at] if guard is None or guard(arrived))
        words += sum(self._vignettes[u.vignette.id] for u in opened)
        return Edge(self._liveness.reduce(arrived), words, int(option.choice is not None))

    def ends(self, state: State) -> bool:
        """Whether a run may end in `state`: at an ending, or at a crossroads where the hero's own thread is over."""
        node = self._graph.nodes[state.at]
        if node.scene is None:
            return thread_is_over(self._graph, self._hero, node.id)
        return node.scene.ending is not None


def thread_is_over(graph: Graph, hero: str, chapter: str) -> bool:
    """Whether neither `chapter` nor any later one has an entrance for `hero`."""
    order = list(graph.story.chapters)
    return all(hero not in graph.story.chapters[id].entrances for id in order[order.index(chapter) :])


def shortest_and_longest(graph: Graph, hero: str, liveness: Liveness) -> tuple[Run | None, Run | None]:
    """The runs with the fewest and the most words that follow `hero` from the first crossroads to an ending.

    A hero who joins later is followed from the chapter where they join, with every variable at its start; one whose
    thread ends before the story does, to the crossroads where they are missing.

    Returns:
        (shortest, longest); None where no ending can be reached, and for the longest where the story can go in circles.
    """
    walker = Walker(graph, hero, liveness)
    joins = graph.story.heroes[hero].joins
    if hero not in graph.story.chapters[joins].entrances:
        return None, None
    start = liveness.reduce(msgspec.structs.replace(graph.start, at=joins))
    return _shortest(walker, start), _longest(walker, start)


def _shortest(walker: Walker, start: State) -> Run | None:
    order = count()
    queue: list[tuple[int, int, int, State]] = [(0, 0, next(order), start)]
    done: set[State] = set()
    while queue:
        words, choices, _, state = heapq.heappop(queue)
        if state in done:
            continue
        done.add(state)
        if walker.ends(state):
            return Run(words, choices)
        for edge in walker.edges(state):
            if edge.to not in done:
                heapq.heappush(queue, (words + edge.words, choices + edge.choices, next(order), edge.to))
    return None


def _longest(walker: Walker, start: State) -> Run | None:
    """By depth-first search: a state's best is known once all it leads to is."""
    best: dict[State, Run | None] = {}
    open_: set[State] = {start}
    stack = [(start, walker.edges(start))]
    pending = [list(stack[0][1])]
    while stack:
        state, edges = stack[-1]
        if pending[-1]:
            edge = pending[-1].pop()
            if edge.to in open_:
                return None
            if edge.to not in best:
                open_.add(edge.to)
                onward = walker.edges(edge.to)
                stack.append((edge.to, onward))
                pending.append(list(onward))
            continue
        runs = [
            Run(edge.words + beyond.words, edge.choices + beyond.choices)
            for edge in edges
            if (beyond := best[edge.to]) is not None
        ]
        best[state] = max(runs) if runs else (Run(0, 0) if walker.ends(state) else None)
        open_.discard(state)
        stack.pop()
        pending.pop()
    return best[start]
