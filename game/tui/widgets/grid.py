"""The cells of the time chart: heroes down, chapters across; the arrows, Enter and the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from game.branches.chart import Cell, Chart

_SHADES = "·░▒▓█"
_NAME, _LEAST = 20, 10
"""Columns of the names: where there is room, and where there is not."""
_WIDEST = 6
"""Columns of a cell, at most."""


class Grid(Widget, can_focus=True):
    """Draws a `Chart`; says which cell is under the cursor."""

    BINDINGS = [
        Binding("enter", "enter", "Go there", tooltip="where that hero’s newest run entered the chapter"),
        Binding("up", "move(-1, 0)", "Walk the chart", show=False),
        Binding("down", "move(1, 0)", "Walk the chart", show=False),
        Binding("left", "move(0, -1)", "Walk the chart", show=False),
        Binding("right", "move(0, 1)", "Walk the chart", show=False),
    ]
    at: reactive[tuple[int, int]] = reactive((0, 0))
    """(hero, chapter) under the cursor."""

    @dataclass
    class Looked(Message):
        """The cursor stands on a cell."""

        line: int
        column: int

    @dataclass
    class Entered(Message):
        """One wants to go where the cell under the cursor begins."""

        line: int
        column: int

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart

    def watch_at(self, at: tuple[int, int]) -> None:
        self.post_message(self.Looked(*at))

    @property
    def _widths(self) -> tuple[int, int]:
        """Of the names, and of a cell."""
        chapters = max(1, len(self._chart.chapters))
        cell = max(2, min(_WIDEST, (self.size.width - _NAME) // chapters))
        return max(_LEAST, min(_NAME, self.size.width - cell * chapters)), cell

    def render(self) -> Content:
        name, cell = self._widths
        numbers = "".join(f"{_number(n, cell):>{cell}}" for n in range(1, len(self._chart.chapters) + 1))
        lines = [Content.assemble((" " * name + numbers, "dim"))]
        for number, line in enumerate(self._chart.lines):
            short = line.name if len(line.name) <= name - 3 else line.name[: name - 4] + "…"
            parts: list[str | tuple[str, str]] = [("▌ ", line.colour), f"{short:<{name - 2}}"]
            for column, one in enumerate(line.cells):
                here = (number, column) == self.at
                parts.append(" " * (cell - 2))
                parts.append((f"›{_shade(one)}" if here else f" {_shade(one)}", "reverse" if here else ""))
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)

    def action_move(self, down: int, right: int) -> None:
        line, column = self.at
        lines, columns = len(self._chart.lines), len(self._chart.chapters)
        self.at = (max(0, min(lines - 1, line + down)), max(0, min(columns - 1, column + right)))

    def action_enter(self) -> None:
        self.post_message(self.Entered(*self.at))

    def on_click(self, event: Click) -> None:
        name, cell = self._widths
        line, column = event.y - 1, (event.x - name) // cell
        if 0 <= line < len(self._chart.lines) and 0 <= column < len(self._chart.chapters):
            again = (line, column) == self.at
            self.at = (line, column)
            if again:
                self.action_enter()


def _number(chapter: int, width: int) -> str:
    """A chapter's number; where two would touch, every other one is left out."""
    return "" if chapter >= 10 and width < 3 and chapter % 2 else str(chapter)


def _shade(cell: Cell) -> str:
    """A cell as one sign: nothing where the hero has no chapter, a dot for unseen, then four shades."""
    if not cell.of:
        return " "
    return _SHADES[0 if cell.node is None else max(1, cell.seen * 4 // cell.of)]
