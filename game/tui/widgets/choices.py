"""Numbered choices: a number key, the arrows and Enter, or the mouse takes one."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from game.play import Offer
from game.story.prose import plain
from game.tui.widgets.answers import Answers
from game.tui.widgets.lines import Lines

TAKEN = "✓"
"""Beside the number of a choice that has been taken before, in some run."""
_INDENT = 4


class Choices(Lines, Answers, inherit_bindings=False):
    """The offers of a page, one under the other."""

    LOOKS_FIRST = False
    BINDINGS = [
        Binding("enter", "select", "Choose"),
        Binding("up", "cursor_up", "Walk the list", show=False),
        Binding("down", "cursor_down", "Walk the list", show=False),
        Binding("home", "first", "Walk the list", show=False),
        Binding("end", "last", "Walk the list", show=False),
    ]

    _taken: frozenset[str] = frozenset()

    def show(self, offers: Sequence[Offer], at: str | None = None) -> None:
        self._offers, self._taken = tuple(offers), frozenset()
        self._fill()
        self.highlighted = self._place(at)
        self.wait_for_answer()

    def mark(self, taken: frozenset[str]) -> None:
        """Mark the offers that have been taken before. They keep their place: the mark stands beside the number."""
        if taken != self._taken:
            self._taken = taken
            self._refill()

    def lines(self, width: int) -> Sequence[Option]:
        text = max(20, width - _INDENT)
        return [
            Option(_prompt(offer, text, taken=offer.id in self._taken), offer.id, offer.number is None)
            for offer in self._offers
        ]

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self._answer(event.option_id)


def _prompt(offer: Offer, width: int, *, taken: bool) -> Content:
    """An offer as lines that hang behind its number."""
    start = f"{offer.number}" if offer.number is not None else "–"
    if taken:
        start = f"{start} {TAKEN}"
    text = plain(offer.say)
    if offer.leaves:
        text += "  (leaves the film)"
    if offer.reason:
        text += f"  ({offer.reason})"
    lines = f"\n{' ' * _INDENT}".join(textwrap.wrap(text, width) or [""])
    return Content(f"{start:<{_INDENT}}{lines}")
