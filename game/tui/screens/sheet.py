"""What every screen has in common."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.events import ScreenResume
from textual.screen import Screen, ScreenResultType

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
OVER = (
    Binding("question_mark", "app.help", "Help", key_display="?"),
    Binding("q", "app.quit", "Quit"),
)
"""The app's own keys, for what lies over a page: Textual keeps them from modal screens."""


def take_size(screen: Screen[None]) -> None:
    """Give a new screen the classes of the terminal's size. Textual does so after the first layout, which is then seen
    to jump, and its pictures are made twice."""
    app = screen.app
    for length, marks in zip(app.size, (app.HORIZONTAL_BREAKPOINTS, app.VERTICAL_BREAKPOINTS), strict=True):
        screen.add_class(max(mark for mark in marks or () if mark[0] <= length)[1], update=False)


class Leaving(Screen[ScreenResultType]):
    """A screen that is left once, and only while it lies on top: Textual takes the top screen away, whichever asks."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()


class Sheet(Screen[None]):
    """A screen with choices, taken by their numbers too, and a footer. What is to be read is read before they count."""

    BINDINGS = [
        Binding(str(n), f"take({n})", "Take the choice of that number", show=False, priority=True) for n in range(1, 10)
    ]

    def compose(self) -> ComposeResult:
        take_size(self)
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
        self.refresh(layout=True)

    @on(Reading.Finished)
    def _finished(self) -> None:
        self.query_one(".answers", Answers).focus(scroll_visible=False)
