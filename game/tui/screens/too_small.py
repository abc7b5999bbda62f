"""What a terminal below 60×20 shows in place of the game."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from game.tui.widgets.keys import Keys

LEAST = Size(60, 20)


class TooSmallScreen(ModalScreen[None]):
    """Lies over the game while the terminal is too small, and keeps keys from it; the game waits beneath."""

    CSS_PATH = "too_small.tcss"
    BINDINGS = [Binding("q", "app.quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Static(Content(f"Sokovia needs {LEAST.width}×{LEAST.height}."))
        yield Static(Content("Make the terminal larger, or leave with q and play with: sokovia play --plain"))
        yield Keys()
