"""What the timeline shows: the tree of everything tried as rows, and the pane beside them, as plain values.

A stretch of choices without a fork is one row. The way to where one stands runs down the left edge; the other ways of
its forks lie beneath them, folded. Only what is unfolded is read from the store. What a row says of heroes, moments and
endings is found by playing its choices in the engine.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Literal, NamedTuple

from game.branches.comparison import beside, compare
from game.branches.path import fit_path
from game.branches.store import branch_name
from game.branches.tree import Node
from game.errors import ChoiceError, StoreError
from game.play import Events, step
from game.story.problems import printable
from game.story.prose import plain
from game.story.rules import is_flag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.branches.comparison import Beside
    from game.branches.game import Game
    from game.play import Option, State

_SAID = 28
"""Characters of a choice in a row's label."""

NAMED = "▪"
"""The sign of a row at which a named run ends."""
Kind = Literal["start", "stretch", "choice", "open"]


class Mark(NamedTuple):
    """What is special about a row: a sign, and the same in words."""

    sign: str
    words: str

    def __str__(self) -> str:
        """Both, since not everybody sees the sign."""
        return f"{self.sign} {self.words}"


class Row(NamedTuple):
    """One line of the timeline."""

    key: str
    """Unique among the rows, and the same while the tree is unfolded and folded."""
    kind: Kind
    """start: before the first choice. stretch: choices without a fork. choice: one of an unfolded stretch. open: a
    choice that has not been tried there."""
    node: int
    """The node it ends at; for an open end, the one it is on offer at."""
    depth: int
    label: str
    colours: tuple[str, ...]
    """The colours of the heroes followed along it, in order."""
    marks: tuple[Mark, ...]
    here: bool
    """Whether one stands at its end."""
    unfolded: bool | None
    """None: there is nothing to unfold."""


class Sight(NamedTuple):
    """What the pane says of a row."""

    title: str
    where: str
    """Chapter, hero and place."""
    said: str | None
    """The choice that led there."""
    marks: tuple[Mark, ...]
    facts: tuple[str, ...]
    untried: tuple[str, ...]
    """Choices on offer there that have not been tried from there: their text only."""
    text: tuple[str, ...]


class _Line(NamedTuple):
    """A row, and what is needed to fold it and to look into it."""

    row: Row
    nodes: tuple[Node, ...]
    parent: str | None
    beside: bool = False
    """Whether there are other ways or open ends at its end."""


_NEAREST = 8
"""Forks, counted back from the end of the run that is open, whose other ways are shown from the first."""


