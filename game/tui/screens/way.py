"""A way to a moment, from where one stands; shown when it is asked for, and only then."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from game.tui.screens.card import Card


class WayScreen(Card):
    """The choices, in order, or why there are none."""

    def __init__(self, hint: str, steps: Sequence[str], reason: str | None) -> None:
        super().__init__("A way from here")
        self._hint, self._steps, self._reason = hint, steps, reason

    def compose_card(self) -> ComposeResult:
        yield Static(Content(f"{self._hint}\n"), classes="hint")
        if self._reason is not None:
            yield Static(Content(f"{self._reason[:1].upper()}{self._reason[1:]}."))
        for number, step in enumerate(self._steps, 1):
            yield Static(Content(f"{number:>3}  {step}"))
