"""A list whose lines are made for its width, and made again when that changes."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.events import Resize
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Lines(OptionList):
    """An option list that sets its own lines. Nothing in them is mark-up."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._width = 0

    def lines(self, width: int) -> Sequence[Option]:
        """The lines, for so many columns."""
        raise NotImplementedError

    def _fill(self) -> None:
        self._width = self.scrollable_content_region.width
        padding = self.get_component_styles("option-list--option").padding.width
        self.set_options(self.lines(self._width - padding))

    @on(Resize)
    def _refill(self) -> None:
        if self._width != self.scrollable_content_region.width:
            highlighted = self.highlighted
            self._fill()
            self.highlighted = highlighted
