"""The shortest way to something: A* over the story's states, guided by the distance in the graph with rules set aside.

That distance is never more than the true one, so the first way found is a shortest one. Only the rules of choices that
can still lead to the target matter here, and whether the target itself opens; everything else is dropped from the
state, so the search stays small.
"""

from __future__ import annotations

import heapq
from collections import deque
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from game.errors import ChoiceError
from game.prove.liveness import Liveness
from game.prove.search import Step
from game.story.problems import nearest, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.play.graph import Graph, Option, Unlocking
    from game.play.state import State
    from game.story.rules import Expr


class Target(NamedTuple):
    """Something a player may want to see."""

    kind: str
    """scene, choice, vignette, ending or chapter."""
    id: str
    title: str
    node: str
    """The node to reach."""
    choice: str | None = None
    """The choice to take there."""
    unlocking: Unlocking | None = None
    """What must open, on arrival or by the choice."""


class Way(NamedTuple):
    """An answer: the choices, or why there are none."""

    target: Target
    steps: list[Step] | None
    reason: str | None = None


def find_target(graph: Graph, name: str) -> Target:
    """What `name` names: a scene, `scene/choice` (or a choice of one scene only), a vignette, an ending, a chapter.

    Raises:
        ChoiceError: nothing is called that; the message has the nearest right name.
    """
    known = dict(_targets(graph))
    if name in known:
        return known[name]
    holders = [id for id, scene in graph.scenes.items() if name in scene.choices]
    if len(holders) == 1:
        return known[f"{holders[0]}/{name}"]
    if holders:
        forms = ", ".join(f"{id}/{name}" for id in holders[:3])
        raise ChoiceError(f"{len(holders)} scenes have a choice `{name}`; name one of them, such as {forms}")
    typed = printable(name[:80])
    raise ChoiceError(f"no scene, choice, vignette, ending or chapter is called `{typed}`{nearest(name[:80], known)}")


def _targets(graph: Graph) -> Iterator[tuple[str, Target]]:
    for node in graph.nodes.values():
        if node.scene is None:
            title = graph.story.chapters[node.chapter].title
            yield node.id, Target("chapter", node.id, title, node.id)
            continue
        yield node.id, Target("scene", node.id, node.scene.title, node.id)
        if node.scene.ending is not None:
            yield node.scene.ending.id, Target("ending", node.scene.ending.id, node.scene.ending.title, node.id)
        for option in node.options:
            name = f"{node.id}/{option.id}"
            yield name, Target("choice", name, option.choice.say if option.choice else "", node.id, option.id)
        for unlocking in node.unlocks:
            vignette = unlocking.vignette
            yield vignette.id, Target("vignette", vignette.id, vignette.title, node.id, None, unlocking)
    for (scene, choice), unlockings in graph.by_choice.items():
        for unlocking in unlockings:
            vignette = unlocking.vignette
            yield vignette.id, Target("vignette", vignette.id, vignette.title, scene, choice, unlocking)


def find_way(graph: Graph, target: Target, start: State | None = None) -> Way:
    """A shortest list of choices to `target`, from `start` (the beginning of the story when it is None).

    Returns:
        The choices, none of them when one stands there already; or the reason why there is no way.
    """
    start = start or graph.start
    distance = _distances(graph, target.node)
    if start.at not in distance:
        return Way(target, None, "no choices lead there from here, whatever the rules")
    search = _Search(graph, target, distance)
    steps = search.run(start)
    if steps is None:
        return Way(target, None, f"the ways there ({len(distance)} scenes lead to it) are all closed by their rules")
    return Way(target, steps)


class _Search:
    def __init__(self, graph: Graph, target: Target, distance: dict[str, int]) -> None:
        self._graph, self._target, self._distance = graph, target, distance
        self._liveness = Liveness(graph, only=distance, goal=self._goal_rules())

    def _goal_rules(self) -> dict[str, list[Expr | None]]:
        node = self._graph.nodes[self._target.node]
        rules = [option.when for option in node.options if option.id == self._target.choice]
        return {node.id: [*rules, self._target.unlocking.when if self._target.unlocking else None]}

    def run(self, start: State) -> list[Step] | None:
        first = self._liveness.reduce(start)
        parent: dict[State, tuple[State, str] | None] = {first: None}
        cost = {first: 0}
        order = count()
        queue = [(self._distance[first.at], next(order), first)]
        while queue:
            _, _, state = heapq.heappop(queue)
            final = self._arrived(state)
            if final is not None:
                return _trace(state, parent) + final
            for option in self._graph.options(state):
                if option.to not in self._distance:
                    continue
                there = self._liveness.reduce(self._graph.move(self._graph.apply(state, option), option))
                if cost.get(there, 1 << 60) > cost[state] + 1:
                    cost[there] = cost[state] + 1
                    parent[there] = (state, option.id)
                    heapq.heappush(queue, (cost[there] + self._distance[there.at], next(order), there))
        return None

    def _arrived(self, state: State) -> list[Step] | None:
        """What is left to do when `state` is all that it takes; None while it is not."""
        target = self._target
        if state.at != target.node:
            return None
        if target.choice is None:
            return [] if _opens(target.unlocking, state) else None
        option = self._option(state)
        if option is None or not _opens(target.unlocking, self._graph.apply(state, option)):
            return None
        return [Step(state.at, option.id)]

    def _option(self, state: State) -> Option | None:
        return next((o for o in self._graph.options(state) if o.id == self._target.choice), None)


def _opens(unlocking: Unlocking | None, state: State) -> bool:
    return unlocking is None or unlocking.guard is None or unlocking.guard(state)


def _trace(state: State, parent: dict[State, tuple[State, str] | None]) -> list[Step]:
    steps = []
    while (link := parent[state]) is not None:
        state, choice = link
        steps.append(Step(state.at, choice))
    return steps[::-1]


def _distances(graph: Graph, node: str) -> dict[str, int]:
    """Node → the fewest choices from it to `node`, rules aside; those that cannot lead there are missing."""
    sources: dict[str, list[str]] = {}
    for each in graph.nodes.values():
        for option in each.options:
            sources.setdefault(option.to, []).append(each.id)
    found = {node: 0}
    todo = deque([node])
    while todo:
        id = todo.popleft()
        for source in sources.get(id, ()):
            if source not in found:
                found[source] = found[id] + 1
                todo.append(source)
    return found
