"""The rows of the timeline: one walks them with the arrows; what to do with a row is the screen's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from game.branches.timeline import Row
from game.tui.widgets.lines import Lines, spot

_INDENT, _DEEPEST = 2, 8
"""Columns a level, and the levels that are drawn; a deeper row says how deep it is."""
_BARS = 3
_LEAST = 30
"""Columns that a label keeps."""


class Ways(Lines, inherit_bindings=False):
    """The tree, a row a line."""

    BINDINGS = [
        Binding("enter", "select", "Go", tooltip="to where the row ends"),
        Binding("up", "cursor_up", "Walk the list", show=False),
        Binding("down", "cursor_down", "Walk the list", show=False),
        Binding("right", "unfold", "Open", show=False, key_display="→", tooltip="show more of the row"),
        Binding("left", "fold", "Fold", show=False, tooltip="show less of the row"),
        Binding("pageup", "page_up", "Walk the list", show=False),
        Binding("pagedown", "page_down", "Walk the list", show=False),
        Binding("home", "first", "Walk the list", show=False),
        Binding("end", "last", "Walk the list", show=False),
    ]

    @dataclass
    class Looked(Message):
        """The cursor stands on a row."""

        key: str

    @dataclass
    class Entered(Message):
        """One wants to go where a row ends."""

        key: str

    @dataclass
    class Unfolded(Message):
        """One wants to see more of a row."""

        key: str

    @dataclass
    class Folded(Message):
        """One wants to see less of a row, or to go to the row it belongs to."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row], at: str) -> None:
        """Replace the rows; the cursor stands on the one of that key."""
        self._rows = list(rows)
        self._fill()
        self.highlighted = next((i for i, row in enumerate(rows) if row.key == at), 0 if rows else None)

    def lines(self, width: int) -> Sequence[Option]:
        return [Option(_line(row, width)) for row in self._rows]

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        at = self.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def action_unfold(self) -> None:
        if self.row is not None:
            self.post_message(self.Unfolded(self.row.key))

    def action_fold(self) -> None:
        if self.row is not None:
            self.post_message(self.Folded(self.row.key))

    def clicked(self, number: int, place: str) -> None:
        """The sign of a row was clicked: unfold it, or fold it."""
        row = self._rows[number]
        self.post_message(self.Folded(row.key) if row.unfolded else self.Unfolded(row.key))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Entered(self._rows[event.option_index].key))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index < len(self._rows):
            self.post_message(self.Looked(self._rows[event.option_index].key))


def _line(row: Row, width: int) -> Content:
    """A row as a line: where one stands, how deep, whose, folded or not, what, and its marks in words.

    The label is cut, so that as many marks fit as can; all of them are in the pane.
    """
    here = row.here and row.kind != "open"
    deep = f"{row.depth}: " if row.depth > _DEEPEST else ""
    fold = Content("  ") if row.unfolded is None else spot("▾ " if row.unfolded else "▸ ", "fold")
    bars: list[tuple[str, str]] = [("▌", colour) for colour in row.colours[-_BARS:]]
    start = Content.assemble("◉ " if here else "  ", " " * _INDENT * min(row.depth, _DEEPEST), *bars, fold, deep)
    marks = "".join(f"  {mark}" for mark in row.marks)
    room = max(_LEAST, width - start.cell_length - Content(marks).cell_length)
    label = Content.styled(row.label, "bold" if here else "").truncate(room, ellipsis=True)
    return Content.assemble(start, label, (marks, "dim"))
