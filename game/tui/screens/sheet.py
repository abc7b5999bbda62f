"""What every screen has in common."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import ScreenResume
from textual.screen import Screen

from game.tui.widgets.answers import Answers
from game.tui.widgets.keys import Keys
from game.tui.widgets.reading import Reading

LOOK_UP = (
    Binding("m", "app.timeline", "Timeline", tooltip="everything you have tried"),
    Binding("a", "app.album", "Album", tooltip="the moments you have found"),
    Binding("e", "app.eyes", "Eyes", tooltip="one event, as several people saw it"),
    Binding("k", "app.codex", "Codex", tooltip="the people and places you have met"),
    Binding("v", "app.arc", "Arc", tooltip="the tension of your run"),
    Binding("o", "app.settings", "Settings"),
)
"""What can be looked up from any page."""


class Sheet(Screen[None]):
    """A screen with choices, taken by their numbers too, and a footer. What is to be read is read before they count."""

    BINDINGS = [Binding(str(n), f"take({n})", "Take the choice of that number", show=False) for n in range(1, 10)]

    def compose(self) -> ComposeResult:
        yield from self.compose_sheet()
        yield Keys()

    def compose_sheet(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    def finish(self) -> bool:
        """Let what is still appearing be there at once.

        Returns:
            Whether anything was.
        """
        return False

    def action_take(self, number: int) -> None:
        self.query_one(".answers", Answers).take(number)

    @on(ScreenResume)
    def _uncovered(self) -> None:
        self.query_one(".answers", Answers).wait_for_answer()

    @on(Reading.Finished)
    def _finished(self) -> None:
        self.query_one(".answers", Answers).focus(scroll_visible=False)
