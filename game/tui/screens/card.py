"""A card that lies over the page until it is put away."""

from __future__ import annotations

from time import monotonic

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.events import Click, ScreenResume
from textual.screen import ModalScreen
from textual.widgets import Static

from game.tui.screens.sheet import OVER, Leaving, take_size
from game.tui.widgets.answers import Answers
from game.tui.widgets.keys import Keys
from game.tui.widgets.reading import Reading


class Card(ModalScreen[None], Leaving[None]):
    """A title and something to read. Enter reads on, and at the end puts it away, as Escape and the mouse do."""

    BINDINGS = [
        Binding("enter,space", "close", "Go on"),
        Binding("escape", "close", "Go on", show=False),
        *OVER,
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._opened = 0.0

    def compose(self) -> ComposeResult:
        take_size(self)
        with Reading(id="card"):
            yield Static(Content(self._title), id="card-title")
            yield from self.compose_card()
        yield Keys()

    def compose_card(self) -> ComposeResult:
        """What is to be read."""
        yield from ()

    def on_screen_resume(self, event: ScreenResume) -> None:
        self._opened = monotonic()

    def on_resize(self) -> None:
        """What stands beside the text may have another height now, or none."""
        for reading in self.query(Reading):
            self.call_after_refresh(reading.fit)

    def on_click(self, event: Click) -> None:
        reading = self.query_one(Reading)
        if event.widget is None or (event.widget is not self and reading not in event.widget.ancestors_with_self):
            return
        if reading.more:
            reading.action_read_on()
        else:
            self.action_close()

    def action_close(self) -> None:
        """Put it away, unless it has only just come."""
        if self.is_current and monotonic() - self._opened >= Answers.PAUSE:
            self.dismiss()
