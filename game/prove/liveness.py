"""Which variables still matter at each node: those that some rule may read before they are set again.

Two states at one node that differ only in what is dead there have the same future: every rule asked from there on gives
the same answer in both. So a search may treat them as one state and lose nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.play.graph import scenes_in, variables_in
from game.play.state import State
from game.story.rules import Both, Compare, Either, Expr, Follow, Not

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.play.graph import Graph, Node, Option


class Live(NamedTuple):
    """What matters at a node."""

    variables: frozenset[int]
    """Indexes into `State.values`."""
    been: int
    """Bits of `State.been`."""
    follow: bool
    """Whether the hero followed matters."""

    def join(self, other: Live) -> Live:
        return Live(self.variables | other.variables, self.been | other.been, self.follow or other.follow)


_NOTHING = Live(frozenset(), 0, False)


class Liveness:
    """What is live at every node of a graph, by backward dataflow to a fixed point."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._index = {name: i for i, name in enumerate(graph.variables)}
        self._fleeting = frozenset(i for i, v in enumerate(graph.variables.values()) if v.lasts == "chapter")
        self._initial = graph.start.values
        self.at = dict.fromkeys(graph.nodes, _NOTHING)
        """Node → what is live on arrival there."""
        reads = {id: self._reads(node) for id, node in graph.nodes.items()}
        sources: dict[str, set[str]] = {}
        for node in graph.nodes.values():
            for option in node.options:
                sources.setdefault(option.to, set()).add(node.id)
        todo = list(graph.nodes)
        waiting = set(todo)
        while todo:
            id = todo.pop()
            waiting.discard(id)
            found = reads[id]
            for option in graph.nodes[id].options:
                found = found.join(self._before(option))
            if found != self.at[id]:
                self.at[id] = found
                for source in sources.get(id, ()):
                    if source not in waiting:
                        waiting.add(source)
                        todo.append(source)

    def reduce(self, state: State) -> State:
        """The state with everything dead at its node put back to the start."""
        live = self.at[state.at]
        values = tuple(
            value if index in live.variables else self._initial[index] for index, value in enumerate(state.values)
        )
        return State(state.at, state.follow if live.follow else None, values, state.been & live.been)

    def _before(self, option: Option) -> Live:
        """What is live before `option` is taken, because of what is live after it."""
        target = self._graph.nodes[option.to]
        after = self.at[option.to]
        variables = after.variables
        if target.scene is None:
            variables -= self._fleeting
        variables -= {index for index, _, adds in option.effects if not adds}
        return Live(variables, after.been & ~target.bit, after.follow and option.follow is None)

    def _reads(self, node: Node) -> Live:
        rules = [when for when, _, _ in node.text] + [unlocking.when for unlocking in node.unlocks]
        for option in node.options:
            rules.append(option.when)
            rules += [u.when for u in self._graph.by_choice.get((node.id, option.id), ())]
        return self._read(rule for rule in rules if rule is not None)

    def _read(self, rules: Iterable[Expr]) -> Live:
        found = _NOTHING
        for rule in rules:
            variables = frozenset(self._index[name] for name in variables_in(rule))
            been = sum({self._graph.remembered[scene] for scene in scenes_in(rule)})
            found = found.join(Live(variables, been, _asks_follow(rule)))
        return found


def _asks_follow(expr: Expr) -> bool:
    match expr:
        case Follow():
            return True
        case Not(inner):
            return _asks_follow(inner)
        case Both(left, right) | Either(left, right) | Compare(left, _, right):
            return _asks_follow(left) or _asks_follow(right)
    return False
