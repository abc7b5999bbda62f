"""A list whose lines are made for its width, and made again when that changes; how the mouse goes about in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.events import Click, Resize
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Lines(OptionList):
    """An option list that sets its own lines. Nothing in them is mark-up."""

    LOOKS_FIRST: ClassVar[bool] = True
    """Whether a click goes to a line, and only a second one on it is the same as Enter."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._width = 0

    def lines(self, width: int) -> Sequence[Option]:
        """The lines, for so many columns."""
        raise NotImplementedError

    def on_click(self, event: Click) -> None:
        """A line of its own may say more of the place that was clicked; else go to the line, if it is not under the
        cursor yet."""
        number, place = event.style.meta.get("option"), event.style.meta.get("place")
        if number is None or self.get_option_at_index(number).disabled:
            return
        fresh = self.highlighted != number
        if place is not None or (fresh and self.LOOKS_FIRST):
            self.highlighted = number
            event.prevent_default()
        if place is not None:
            self.clicked(number, place)

    def clicked(self, number: int, place: str) -> None:
        """A place was clicked that a line has marked with `place`."""

    def _fill(self) -> None:
        self._width = self.scrollable_content_region.width
        padding = self.get_component_styles("option-list--option").padding.width
        self.set_options(self.lines(self._width - padding))

    def _refill(self) -> None:
        """Make the lines again, and leave the cursor where it was."""
        highlighted = self.highlighted
        self._fill()
        self.highlighted = highlighted

    @on(Resize)
    def _resized(self) -> None:
        if self._width != self.scrollable_content_region.width:
            self._refill()


def spot(text: str, place: str) -> Content:
    """A piece of a line that can be clicked by itself."""
    return Content.styled(text, Style.from_meta({"place": place}))
