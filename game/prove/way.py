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


class Goal(NamedTuple):
    """Where something is to be seen."""

    node: str
    """The node to reach."""
    choice: str | None = None
    """The choice to take there."""
    unlocking: Unlocking | None = None
    """What must open, on arrival or by the choice."""


class Target(NamedTuple):
    """Something a player may want to see."""

    kind: str
    """scene, choice, vignette, ending or chapter."""
    id: str
    title: str
    goals: tuple[Goal, ...]
    """Any of them will do; only a vignette may have more than one."""


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
            yield node.id, Target("chapter", node.id, title, (Goal(node.id),))
            continue
        yield node.id, Target("scene", node.id, node.scene.title, (Goal(node.id),))
        if node.scene.ending is not None:
            ending = node.scene.ending
            yield ending.id, Target("ending", ending.id, ending.title, (Goal(node.id),))
        for option in node.options:
            name = f"{node.id}/{option.id}"
            yield name, Target("choice", name, option.choice.say if option.choice else "", (Goal(node.id, option.id),))
    for id, goals in _goals(graph).items():
        yield id, Target("vignette", id, graph.story.vignettes[id].title, tuple(goals))


def _goals(graph: Graph) -> dict[str, list[Goal]]:
    """Vignette → each place where it may open."""
    found: dict[str, list[Goal]] = {}
    for node in graph.nodes.values():
        for unlocking in node.unlocks:
            found.setdefault(unlocking.vignette.id, []).append(Goal(node.id, None, unlocking))
    for (scene, choice), unlockings in graph.by_choice.items():
        for unlocking in unlockings:
            found.setdefault(unlocking.vignette.id, []).append(Goal(scene, choice, unlocking))
    return found


def find_way(graph: Graph, target: Target, start: State | None = None) -> Way:
    """A shortest list of choices to `target`, from `start` (the beginning of the story when it is None).

    Returns:
        The choices, none of them when one stands there already; or the reason why there is no way.
    """
    start = start or graph.start
    distances = [(goal, _distances(graph, goal.node)) for goal in target.goals]
    near = [(goal, distance) for goal, distance in distances if start.at in distance]
    if not near:
        return Way(target, None, "no choices lead there from here, whatever the rules")
    ways = [_Search(graph, goal, distance).run(start) for goal, distance in near]
    steps = min((way for way in ways if way is not None), key=len, default=None)
    if steps is None:
        scenes = len({id for _, distance in near for id in distance})
        return Way(target, None, f"the ways there ({scenes} scenes lead to it) are all closed by their rules")
    return Way(target, steps)


class _Search:
    def __init__(self, graph: Graph, goal: Goal, distance: dict[str, int]) -> None:
        self._graph, self._goal, self._distance = graph, goal, distance
        self._liveness = Liveness(graph, only=distance, goal=self._rules())

    def _rules(self) -> dict[str, list[Expr | None]]:
        node = self._graph.nodes[self._goal.node]
        rules = [option.when for option in node.options if option.id == self._goal.choice]
        return {node.id: [*rules, self._goal.unlocking.when if self._goal.unlocking else None]}

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
        goal = self._goal
        if state.at != goal.node:
            return None
        if goal.choice is None:
            return [] if _opens(goal.unlocking, state) else None
        option = self._option(state)
        if option is None or not _opens(goal.unlocking, self._graph.apply(state, option)):
            return None
        return [Step(state.at, option.id)]

    def _option(self, state: State) -> Option | None:
        return next((o for o in self._graph.options(state) if o.id == self._goal.choice), None)


def _opens(unlocking: Unlocking | None, state: State) -> bool:
    return unlocking is None or unlocking.opens(state)


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