class Timeline:
    """The tree as one has unfolded it. Reads the store; moves, names and puts away runs."""

    def __init__(self, game: Game) -> None:
        self._graph, self._store = game.graph, game.store
        self._story, self._machine = game.story, game.machine
        self._game = game
        self._states: dict[int, State | None] = {self._store.root: self._graph.start}
        """Node → the state there; None where today's story has no such way."""
        self._events: dict[int, Events] = {}
        self._ways: set[int] = set()
        """The nodes whose other ways are shown, from the first those of the nearest forks."""
        self._forks: set[int] = set()
        """The nodes whose open ends are shown too."""
        self._inside: set[int] = set()
        """Nodes whose stretch is shown choice by choice."""
        self.marked: int | None = None
        """The end of the run that is marked for comparing."""
        self._lines: list[_Line] = []
        self._stand(game)

    def _stand(self, game: Game) -> None:
        """Find where one stands, and the way that goes through it."""
        self.here, tip = game.node, game.node
        if game.branch is not None:
            with contextlib.suppress(StoreError):  # another program may have renamed it
                tip = self._store.named(game.branch).tip
        self._trunk = self._store.way(tip)
        if self.here != self._store.root and self.here not in {node.id for node in self._trunk}:
            self._trunk = self._store.way(self.here)
        root = self._store.root
        forks = [root] if len(self._store.children(root)) > 1 else []
        forks += [node.id for node in self._trunk if node.children > 1]
        self._ways |= set(forks[-_NEAREST:])
        if not self._trunk:
            self._forks.add(self._store.root)

    # Rows

    def rows(self) -> list[Row]:
        """The rows as they are unfolded now."""
        root = Node(self._store.root, 0, "", "", self._graph.start.at, 0)
        self._lines = list(self._below(root, self._trunk))
        names = self._store.ways([line.row.node for line in self._lines])
        self._lines = [line._replace(row=self._named(line.row, names)) for line in self._lines]
        return [line.row for line in self._lines]

    def _named(self, row: Row, names: dict[int, list[str]]) -> Row:
        marks = [Mark("◉", "here")] if row.here and row.kind != "open" else []
        if row.kind == "open":
            return row
        if row.node == self.marked:
            marks.append(Mark("◆", "marked"))
        marks += [Mark(NAMED, name) for name in names.get(row.node, ())]
        return row._replace(marks=(*marks, *row.marks))

    def _below(self, root: Node, trunk: Sequence[Node]) -> Iterator[_Line]:
        """The start, and the way to where one stands with what is unfolded of its forks."""
        first = self._store.children(root.id)
        start = root._replace(children=len(first))
        yield self._line("start", (start,), 0, None, beyond=len(trunk) > 0)
        yield from self._beside(start, trunk[0].id if trunk else None, 1, f"s{root.id}")
        left = list(trunk)
        while left:
            length = 1 + next(i for i, node in enumerate(left) if self._ends(node) or i == len(left) - 1)
            nodes, left = tuple(left[:length]), left[length:]
            yield from self._stretch(nodes, 0, None, onward=left[0].id if left else None)

    def _ends(self, node: Node) -> bool:
        """Whether a stretch ends at a node."""
        return node.children != 1 or node.id == self.here

    def _stretch(self, nodes: tuple[Node, ...], depth: int, parent: str | None, onward: int | None) -> Iterator[_Line]:
        """A stretch, its choices if they are unfolded, and what lies beside its end."""
        line = self._line("stretch", nodes, depth, parent, beyond=onward is not None)
        yield line
        if self._inside & {node.id for node in nodes} and len(nodes) > 1:
            for node in nodes:
                yield self._line("choice", (node,), depth + 1, line.row.key)
        yield from self._beside(nodes[-1], onward, depth + 1, line.row.key)

    def _beside(self, node: Node, onward: int | None, depth: int, parent: str) -> Iterator[_Line]:
        """The other ways from a node, and its open ends, if they are unfolded."""
        if node.id not in self._forks | self._ways:
            return
        children = self._store.children(node.id)
        for child in children:
            if child.id != onward:
                nodes = [child]
                while not self._ends(nodes[-1]):
                    nodes += self._store.children(nodes[-1].id)
                yield from self._stretch(tuple(nodes), depth, parent, None)
        for option in self._untried(node.id, children) if node.id in self._forks else ():
            key = f"o{node.id}/{option.id}"
            label, marks = self._say(option), (Mark("○", "not tried"),)
            row = Row(key, "open", node.id, depth, label, (), marks, here=False, unfolded=None)
            yield _Line(row, (node,), parent)

    def _line(
        self, kind: Kind, nodes: tuple[Node, ...], depth: int, parent: str | None, *, beyond: bool = False
    ) -> _Line:
        last = nodes[-1]
        states = [state for node in nodes if (state := self._play(node)) is not None]
        others = last.children - beyond
        untried = self._count_untried(last) if kind != "choice" else 0
        foldable = kind != "choice" and (others > 0 or untried > 0 or len(nodes) > 1)
        unfolded = last.id in self._forks | self._ways or bool(self._inside & {n.id for n in nodes} and len(nodes) > 1)
        row = Row(
            key=f"{kind[0]}{nodes[0].id}",
            kind=kind,
            node=last.id,
            depth=depth,
            label=self._label(kind, nodes, depth),
            colours=tuple(dict.fromkeys(h.colour for s in states if (h := self._story.heroes.get(s.follow or "")))),
            marks=tuple(self._marks(kind, nodes, others, untried, beyond=beyond)),
            here=last.id == self.here,
            unfolded=unfolded if foldable else None,
        )
        return _Line(row, nodes, parent, others > 0 or untried > 0)

    def _label(self, kind: Kind, nodes: tuple[Node, ...], depth: int) -> str:
        if kind == "start":
            return "The start"
        first = nodes[0]
        said = self._said(first)
        short = said if len(said) <= _SAID else f"{said[: _SAID - 1].rstrip()}…"
        if kind == "choice":
            return f"{said} → {self._title(first.arrived)}"
        count = f"{len(nodes)} choice{'s' * (len(nodes) != 1)}"
        parts = [short, count] if depth else [count]
        chapters = list(dict.fromkeys(title for node in nodes if (title := self._chapter(node.scene))))
        heroes = list(dict.fromkeys(self._hero(node) for node in nodes))
        parts.append(" to ".join(chapters[:: max(1, len(chapters) - 1)]))
        if len(heroes) > 1:
            parts.append(f"{len(heroes)} heroes")
        elif heroes[0] not in short or not depth:
            parts.append(heroes[0])
        return " · ".join(part for part in parts if part)

    def _marks(self, kind: Kind, nodes: tuple[Node, ...], others: int, untried: int, *, beyond: bool) -> Iterator[Mark]:
        last = nodes[-1]
        if any(self._play(node) is None for node in nodes):
            yield Mark("×", "no longer in the story")
        events = [self._events[node.id] for node in nodes if node.id in self._events]
        ending = events[-1].ending if events else None
        if ending:
            yield Mark("■", f"ending: {plain(self._ending(last.arrived))}")
        if kind != "choice" and others + beyond > 1:
            yield Mark("┬", f"fork, {others + beyond} ways")
        elif kind != "choice" and others:
            yield Mark("┬", "goes on")
        moments = sum(len(one.unlocked) for one in events)
        if moments:
            yield Mark("✦", f"{moments} moment{'s' * (moments != 1)}")
        if last.arrived in self._story.chapters:
            yield Mark("┼", "crossroads")
        if untried:
            yield Mark("○", f"{untried} open")

    # Folding and moving

    def unfold(self, key: str) -> bool:
        """Show more of a row: the ways beside its end, then its choices one by one.

        Returns:
            Whether there was more.
        """
        line = self._at(key)
        if line is None or line.row.unfolded is None:
            return False
        node = line.row.node
        more = node not in self._ways or self._count_untried(line.nodes[-1])
        if line.beside and node not in self._forks and more:
            self._forks.add(node)
        elif len(line.nodes) > 1 and not self._inside & {node.id for node in line.nodes}:
            self._inside.add(line.row.node)
        else:
            return False
        return True

    def fold(self, key: str) -> str:
        """Fold a row, its choices first; the row to stand on then: it, or the row it belongs to when it is folded."""
        line = self._at(key)
        if line is None:
            return key
        inside = self._inside & {node.id for node in line.nodes}
        if line.row.kind == "stretch" and inside and len(line.nodes) > 1:
            self._inside -= inside
        elif line.row.kind in ("start", "stretch") and line.row.node in self._forks | self._ways:
            self._forks.discard(line.row.node)
            self._ways.discard(line.row.node)
        else:
            return line.parent or key
        return key

    def show(self, node: int) -> str:
        """Unfold what hides a node.

        Returns:
            The key of its row.
        """
        trunk = {one.id for one in self._trunk}
        self._forks |= {one.parent for one in self._store.way(node) if one.id not in trunk}
        self._inside.add(node)
        self.rows()
        keys = [line.row.key for line in self._lines if line.row.kind != "open" and line.row.node == node]
        return keys[-1] if keys else f"s{self._store.root}"

    def key_here(self) -> str:
        """The key of the row where one stands."""
        return next((line.row.key for line in self._lines if line.row.here), f"s{self._store.root}")

    def _at(self, key: str) -> _Line | None:
        return next((line for line in self._lines if line.row.key == key), None)

    # The pane

    def sight(self, key: str) -> Sight | None:
        """What the pane says of a row."""
        line = self._at(key)
        if line is None:
            return None
        node, row = line.nodes[-1], line.row
        state = self._play(node)
        whose = self._hero(node)
        scene = self._graph.scenes.get(node.arrived)
        places = self._story.ledger.places
        parts = [self._chapter(node.arrived), whose, places.get(scene.place or "", "") if scene else ""]
        said = f"{self._title(node.scene)}: {self._said(node)}" if row.kind != "start" else None
        if row.kind == "open":
            said = f"Not tried: {row.label}"
        moments = [
            Mark("✦", f"moment: {self._story.vignettes[id].title}")
            for one in line.nodes
            for id in self._events.get(one.id, Events()).unlocked
        ]
        return Sight(
            title=self._title(node.arrived),
            where=" · ".join(part for part in parts if part),
            said=said,
            marks=(*(mark for mark in row.marks if mark.sign != "✦"), *moments),
            facts=tuple(self._facts(state)) if state else (),
            untried=tuple(self._say(o) for o in self._untried(node.id, self._store.children(node.id))),
            text=tuple(self._graph.text(state)) if state else (),
        )

    def _facts(self, state: State) -> Iterator[str]:
        """What the author says of each variable that is not at its start; of a count, how far it has come too."""
        for name, variable in self._graph.variables.items():
            value = self._graph.value(state, name)
            if value != variable.low:
                yield variable.about if is_flag(variable) else f"{variable.about.rstrip('.')}: {value}."

    # Runs

    def names(self, node: int) -> list[str]:
        """The names of the runs that end at a node."""
        return self._store.ways([node]).get(node, [])

    def name(self, node: int, name: str) -> str:
        """Give the run that ends at a node a name, or make one that ends there.

        Raises:
            StoreError: the name is taken, or is no run's.
        """
        names = self.names(node)
        if names:
            renamed = self._store.rename(self._store.named(names[0]), name).name
            if names[0] == self._game.branch:
                self._game.open(renamed)
            return renamed
        return self._store.fork(node, branch_name(name)).name

    def compare(self, left: int, right: int) -> Beside:
        """The runs that end at two nodes, side by side, as far as today's story has them."""
        runs = [fit_path(self._machine, self._store.path(node)).run for node in (left, right)]
        return beside(self._graph, self._called(left), self._called(right), compare(*runs))

    def _called(self, node: int) -> str:
        names = self.names(node)
        return names[0] if names else f"the run to “{self._end(node)}”"

    def _end(self, node: int) -> str:
        found = self._store.node(node)
        return self._title(found.arrived) if found else self._title(self._graph.start.at)

    def discard(self, name: str) -> bool:
        """Put a run into the trash.

        Returns:
            Whether it was the open one.

        Raises:
            StoreError: the store cannot be used.
        """
        self._store.delete(self._store.named(name))
        return name == self._game.branch

    def find(self, words: str) -> list[int]:
        """The nodes whose scene has all these words in its title or prose, the newest first; of scenes visited only."""
        wanted = words.casefold().split()
        visited = self._store.found("scene")
        scenes = [
            id
            for id, scene in self._graph.scenes.items()
            if id in visited and all(word in plain(f"{scene.title} {self._prose(id)}").casefold() for word in wanted)
        ]
        return self._store.search(scenes) if wanted and scenes else []

    def _prose(self, scene: str) -> str:
        return " ".join(say for _, _, say in self._graph.nodes[scene].text)

    # The engine

    def _play(self, node: Node) -> State | None:
        """The state at a node, whose parent has been played or is played now."""
        if node.id in self._states:
            return self._states[node.id]
        if node.parent not in self._states:
            for before in self._store.way(node.parent):
                self._play(before)
        before_it = self._states.get(node.parent)
        found: State | None = None
        if before_it is not None and before_it.at == node.scene:
            try:
                found, events = step(self._graph, before_it, node.choice)
            except ChoiceError:
                found = None
            else:
                found = found if found.at == node.arrived else None
                self._events[node.id] = events
        self._states[node.id] = found
        return found

    def _untried(self, node: int, children: Sequence[Node]) -> list[Option]:
        state = self._states.get(node)
        tried = {child.choice for child in children}
        return [option for option in self._graph.options(state) if option.id not in tried] if state else []

    def _count_untried(self, node: Node) -> int:
        state = self._states.get(node.id)
        return max(0, len(self._graph.options(state)) - node.children) if state else 0

    # Words

    def _title(self, place: str) -> str:
        node = self._graph.nodes.get(place)
        if node is None:
            return printable(place[:80])
        if node.scene is None:
            return f"Crossroads: {self._story.chapters[node.chapter].title}"
        return node.scene.title

    def _ending(self, place: str) -> str:
        scene = self._graph.scenes.get(place)
        return scene.ending.title if scene and scene.ending else printable(place[:80])

    def _chapter(self, place: str) -> str:
        node = self._graph.nodes.get(place)
        return self._story.chapters[node.chapter].title if node else ""

    def _hero(self, node: Node) -> str:
        state = self._states.get(node.id)
        hero = self._story.heroes.get(state.follow or "") if state else None
        return hero.name if hero else ""

    def _said(self, node: Node) -> str:
        found = self._graph.nodes.get(node.scene)
        option = next((o for o in found.options if o.id == node.choice), None) if found else None
        return self._say(option) if option else printable(node.choice[:80])

    def _say(self, option: Option) -> str:
        if option.choice is not None:
            return plain(option.choice.say)
        return f"Follow {self._story.heroes[option.id].name}"
