"""A moment that has just come to light."""

from __future__ import annotations

from textual.app import ComposeResult

from game.story import Vignette
from game.story.pictures import Picture as Found
from game.tui.screens.card import Card
from game.tui.widgets.picture import Picture
from game.tui.widgets.prose import Prose, content_of


class MomentScreen(Card):
    """The vignette, quietly, over the page it belongs to."""

    def __init__(self, vignette: Vignette, picture: Found | None) -> None:
        super().__init__(f"A moment: {vignette.title}")
        self._vignette, self._picture = vignette, picture

    def compose_card(self) -> ComposeResult:
        yield Picture(self._picture)
        yield Prose(content_of(self._vignette.text))
