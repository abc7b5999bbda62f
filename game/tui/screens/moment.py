"""A moment that has just come to light."""

from __future__ import annotations

from textual.app import ComposeResult

from game.story import Vignette
from game.tui.screens.card import Card
from game.tui.widgets.prose import Prose, content_of


class MomentScreen(Card):
    """The vignette, quietly, over the page it belongs to."""

    def __init__(self, vignette: Vignette) -> None:
        super().__init__(f"A moment: {vignette.title}")
        self._vignette = vignette

    def compose_card(self) -> ComposeResult:
        yield Prose(content_of(self._vignette.text))
