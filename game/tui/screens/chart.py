"""The time chart: who has been followed where, and how much of it has been seen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from game.branches.chart import Chart
from game.tui.screens.sheet import Leaving
from game.tui.screens.timeline import Wish
from game.tui.widgets.grid import Grid
from game.tui.widgets.keys import Keys


class ChartScreen(Leaving[Wish | None]):
    """Heroes down, chapters across."""

    CSS_PATH = "chart.tcss"
    BINDINGS = [
        Binding("m", "timeline", "Timeline"),
        Binding("escape,b,h", "leave", "Back", key_display="h"),
    ]

    def __init__(self, chart: Chart, back: Wish | None = None) -> None:
        """A screen that leads to `back` when it is just left; None is the page beneath."""
        super().__init__()
        self._chart, self._back = chart, back

    def compose(self) -> ComposeResult:
        yield Static(Content("Who was followed where:  · not yet  ░▒▓ some  █ all of it"), id="chart-title")
        with VerticalScroll(id="chart", can_focus=False):
            yield Grid(self._chart)
        yield Static(id="chart-cell")
        yield Keys()

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.focus()
        grid.at = self._chart.here or (0, 0)
        self._look(*grid.at)

    @on(Grid.Looked)
    def _looked(self, event: Grid.Looked) -> None:
        self._look(event.line, event.column)

    def _look(self, row: int, column: int) -> None:
        line = self._chart.lines[row]
        cell = line.cells[column]
        if not cell.of:
            told = "has no way into this chapter."
        elif cell.node is None:
            told = f"not followed here yet ({cell.of} scenes)."
        else:
            told = f"{cell.seen} of {cell.of} scenes seen, {100 * cell.seen // cell.of} %. Enter goes to the beginning."
        words = Content.assemble((f"{line.name}, chapter {column + 1}, {self._chart.chapters[column]}: ", "bold"), told)
        self.query_one("#chart-cell", Static).update(words)

    @on(Grid.Entered)
    def _entered(self, event: Grid.Entered) -> None:
        node = self._chart.lines[event.line].cells[event.column].node
        if node is None:
            self.notify("Nobody has been followed there yet: you can go where you have been.", markup=False)
        else:
            self.dismiss(Wish("go", node))

    def action_timeline(self) -> None:
        self.dismiss(Wish("timeline"))

    def action_leave(self) -> None:
        self.dismiss(self._back)
