"""Prose on the screen: one Static, so that a new scene is one update."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content, Span
from textual.widgets import Static

from game.story.prose import spans


def content_of(paragraphs: Sequence[str]) -> Content:
    """Paragraphs as text for a widget, a line between them, `*emphasis*` in italics. Nothing in it is mark-up."""
    pieces: list[str] = []
    emphasis: list[Span] = []
    length = 0
    for text, strong in spans("\n\n".join(paragraphs)):
        if strong:
            emphasis.append(Span(length, length + len(text), "italic"))
        pieces.append(text)
        length += len(text)
    return Content("".join(pieces), spans=emphasis)


class Prose(Static):
    """The paragraphs of a page."""

    def show(self, paragraphs: Sequence[str], *, fit: bool = True) -> None:
        """Replace what is shown; without `fit` in the height it had, until `refresh(layout=True)` gives it its own."""
        self.update(content_of(paragraphs), layout=fit)
