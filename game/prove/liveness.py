"""Which bits of a state's memory still matter at each node: those that some rule may read before they are set again.

Two states at one node that differ only in what is dead there have the same future: every rule asked from there on gives
the same answer in both. So a search may treat them as one state and lose nothing. The hero followed is live where a
scene has eyes, since these must be theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.play.graph import asks_follow, scenes_in, variables_in
from game.play.state import State

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from game.play.graph import Graph, Node, Option, Unlocking
    from game.story.rules import Expr


class Live(NamedTuple):
    """What matters at a node."""

    memory: int
    """Bits of `State.memory`."""
    follow: bool
    """Whether the hero followed matters."""

    def join(self, other: Live) -> Live:
        return Live(self.memory | other.memory, self.follow or other.follow)


class Liveness:
    """What is live at every node of a graph, by backward dataflow to a fixed point.

    A search for one thing asks fewer rules than a proof: `only` keeps the nodes that can lead to it, where nothing but
    the rules of the choices between them matters, and `goal` has the rules, by node, that are asked at the end of it.
    """

    def __init__(
        self,
        graph: Graph,
        *,
        only: Container[str] | None = None,
        goal: Mapping[str, Iterable[Expr | None]] | None = None,
    ) -> None:
        self._graph = graph
        self.at = dict.fromkeys(graph.nodes, Live(0, follow=False))
        """Node → what is live on arrival there."""
        options = {id: [o for o in node.options if only is None or o.to in only] for id, node in graph.nodes.items()}
        if only is None:
            reads = {id: self._reads(node) for id, node in graph.nodes.items()}
        else:
            reads = {id: self._read([*(o.when for o in options[id]), *(goal or {}).get(id, ())]) for id in graph.nodes}
        asked = {} if only is not None else graph.by_choice
        sources: dict[str, set[str]] = {}
        for id, ways in options.items():
            for option in ways:
                sources.setdefault(option.to, set()).add(id)
        todo = dict.fromkeys(id for id in graph.nodes if only is None or id in only)
        while todo:
            id, _ = todo.popitem()
            found = reads[id]
            for option in options[id]:
                found = found.join(self._before(option, asked.get((id, option.id), ())))
            if found != self.at[id]:
                self.at[id] = found
                todo.update(dict.fromkeys(sources.get(id, ())))

    def reduce(self, state: State) -> State:
        """The state with everything that is dead at its node put back to the start."""
        live = self.at[state.at]
        return State(state.at, state.follow if live.follow else None, state.memory & live.memory)

    def _before(self, option: Option, unlockings: Iterable[Unlocking]) -> Live:
        """What is live before `option` is taken, because of what is live after it and what its vignettes ask."""
        target = self._graph.nodes[option.to]
        after = self.at[option.to]
        lost = target.bit if target.scene else self._graph.layout.fleeting
        taken = Live(after.memory & ~lost, after.follow and option.follow is None)
        taken = taken.join(self._read(unlocking.when for unlocking in unlockings))
        overwritten = 0
        for field, _, adds in option.effects:
            if not adds:
                overwritten |= field.mask
        return Live(taken.memory & ~overwritten, taken.follow)

    def _reads(self, node: Node) -> Live:
        rules = [when for when, _, _ in node.text] + [unlocking.when for unlocking in node.unlocks]
        rules += [option.when for option in node.options]
        found = self._read(rules)
        seen_by = node.scene is not None and node.scene.eyes is not None
        return found.join(Live(0, follow=seen_by))

    def _read(self, rules: Iterable[Expr | None]) -> Live:
        layout = self._graph.layout
        memory, follow = 0, False
        for rule in rules:
            if rule is None:
                continue
            for name in variables_in(rule):
                memory |= layout.fields[name].mask
            for scene in scenes_in(rule):
                memory |= layout.been[scene]
            follow = follow or asks_follow(rule)
        return Live(memory, follow)
