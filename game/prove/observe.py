"""What the states of a space show: one pass over all of them, every rule of the story asked in each."""

from __future__ import annotations

from array import array
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from game.play.graph import variables_in
from game.story.prose import count_words

if TYPE_CHECKING:
    from game.play.graph import Node, Option, Unlocking
    from game.play.state import Field, State
    from game.prove.search import Space


class Sight(NamedTuple):
    """Where something was first seen: a state, and the edge out of it when it is a choice that shows it."""

    state: int
    slot: int | None = None


class Asked:
    """The answers a rule has given."""

    __slots__ = ("first_false", "first_true")

    def __init__(self) -> None:
        self.first_true: int | None = None
        self.first_false: int | None = None

    def note(self, state: int, *, answer: bool) -> None:
        """Keep the first state with this answer."""
        if answer:
            if self.first_true is None:
                self.first_true = state
        elif self.first_false is None:
            self.first_false = state


class Sights:
    """All that can be seen of a story, each with the first state that shows it."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._graph = space.graph
        self.nodes: dict[str, int] = {}
        """Scene or chapter → the first state there."""
        self.options: dict[tuple[str, str], Sight] = {}
        """(node, option) → where it can first be taken."""
        self.choice_rules: dict[tuple[str, str], Asked] = {}
        self.text_rules: dict[tuple[str, int], Asked] = {}
        """(scene, number of the paragraph) → what its rule answered."""
        self.unlock_rules: dict[tuple[str, int], Asked] = {}
        """(vignette, number of the way in) → what its rule answered."""
        self.ways_in: dict[tuple[str, int], Sight] = {}
        """(vignette, number of the way in) → where it first opens it."""
        self.wrong_eyes: dict[str, int] = {}
        """Scene → a state in which somebody else is followed."""
        self.side_by_side: dict[tuple[str, str, str], int] = {}
        """(node, option, option) that lead to one node → the first state in which both can be taken."""
        self.different: set[tuple[str, str, str]] = set()
        """Those of them that have led to different things."""
        self.words = array("i")
        """Words of prose at each state."""
        self.opened: list[tuple[str, ...]] = [()] * len(space.to)
        """The vignettes that open on each edge, its arrival included."""
        self._opened: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Those lists, so that edges share them."""
        self._text_words = {
            id: [(guard, count_words(say)) for _, guard, say in node.text] for id, node in self._graph.nodes.items()
        }
        self._set = dict.fromkeys(self._graph.story.chapters, 0)
        """Chapter → the bits that have been 1 there while they mattered."""
        self._unset = dict(self._set)
        """The same for 0."""
        self._ranges: dict[str, set[int]] = {name: set() for name, v in self._graph.variables.items() if v.high > 1}
        self._live_ranges = {
            id: [(self._graph.layout.fields[name], self._ranges[name]) for name in self._ranges_live_at(id)]
            for id in self._graph.nodes
        }
        for index, state in enumerate(space.states):
            self._look(index, state, self._graph.nodes[state.at])
        self.vignettes = self._soonest()
        """Vignette → where any way in first opens it."""

    def _soonest(self) -> dict[str, Sight]:
        depths = self._space.depths()
        found: dict[str, Sight] = {}
        ways = sorted(self.ways_in.items(), key=lambda way: depths[way[1].state] + (way[1].slot is not None))
        for (vignette, _), sight in ways:
            found.setdefault(vignette, sight)
        return found

    def values(self, name: str) -> set[int]:
        """The values of a variable in states where it still matters."""
        if name in self._ranges:
            return self._ranges[name]
        layout = self._graph.layout
        mask, home = layout.fields[name].mask, layout.homes.get(name)
        chapters = [home] if home is not None else list(self._set)
        sides = ((0, self._unset), (1, self._set))
        return {value for value, seen in sides if any(seen[chapter] & mask for chapter in chapters)}

    def _ranges_live_at(self, node: str) -> list[str]:
        live = self._space.liveness.at[node].memory
        layout, chapter = self._graph.layout, self._graph.nodes[node].chapter
        here = [name for name in self._ranges if layout.homes.get(name) in (None, chapter)]
        return [name for name in here if layout.fields[name].mask & live]

    def _look(self, index: int, state: State, node: Node) -> None:
        self.nodes.setdefault(node.id, index)
        if node.scene is not None and node.scene.eyes not in (None, state.follow):
            self.wrong_eyes.setdefault(node.id, index)
        self._note_values(state, self._space.liveness.at[node.id].memory, self._live_ranges[node.id])
        self.words.append(self._read(index, state, node))
        for unlocking in node.unlocks:
            self._unlocks(unlocking, state, Sight(index))
        if index < self._space.expanded:
            self._look_ahead(index, state, node)

    def _note_values(self, state: State, live: int, ranges: list[tuple[Field, set[int]]]) -> None:
        chapter = self._graph.nodes[state.at].chapter
        self._set[chapter] |= state.memory & live
        self._unset[chapter] |= ~state.memory & live
        for field, values in ranges:
            values.add(field.read(state.memory))

    def _read(self, index: int, state: State, node: Node) -> int:
        words = 0
        for number, (guard, count) in enumerate(self._text_words[node.id]):
            if guard is not None:
                answer = guard(state)
                self.text_rules.setdefault((node.id, number), Asked()).note(index, answer=answer)
                if not answer:
                    continue
            words += count
        return words

    def _look_ahead(self, index: int, state: State, node: Node) -> None:
        space = self._space
        taken: dict[int, int] = {}
        for edge in space.edges(index):
            taken[space.slot[edge]] = edge
            self._look_along(index, state, edge)
        for slot, option in enumerate(node.options):
            if option.guard is not None:
                asked = self.choice_rules.setdefault((node.id, option.id), Asked())
                asked.note(index, answer=slot in taken)
            if slot in taken:
                self.options.setdefault((node.id, option.id), Sight(index, slot))
        if node.scene is not None:
            self._compare(index, node, taken)

    def _look_along(self, index: int, state: State, edge: int) -> None:
        space, graph = self._space, self._graph
        option = space.option(index, space.slot[edge])
        by = graph.by_choice.get((option.source, option.id), ())
        arrived = space.states[space.to[edge]]
        if not by and not graph.nodes[arrived.at].unlocks:
            return
        taken = graph.apply(state, option)
        for unlocking in by:
            self._note_values(taken, *self._asked_by(unlocking))
            self._unlocks(unlocking, taken, Sight(index, space.slot[edge]))
        opened = tuple(graph.opened(taken, option, arrived))
        self.opened[edge] = self._opened.setdefault(opened, opened)

    def _unlocks(self, unlocking: Unlocking, state: State, sight: Sight) -> None:
        way, opens = (unlocking.vignette.id, unlocking.number), unlocking.opens(state)
        if unlocking.guard is not None:
            self.unlock_rules.setdefault(way, Asked()).note(sight.state, answer=opens)
        if opens:
            self.ways_in.setdefault(way, sight)

    def _compare(self, index: int, node: Node, taken: dict[int, int]) -> None:
        """Note which choices that stand side by side lead to the same state, with nothing else to tell them apart."""
        for one, other in combinations(taken, 2):
            left, right = node.options[one], node.options[other]
            if left.to != right.to:
                continue
            key = (node.id, left.id, right.id)
            self.side_by_side.setdefault(key, index)
            if self._space.to[taken[one]] != self._space.to[taken[other]] or self._opens(left, right):
                self.different.add(key)

    def _asked_by(self, unlocking: Unlocking) -> tuple[int, list[tuple[Field, set[int]]]]:
        """The bits and the ranges that the rule of a vignette reads."""
        fields = self._graph.layout.fields
        names = variables_in(unlocking.when) if unlocking.when else []
        live = 0
        for name in names:
            live |= fields[name].mask
        return live, [(fields[name], self._ranges[name]) for name in names if name in self._ranges]

    def _opens(self, *options: Option) -> bool:
        return any((option.source, option.id) in self._graph.by_choice for option in options)
