"""How to play: every key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from game.tui.screens.card import Card

KEYS = (
    ("1 … 9", "take the choice of that number"),
    ("↑ ↓ Enter", "go to a choice, and take it"),
    ("Space", "read on, when a page is long"),
    ("Page Up", "read back"),
    ("Mouse", "click a choice; the wheel reads on"),
    ("b", "take the last choice back"),
    ("t", "the title; your run is kept"),
    ("?", "this page"),
    ("q", "leave; your run is kept"),
)
ABOUT = (
    "You follow one person at a time. What happens, happens; you choose how they meet it, what they notice, and whom "
    "they are kind to. At the end of a chapter you stand at a crossroads: stay with them, or see the next part "
    "through other eyes. Moments come to light when you pay attention to somebody."
)


class HelpScreen(Card):
    """The keys and the idea, over whatever is open."""

    BINDINGS = [Binding("question_mark,f1", "close", show=False)]

    def __init__(self) -> None:
        super().__init__("How to play")

    def compose_card(self) -> ComposeResult:
        rows = [(f"{key:<11}", "bold") if i == 0 else f"{what}\n" for key, what in KEYS for i in (0, 1)]
        yield Static(Content.assemble(*rows).rstrip(), id="keys")
        yield Static(Content(ABOUT))
