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
    ("f", "forward: take again what you took back"),
    ("s", "skip what you have read in other runs"),
    ("m", "the timeline: everything you have tried"),
    ("t", "the title; your run is kept"),
    ("?", "this page"),
    ("q", "leave; your run is kept"),
)
TIMELINE = (
    ("↑ ↓ Enter", "walk the rows, and go where one ends"),
    ("→ ←", "show more of a row, and less"),
    ("n", "name the run that ends here, or keep it"),
    ("c", "mark a run; c on another compares the two"),
    ("/", "find words in the scenes you have read"),
    ("p", "play the run back"),
    ("h", "the chart: heroes down, chapters across"),
    ("x", "put the run that ends here into the trash"),
    ("Space", "read on in the pane; pause a replay"),
    ("→ + -", "in a replay: step, faster, slower"),
    ("Enter", "in a replay: take over from there"),
    ("r", "in “Previously…”: shorter or longer"),
)
ABOUT = (
    "You follow one person at a time. What happens, happens; you choose how they meet it, what they notice, and whom "
    "they are kind to. At the end of a chapter you stand at a crossroads: stay with them, or see the next part "
    "through other eyes. Moments come to light when you pay attention to somebody."
)


class HelpScreen(Card):
    """The keys and the idea, over whatever is open."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("question_mark,f1", "close", show=False)]

    def __init__(self) -> None:
        super().__init__("How to play")

    def compose_card(self) -> ComposeResult:
        yield Static(_rows(KEYS), classes="keys")
        yield Static(Content(ABOUT), classes="keys")
        yield Static(Content("On the timeline, and what opens from it"), classes="keys")
        yield Static(_rows(TIMELINE))


def _rows(keys: tuple[tuple[str, str], ...]) -> Content:
    """Keys and their meanings in two columns."""
    parts = [(f"{key:<11}", "bold") if i == 0 else f"{what}\n" for key, what in keys for i in (0, 1)]
    return Content.assemble(*parts).rstrip()
