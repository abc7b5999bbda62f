"""Prose on the screen: one Static, so that a new scene is one update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content, Span
from textual.message import Message
from textual.timer import Timer
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
        self._whole: Content = Content("")
        self._shown = 0
        self._pace = 0
        self._timer: Timer | None = None

    def show(self, paragraphs: Sequence[str], *, fit: bool = True, pace: int = 0) -> None:
        """Replace what is shown.

        Args:
            paragraphs: The new text.
            fit: Whether the widget takes its new height at once; else `refresh(layout=True)` gives it.
            pace: Letters a second; 0 shows everything at once.
        """
        self._whole = content_of(paragraphs)
        self._pace = pace
        self._stop()
        if pace:
            self._shown = len(paragraphs[0]) if paragraphs and len(paragraphs[0]) < _BEGINNING else _BEGINNING
            self._timer = self.set_interval(self.STEP, self._step)
        self.update(self._so_far(), layout=fit)

    @property
    def appearing(self) -> bool:
        """Whether some of it is still to come."""
        return self._timer is not None

    def finish(self) -> None:
        """Let all of it appear now."""
        if self.appearing:
            self._stop()
            self.update(self._whole, layout=False)
            self.post_message(self.Whole())

    def _step(self) -> None:
        self._shown += max(1, round(self._pace * self.STEP))
        if self._shown >= len(self._whole):
            self.finish()
        else:
            self.update(self._so_far(), layout=False)

    def _so_far(self) -> Content:
        """The text with what is to come left blank, so that no line breaks elsewhere while it appears."""
        if not self.appearing:
            return self._whole
        text = self._whole.plain
        blank = "".join(letter if letter.isspace() else _BLANK for letter in text[self._shown :])
        return Content(text[: self._shown] + blank, spans=list(self._whole.spans))

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


_BLANK = "\u2800"
"""A letter with nothing in it, which no line may break at."""
_BEGINNING = 60
"""Letters that are there from the first."""
