"""What is drawn in the end: each piece of text on the screen, its widget, its colours after opacity and dimming."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.screen import ModalScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.color import Color
    from rich.style import Style
    from textual.app import App
    from textual.widget import Widget

Rgb = tuple[int, int, int]


class Piece(NamedTuple):
    """Letters beside each other that look the same."""

    text: str
    widget: Widget
    style: Style
    x: int
    y: int

    @property
    def colours(self) -> tuple[Rgb, Rgb]:
        """Of the text, and of what it stands on."""
        text, ground = _rgb(self.style.color), _rgb(self.style.bgcolor)
        return (ground, text) if self.style.reverse else (text, ground)

    def __str__(self) -> str:
        """Which text, and whose."""
        whose = [f"{one.css_identifier}" for one in self.widget.ancestors_with_self if one is not self.widget.app]
        return f"{self.text.strip()!r} in {' > '.join(reversed(whose))}"


def pieces(app: App[None]) -> Iterator[Piece]:
    """All text of the open screen; what shows through from beneath a modal one is left out."""
    screen = app.screen
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            widget, _ = screen.get_widget_at(x, y)
            if text.strip() and style is not None and not (widget is screen and isinstance(screen, ModalScreen)):
                yield Piece(text, widget, style, x, y)
            x += len(text)


def _rgb(colour: Color | None) -> Rgb:
    assert colour is not None
    assert colour.triplet is not None, "the terminal's own colour"
    return colour.triplet
