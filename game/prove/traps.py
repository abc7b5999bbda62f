"""States from which no ending can be reached."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.prove.search import Space


class Trap(NamedTuple):
    """A closed set of states without an ending."""

    state: int
    """The first state from which there is no way out."""
    scenes: tuple[str, ...]
    """The smallest set of scenes (and crossroads) that a player caught here ends up going round in."""


def find_traps(space: Space) -> list[Trap]:
    """The traps of a space, one for each smallest closed set of scenes; none in a story nobody can get stuck in.

    States at the frontier of an unfinished search count as free.
    """
    free = can_end(space)
    caught = [index for index in range(space.expanded) if not free[index]]
    closed: dict[tuple[str, ...], list[int]] = {}
    for component in _closed_components(space, caught):
        scenes = tuple(sorted({space.states[index].at for index in component}))
        closed.setdefault(scenes, []).extend(component)
    sources: dict[int, list[int]] = {}
    for index in caught:
        for edge in space.edges(index):
            sources.setdefault(space.to[edge], []).append(index)
    return sorted(Trap(_first_leading_to(states, sources), scenes) for scenes, states in closed.items())


def can_end(space: Space) -> bytearray:
    """For each state, whether an ending can be reached from it; those never looked at count as if it could."""
    count = len(space)
    into_first = array("q", bytes(8 * (count + 1)))
    for target in space.to:
        into_first[target + 1] += 1
    for index in range(count):
        into_first[index + 1] += into_first[index]
    fill = array("q", into_first)
    into = array("i", bytes(4 * len(space.to)))
    for source in range(space.expanded):
        for edge in space.edges(source):
            target = space.to[edge]
            into[fill[target]] = source
            fill[target] += 1
    scenes = space.graph.scenes
    free = bytearray(count)
    todo = []
    for index, state in enumerate(space.states):
        scene = scenes.get(state.at)
        if index >= space.expanded or (scene is not None and scene.ending is not None):
            free[index] = 1
            todo.append(index)
    while todo:
        index = todo.pop()
        for number in range(into_first[index], into_first[index + 1]):
            source = into[number]
            if not free[source]:
                free[source] = 1
                todo.append(source)
    return free


def _closed_components(space: Space, caught: list[int]) -> list[list[int]]:
    """The strongly connected components of the caught states that nothing leads out of (Tarjan, without recursion)."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    component_of: dict[int, int] = {}
    components: list[list[int]] = []
    for root in caught:
        if root in order:
            continue
        work = [(root, iter(space.edges(root)))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            index, edges = work[-1]
            for edge in edges:
                target = space.to[edge]
                if target not in order:
                    order[target] = low[target] = len(order)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(space.edges(target))))
                    break
                if target in on_stack:
                    low[index] = min(low[index], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[index])
                if low[index] == order[index]:
                    components.append(_pop_component(index, stack, on_stack, component_of, len(components)))
    return [
        component
        for number, component in enumerate(components)
        if all(component_of[space.to[edge]] == number for index in component for edge in space.edges(index))
    ]


def _pop_component(
    index: int, stack: list[int], on_stack: set[int], component_of: dict[int, int], number: int
) -> list[int]:
    component = []
    while True:
        member = stack.pop()
        on_stack.discard(member)
        component_of[member] = number
        component.append(member)
        if member == index:
            return component


def _first_leading_to(states: list[int], sources: dict[int, list[int]]) -> int:
    """The first of the states that can reach one of `states`."""
    found = set(states)
    todo = list(states)
    while todo:
        for source in sources.get(todo.pop(), ()):
            if source not in found:
                found.add(source)
                todo.append(source)
    return min(found)
