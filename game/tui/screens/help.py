"""How to play: every key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

KEYS = (
    ("1 … 9", "take the choice of that number"),
    ("↑ ↓  Enter", "go to a choice and take it; the mouse does too"),
    ("Space  Page Up/Down", "read on, or back up, when a page is long"),
    ("b", "take the last choice back"),
    ("t", "the title; the run is kept"),
    ("?", "this page"),
    ("q", "leave the game; every choice is kept as you make it"),
)
ABOUT = (
    "You follow one person at a time. What happens, happens; you choose how they meet it, what they notice, and whom "
    "they are kind to. At the end of a chapter you stand at a crossroads: stay with them, or see the next part "
    "through other eyes. Moments come to light when you pay attention to somebody."
)


class HelpScreen(ModalScreen[None]):
    """The keys and the idea, over whatever is open."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("escape,enter,question_mark", "close", "Close")]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(Content("How to play"), id="help-title")
            yield Static(Content(ABOUT))
            rows = [(f"{key:<22}", "bold") if i == 0 else f"{what}\n" for key, what in KEYS for i in (0, 1)]
            yield Static(Content.assemble(*rows), id="keys")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#help").focus()

    def on_click(self) -> None:
        self.dismiss()

    def action_close(self) -> None:
        self.dismiss()
