"""A way to a moment, from where one stands; shown when it is asked for, and only then."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from game.tui.screens.card import Card


class WayScreen(Card):
    """The choices, in order, or what there is instead."""

    def __init__(self, hint: str, steps: Sequence[str] | None, anew: int | None) -> None:
        """The `steps` from here; without any, how many choices it takes `anew`, in another run."""
        super().__init__("A way from here")
        self._hint, self._steps, self._anew = hint, steps, anew

    def compose_card(self) -> ComposeResult:
        yield Static(Content(f"{self._hint}\n"), classes="hint")
        if self._steps is None:
            yield Static(Content("From here it is out of reach, whatever you choose."))
            if self._anew is not None:
                choices = f"{self._anew} choice{'s' * (self._anew != 1)}"
                yield Static(Content(f"A new run can come to it, in {choices}; so can this one, from further back."))
        for step in self._steps or ():
            yield Static(Content(f"› {step}"), classes="step")
