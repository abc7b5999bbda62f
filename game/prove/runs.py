"""The shortest and the longest run that follows only one hero, in words read."""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from game.story.prose import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.play.graph import Graph, Option
    from game.play.state import State
    from game.prove.liveness import Liveness


class Run(NamedTuple):
    """A run from the start to an ending."""

    words: int
    """Prose of its scenes and of the vignettes that open."""
    choices: int
    """Choices made in scenes; following the hero on at a crossroads is not counted."""


class Stand(NamedTuple):
    """Where a search stands."""

    state: State
    """Dead variables dropped."""
    read: int
    """The vignettes read so far that could open once more from here on, as the bits of one number."""


class Edge(NamedTuple):
    """A step of a search: where it leads, and what is read and chosen on the way."""

    to: Stand
    words: int
    choices: int


class Walker:
    """The states of a story, dead variables dropped, for runs that follow only `hero`. A vignette that opens twice on
    a run is read once."""

    def __init__(self, graph: Graph, hero: str, liveness: Liveness) -> None:
        self._graph, self._hero, self._liveness = graph, hero, liveness
        self._words = {
            id: [(guard, count_words(say)) for _, guard, say in node.text] for id, node in graph.nodes.items()
        }
        self._vignettes = {
            id: sum(count_words(text) for text in vignette.text) for id, vignette in graph.story.vignettes.items()
        }
        self._bits = {id: 1 << number for number, id in enumerate(graph.story.vignettes)}
        self._ahead = self._find_ahead()

    def stand(self, state: State) -> Stand:
        """In `state`, with no vignette read yet."""
        return Stand(self._liveness.reduce(state), 0)

    def edges(self, stand: Stand) -> list[Edge]:
        """The ways on from where one stands."""
        return [self._edge(stand, option) for option in self._ways(self._graph.options(stand.state))]

    def _ways(self, options: Iterable[Option]) -> list[Option]:
        return [option for option in options if option.follow in (None, self._hero)]

    def _edge(self, stand: Stand, option: Option) -> Edge:
        taken = self._graph.apply(stand.state, option)
        arrived = self._graph.move(taken, option)
        words = sum(words for guard, words in self._words[arrived.at] if guard is None or guard(arrived))
        read = stand.read
        for id in self._graph.opened(taken, option, arrived):
            if not read & self._bits[id]:
                read |= self._bits[id]
                words += self._vignettes[id]
        there = Stand(self._liveness.reduce(arrived), read & self._ahead[arrived.at])
        return Edge(there, words, int(option.choice is not None))

    def _find_ahead(self) -> dict[str, int]:
        """Node → the vignettes that some way on from there may open, rules set aside, as the bits of one number."""
        nodes = self._graph.nodes
        found = dict.fromkeys(nodes, 0)
        ways = {id: self._ways(node.options) for id, node in nodes.items()}
        sources: dict[str, set[str]] = {}
        for id, options in ways.items():
            for option in options:
                sources.setdefault(option.to, set()).add(id)
        todo = dict.fromkeys(nodes)
        while todo:
            id, _ = todo.popitem()
            bits = 0
            for option in ways[id]:
                opening = (*self._graph.by_choice.get((id, option.id), ()), *nodes[option.to].unlocks)
                bits |= found[option.to] | sum({self._bits[u.vignette.id] for u in opening})
            if bits != found[id]:
                found[id] = bits
                todo.update(dict.fromkeys(sources.get(id, ())))
        return found

    def ends(self, stand: Stand) -> bool:
        """Whether a run may end here: at an ending, or at a crossroads where the hero's own thread is over."""
        node = self._graph.nodes[stand.state.at]
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
    start = walker.stand(msgspec.structs.replace(graph.start, at=joins))
    return _shortest(walker, start), _longest(walker, start)


def _shortest(walker: Walker, start: Stand) -> Run | None:
    order = count()
    queue: list[tuple[int, int, int, Stand]] = [(0, 0, next(order), start)]
    done: set[Stand] = set()
    while queue:
        words, choices, _, stand = heapq.heappop(queue)
        if stand in done:
            continue
        done.add(stand)
        if walker.ends(stand):
            return Run(words, choices)
        for edge in walker.edges(stand):
            if edge.to not in done:
                heapq.heappush(queue, (words + edge.words, choices + edge.choices, next(order), edge.to))
    return None


def _longest(walker: Walker, start: Stand) -> Run | None:
    """By depth-first search: the best from a stand is known once it is from all it leads to."""
    best: dict[Stand, Run | None] = {}
    open_: set[Stand] = {start}
    stack = [(start, walker.edges(start))]
    pending = [list(stack[0][1])]
    while stack:
        stand, edges = stack[-1]
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
        best[stand] = max(runs) if runs else (Run(0, 0) if walker.ends(stand) else None)
        open_.discard(stand)
        stack.pop()
        pending.pop()
    return best[start]
