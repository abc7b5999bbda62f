"""A moment that has just come to light."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from game.story import Vignette
from game.tui.widgets.prose import Prose, content_of


class MomentScreen(ModalScreen[None]):
    """The vignette, quietly, over the page it belongs to."""

    CSS_PATH = "moment.tcss"
    BINDINGS = [Binding("enter,escape", "close", "Go on")]

    def __init__(self, vignette: Vignette) -> None:
        super().__init__()
        self._vignette = vignette

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="moment"):
            yield Static(Content(f"A moment: {self._vignette.title}"), id="moment-title")
            yield Prose(content_of(self._vignette.text))
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#moment").focus()

    def on_click(self) -> None:
        self.dismiss()

    def action_close(self) -> None:
        self.dismiss()
