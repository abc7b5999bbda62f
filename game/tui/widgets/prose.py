"""Prose on the screen: one Static, so that a new scene is one update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content, Span
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
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
    """The paragraphs of a page; they may appear little by little, each letter in the place it will have."""

    STEP: ClassVar[float] = 1 / 30
    """Seconds between two steps of appearing."""

    @dataclass
    class Whole(Message):
        """All of it has appeared."""

    def __init__(self, content: Content | str = "") -> None:
        super().__init__(content)
        self._covered: float | None = None
        """The line from which nothing is shown yet, and how far into it; None when all of it is there."""
        self._top = 0
        """The line that stands in for the first, until the new text has its place."""
        self._pace = 0
        self._timer: Timer | None = None

    def show(self, paragraphs: Sequence[str], *, pace: int = 0, top: int | None = None) -> None:
        """Replace what is shown.

        Args:
            paragraphs: The new text.
            pace: Letters a second, as if every line were full; 0 shows everything at once.
            top: None: the widget takes its new height at once. Else the line that is the first in sight, where the text
                begins for now: the words are there one frame before `fit` gives them their place, which costs as much
                as they do.
        """
        self._stop()
        self._top = top or 0
        if pace:
            self._pace, self._covered = pace, 1.0
            self._timer = self.set_interval(self.STEP, self._step)
        self.update(content_of(paragraphs), layout=top is None)

    def fit(self) -> None:
        """Take the height of the text; it begins in the first line."""
        self._top = 0
        self.refresh(layout=True)

    @property
    def appearing(self) -> bool:
        """Whether some of it is still to come."""
        return self._covered is not None

    def finish(self) -> None:
        """Let all of it appear now."""
        if self.appearing:
            self._stop()
            self.refresh()
            self.post_message(self.Whole())

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in sight; of those where nothing is shown yet, one is drawn, and stands for all."""
        crop = crop.translate((0, -self._top))
        if self._covered is None:
            return super().render_lines(crop)
        drawn = max(1, min(crop.height, int(self._covered) + 2 - crop.y))
        strips = super().render_lines(Region(crop.x, crop.y, crop.width, drawn))
        return strips + strips[-1:] * (crop.height - drawn)

    def render_line(self, y: int) -> Strip:
        if self._covered is None or y < int(self._covered):
            return super().render_line(y)
        width, ground = self.size.width, self.visual_style.rich_style
        if y > int(self._covered):
            return Strip.blank(width, ground)
        return super().render_line(y).crop(0, round(self._covered % 1 * width)).adjust_cell_length(width, ground)

    def _step(self) -> None:
        if self._covered is None:
            return
        line = int(self._covered)
        self._covered += self._pace * self.STEP / max(1, self.size.width)
        in_sight = self.parent.size.height if isinstance(self.parent, Widget) else self.size.height
        if self._covered >= min(self.size.height, in_sight):
            self.finish()
        else:
            self.refresh(Region(0, line, self.size.width, int(self._covered) - line + 1))

    def _stop(self) -> None:
        self._covered = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
