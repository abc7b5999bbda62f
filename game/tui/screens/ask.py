"""A question that is answered with a line of text."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from game.tui.screens.sheet import Leaving
from game.tui.widgets.keys import Keys


class Line(Input):
    """Where the answer is written."""

    BINDINGS = [Binding("enter", "submit", "Done")]


class AskScreen(ModalScreen[str | None], Leaving[str | None]):
    """The question and a place to write; None when it is left."""

    CSS_PATH = "ask.tcss"
    BINDINGS = [
        Binding("escape", "leave", "Leave it", priority=True),
        Binding("f1", "app.help", "Help"),
    ]

    def __init__(self, question: str, value: str = "", *, limit: int = 80) -> None:
        super().__init__()
        self._question, self._value, self._limit = question, value, limit

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            yield Static(Content(self._question))
            yield Line(self._value, max_length=self._limit)
        yield Keys()

    def action_leave(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)
