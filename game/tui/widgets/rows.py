"""A list to walk, with headings in it: what stands under the cursor is shown elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from game.tui.widgets.lines import Lines


class Row(NamedTuple):
    """A line of the list; a heading has no id."""

    text: str
    id: str | None = None
    faint: bool = False


class Rows(Lines, inherit_bindings=False):
    """Rows, one a line."""

    BINDINGS = [
        Binding("enter", "select", "Open"),
        Binding("up", "cursor_up", "Walk the list", show=False),
        Binding("down", "cursor_down", "Walk the list", show=False),
        Binding("pageup", "page_up", "Walk the list", show=False),
        Binding("pagedown", "page_down", "Walk the list", show=False),
        Binding("home", "first", "Walk the list", show=False),
        Binding("end", "last", "Walk the list", show=False),
    ]

    @dataclass
    class Looked(Message):
        """The cursor stands on a row."""

        id: str

    @dataclass
    class Opened(Message):
        """A row was opened."""

        id: str

    def __init__(self, *, opens: bool = True) -> None:
        """Rows of which each can be opened, or only looked at."""
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._opens = opens

    def show(self, rows: Sequence[Row], at: str | None = None) -> None:
        """Replace the rows; the cursor stands on the one called `at`, else on the first that is no heading."""
        self._rows = tuple(rows)
        self._fill()
        ids = [row.id for row in self._rows]
        first = next((i for i, id in enumerate(ids) if id is not None), None)
        self.highlighted = ids.index(at) if at in ids and at is not None else first

    def lines(self, width: int) -> Sequence[Option]:
        return [Option(_line(row, width), row.id, row.id is None) for row in self._rows]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "select" or self._opens

    def action_page_up(self) -> None:
        super().action_page_up()  # type: ignore[no-untyped-call]
        if self.highlighted is None:  # above the first row stands a heading
            self.action_first()

    def action_page_down(self) -> None:
        super().action_page_down()  # type: ignore[no-untyped-call]
        if self.highlighted is None:
            self.action_last()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Looked(event.option_id))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Opened(event.option_id))


def _line(row: Row, width: int) -> Content:
    style = "bold" if row.id is None else "dim" if row.faint else ""
    return Content.styled(row.text, style).truncate(max(1, width), ellipsis=True)
