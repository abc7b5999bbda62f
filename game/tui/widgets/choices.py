"""Numbered choices: a number key, the arrows and Enter, or the mouse takes one."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from game.play import Offer
from game.story.prose import plain

_INDENT = 4


class Choices(OptionList):
    """The offers of a page. A closed one is shown with its reason and cannot be taken."""

    @dataclass
    class Chosen(Message):
        """An offer was taken."""

        id: str

    @dataclass
    class Considered(Message):
        """An offer is under the cursor."""

        offer: Offer

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._offers: tuple[Offer, ...] = ()

    def show(self, offers: Sequence[Offer]) -> None:
        """Replace the offers; the cursor stands on the first open one."""
        self._offers = tuple(offers)
        self._fill()
        self.highlighted = next((i for i, offer in enumerate(self._offers) if offer.number is not None), None)

    def take(self, number: int) -> None:
        """Take the offer of that number, if there is one."""
        for offer in self._offers:
            if offer.number == number:
                self.post_message(self.Chosen(offer.id))

    def _fill(self) -> None:
        width = max(20, (self.scrollable_content_region.width or 72) - _INDENT)
        self.set_options(Option(_prompt(offer, width), offer.id, offer.number is None) for offer in self._offers)

    @on(Resize)
    def _refill(self) -> None:
        highlighted = self.highlighted
        self._fill()
        self.highlighted = highlighted

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(event.option_id))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index < len(self._offers):
            self.post_message(self.Considered(self._offers[event.option_index]))


def _prompt(offer: Offer, width: int) -> Content:
    """An offer as lines that hang behind its number."""
    start = f"{offer.number}" if offer.number is not None else "–"
    text = plain(offer.say)
    if offer.leaves:
        text += "  (leaves the film)"
    if offer.reason:
        text += f"  ({offer.reason})"
    if offer.hero is not None:
        bar = ("▌ ", offer.hero.colour if offer.number is not None else "")
        alias = f"  {offer.reason or offer.hero.alias or ''}"
        return Content.assemble(f"{start:<3}", bar, f"{offer.say:<18}", (alias, "dim"))
    lines = f"\n{' ' * _INDENT}".join(textwrap.wrap(text, width) or [""])
    return Content(f"{start:<{_INDENT}}{lines}")
