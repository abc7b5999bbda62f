"""What every screen has in common."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer

from game.tui.widgets.too_small import TooSmall


class Sheet(Screen[None]):
    """A screen with a footer that says when the terminal is too small."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny-width"), (60, "-wide-enough")]
    VERTICAL_BREAKPOINTS = [(0, "-tiny-height"), (20, "-tall-enough")]

    def compose(self) -> ComposeResult:
        yield from self.compose_sheet()
        yield Footer(show_command_palette=False)
        yield TooSmall()

    def compose_sheet(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()
