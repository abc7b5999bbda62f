"""Every state a story can be in, breadth first, so that the first way found to anything is a shortest one."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, NamedTuple

from game.prove.liveness import Liveness

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.play.graph import Graph, Option
    from game.play.state import State

MAX_STATES = 20_000_000
"""States after which a search gives up, unless told otherwise."""
_STRIDE = 8_192


class Step(NamedTuple):
    """A choice on a way: where it is taken, and its id."""

    at: str
    choice: str


class Space:
    """The reachable states of a story, dead variables dropped, and the choices between them.

    States are numbered in breadth-first order, 0 is the start. The edges of state `i` are
    `to[first[i]:first[i + 1]]`, each with the slot of its option in the node of the state.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.liveness = Liveness(graph)
        self.states: list[State] = [self.liveness.reduce(graph.start)]
        self.first = array("q", [0])
        self.to = array("i")
        self.slot = array("h")
        self.parent = array("i", [-1])
        """The state from which each state was first found."""
        self.parent_slot = array("h", [-1])
        self.unfinished: str | None = None
        """Why the search stopped before it had seen everything; None when it has."""

    def __len__(self) -> int:
        return len(self.states)

    @property
    def expanded(self) -> int:
        """How many states have all their edges; the others are at the frontier of an unfinished search."""
        return len(self.first) - 1

    def edges(self, index: int) -> range:
        """The numbers of the edges out of a state."""
        return range(self.first[index], self.first[index + 1]) if index < self.expanded else range(0)

    def option(self, index: int, slot: int) -> Option:
        """The option an edge out of state `index` takes."""
        return self.graph.nodes[self.states[index].at].options[slot]

    def depths(self) -> array[int]:
        """For each state the fewest choices to it."""
        found = array("i", [0])
        for parent in self.parent[1:]:
            found.append(found[parent] + 1)
        return found

    def way(self, index: int) -> list[Step]:
        """A shortest list of choices from the start to a state."""
        steps = []
        while index:
            source, slot = self.parent[index], self.parent_slot[index]
            steps.append(Step(self.states[source].at, self.option(source, slot).id))
            index = source
        return steps[::-1]


def explore(
    graph: Graph,
    *,
    max_states: int = MAX_STATES,
    max_memory: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Space:
    """Find every reachable state.

    Args:
        graph: The story.
        max_states: Give up after so many states.
        max_memory: Give up when the program has taken so many bytes; no limit where nobody can tell (`peak_memory`).
        progress: Called now and then with the states found and those still to look at.

    Returns:
        The space; `unfinished` says why when a limit or an interrupt ended it early.
    """
    space = Space(graph)
    try:
        _fill(space, max_states, max_memory, progress)
    except KeyboardInterrupt:
        space.unfinished = "interrupted"
        _drop_half_expanded(space)
    return space


def _drop_half_expanded(space: Space) -> None:
    """Forget what an interrupt left of a state whose edges were being looked at, so that the arrays agree again."""
    edges, states = space.first[-1], min(len(space.states), len(space.parent), len(space.parent_slot))
    while space.parent[states - 1] >= space.expanded:
        states -= 1
    for array_ in (space.to, space.slot):
        del array_[edges:]
    for list_ in (space.states, space.parent, space.parent_slot):
        del list_[states:]


def _fill(space: Space, max_states: int, max_memory: int | None, progress: Callable[[int, int], None] | None) -> None:
    graph, reduce = space.graph, space.liveness.reduce
    states, to, slots, first = space.states, space.to, space.slot, space.first
    number = {states[0]: 0}
    for index, state in enumerate(states):
        if index % _STRIDE == 0:
            if progress is not None:
                progress(len(states), len(states) - index)
            if max_memory is not None and (peak_memory() or 0) > max_memory:
                space.unfinished = f"the search took more than {max_memory:,} bytes"
                return
        if len(states) > max_states:
            space.unfinished = f"more than {max_states:,} states"
            return
        for slot, option in enumerate(graph.nodes[state.at].options):
            if option.guard is not None and not option.guard(state):
                continue
            arrived = reduce(graph.move(graph.apply(state, option), option))
            found = number.get(arrived)
            if found is None:
                found = number[arrived] = len(states)
                states.append(arrived)
                space.parent.append(index)
                space.parent_slot.append(slot)
            to.append(found)
            slots.append(slot)
        first.append(len(to))


def peak_memory() -> int | None:
    """The most memory this program has held, in bytes; None where the platform does not tell."""
    try:
        import resource  # noqa: PLC0415  # Unix alone has it
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
