"""Offers of which one can be taken: what the list of choices and the row of cards have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from textual.message import Message
from textual.widget import Widget

from game.play import Offer


class Answers(Widget):
    """The offers of a page, one of them under a cursor. A closed one is shown with its reason and cannot be taken."""

    DEFAULT_CLASSES = "answers"
    PAUSE: ClassVar[float] = 0.2
    """Seconds for which new offers cannot be taken, so that a key pressed twice or held down does not answer a page
    that nobody has seen. Such presses start the pause again."""

    @dataclass
    class Chosen(Message):
        """An offer was taken."""

        id: str

    _offers: tuple[Offer, ...] = ()
    _answered = False
    _shown = 0.0

    def show(self, offers: Sequence[Offer], at: str | None = None) -> None:
        """Replace the offers; the cursor stands on the open one called `at`, else on the first open one."""
        raise NotImplementedError

    def _place(self, at: str | None) -> int | None:
        """Where the cursor of new offers stands."""
        open_ = {offer.id: i for i, offer in enumerate(self._offers) if offer.number is not None}
        return open_.get(at or "", next(iter(open_.values()), None))

    def close(self) -> None:
        """Take no answer until the next offers are shown."""
        self._answered = True

    def wait_for_answer(self) -> None:
        """Let one offer be taken, after the pause."""
        self._answered, self._shown = False, monotonic()

    def take(self, number: int) -> None:
        """Take the offer of that number, if there is one."""
        for offer in self._offers:
            if offer.number == number:
                self._answer(offer.id)

    def _answer(self, id: str) -> None:
        now = monotonic()
        if now - self._shown < self.PAUSE:
            self._shown = now
        elif not self._answered:
            self._answered = True
            self.post_message(self.Chosen(id))
