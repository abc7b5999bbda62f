"""A question that is answered with yes or no."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from game.play import Offer
from game.tui.screens.sheet import OVER, Leaving
from game.tui.widgets.answers import Answers
from game.tui.widgets.choices import Choices
from game.tui.widgets.keys import Keys


class SureScreen(ModalScreen[bool], Leaving[bool]):
    """The question, no being the first answer."""

    CSS_PATH = "ask.tcss"
    BINDINGS = [
        Binding("escape", "answer(False)", "No"),
        Binding("1", "answer(False)", "No", show=False),
        Binding("2", "answer(True)", "Yes", show=False),
        *OVER,
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question, self._yes = question, yes

    def compose(self) -> ComposeResult:
        with Vertical(id="ask"):
            yield Static(Content(self._question))
            yield Choices()
        yield Keys()

    def on_mount(self) -> None:
        choices = self.query_one(Choices)
        choices.show([Offer("no", "No, leave it.", 1), Offer("yes", self._yes, 2)])
        choices.focus()

    def action_answer(self, sure: bool) -> None:
        self.dismiss(sure)

    @on(Answers.Chosen)
    def _chosen(self, event: Answers.Chosen) -> None:
        event.stop()
        self.dismiss(event.id == "yes")
