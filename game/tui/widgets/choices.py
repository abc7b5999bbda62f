"""Numbered choices: a number key, the arrows and Enter, or the mouse takes one."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from game.play import Offer
from game.story.prose import plain
from game.tui.widgets.lines import Lines

_INDENT = 4


class Choices(Lines, inherit_bindings=False):
    """The offers of a page. A closed one is shown with its reason and cannot be taken."""

    PAUSE: ClassVar[float] = 0.2
    """Seconds for which new offers cannot be taken, so that a key pressed twice or held down does not answer a page
    that nobody has seen. Such presses start the pause again."""
    BINDINGS = [
        Binding("enter", "select", "Choose"),
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """An offer was taken."""

        id: str

    @dataclass
    class Considered(Message):
        """An offer is under the cursor."""

        offer: Offer

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()
        self._answered = False
        self._shown = 0.0

    def show(self, offers: Sequence[Offer], at: str | None = None) -> None:
        """Replace the offers; the cursor stands on the open one called `at`, else on the first open one."""
        self._offers = tuple(offers)
        self._fill()
        open_ = {offer.id: i for i, offer in enumerate(self._offers) if offer.number is not None}
        self.highlighted = open_.get(at or "", next(iter(open_.values()), None))
        self.wait_for_answer()

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

    def lines(self, width: int) -> Sequence[Option]:
        text = max(20, width - _INDENT)
        return [Option(_prompt(offer, text), offer.id, offer.number is None) for offer in self._offers]

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self._answer(event.option_id)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index < len(self._offers):
            self.post_message(self.Considered(self._offers[event.option_index]))


def _prompt(offer: Offer, width: int) -> Content:
    """An offer as lines that hang behind its number."""
    start = f"{offer.number}" if offer.number is not None else "–"
    if offer.hero is not None:
        bar = ("▌ ", offer.hero.colour if offer.number is not None else "")
        beside = offer.reason or offer.hero.alias or ""
        return Content.assemble(f"{start:<3}", bar, f"{offer.say:<18}  ", (beside, "dim"))
    text = plain(offer.say)
    if offer.leaves:
        text += "  (leaves the film)"
    if offer.reason:
        text += f"  ({offer.reason})"
    lines = f"\n{' ' * _INDENT}".join(textwrap.wrap(text, width) or [""])
    return Content(f"{start:<{_INDENT}}{lines}")
