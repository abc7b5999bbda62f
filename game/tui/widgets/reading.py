"""Text that may be longer than its place: it scrolls, and says calmly that there is more."""

from __future__ import annotations

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.message import Message
from textual.widget import Widget

MORE = "▾ more: Space"


class Reading(VerticalScroll):
    """As tall as its text, if there is room. It takes the focus while there is more below that has not been read."""

    BINDINGS = [
        Binding("space", "read_on", "Read on"),
        Binding("enter,pagedown", "read_on", "Read on", show=False),
        Binding("pageup", "read_back", "Read back", show=False),
        Binding("down", "scroll_down", "A line on", show=False),
        Binding("up", "scroll_up", "A line back", show=False),
    ]

    class Finished(Message):
        """The end of the text has been on the screen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._finished = False
        self._width = 0
        self._colour: str | None = None
        self._place = 0.0
        """The first visible line, as a share of the text: it stays there when the text is set in another width."""

    def on_mount(self) -> None:
        # A look before the text has its place would take the old one's length for its own.
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self._look(), immediate=True)
        self.start()

    def start(self) -> None:
        """Begin at the top; to be called when the text inside has changed."""
        self._finished = False
        self.fit()
        self.scroll_home(animate=False, immediate=True)

    def mark(self, colour: str | None) -> None:
        """Have the edge in the colour of whose eyes it is seen through; None: of nobody's."""
        if colour == self._colour:
            return
        self._colour = colour
        if colour is not None:
            self.styles.border_left = ("outer", colour)
        else:
            self.styles.clear_rule("border_left")

    @property
    def more(self) -> bool:
        """Whether there is more below."""
        return self.scroll_target_y < self.max_scroll_y

    @property
    def unread(self) -> bool:
        """Whether there is more below that has never been on the screen."""
        return self.more and not self._finished

    def on_focus(self) -> None:
        """With nothing left to read, the focus is of no use here."""
        if not self.more:
            self.post_message(self.Finished())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """At the end, leave the keys that read on to others."""
        return action != "read_on" or self.more

    def action_read_on(self) -> None:
        self._turn(1)

    def action_read_back(self) -> None:
        self._turn(-1)

    def on_resize(self, event: Resize) -> None:
        if self._width != self.size.width:
            self._width = self.size.width
            self.fit()
            self.call_after_refresh(self._return)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._width == self.size.width:
            self._place = new_value / max(1, self.virtual_size.height)
        self._look()

    def _turn(self, pages: int) -> None:
        self.scroll_relative(y=pages * max(1, self.scrollable_content_region.height - 1), animate=False)

    def _return(self) -> None:
        """After a change of width, go back to the place that was at the top."""
        self.scroll_to(y=round(self._place * self.virtual_size.height), animate=False, immediate=True)

    def fit(self) -> None:
        """Be no taller than the text and what stands with it, in the same turn as the text changes."""
        if self.scrollable_content_region.width:
            lines = sum(self._height_of(child) for child in self.children if child.display)
            self.styles.max_height = lines + self.gutter.height

    def _height_of(self, child: Widget) -> int:
        """Lines that a child takes."""
        height, width = child.styles.height, self.scrollable_content_region.width
        if height is not None and height.is_cells:
            return int(height.value) + child.styles.margin.height
        text = width - child.styles.margin.width
        return child.get_content_height(self.size, self.size, text) + child.styles.margin.height

    def _look(self) -> None:
        """Say whether there is more; while it has not been read, it has the focus.

        What lies under another screen is not being read. When that has gone, the screen is laid out, and it is looked
        at again.
        """
        sign = MORE if self.more else ""
        if self.border_subtitle != sign:
            self.border_subtitle = sign
            self.refresh_bindings()
        if self._finished or self.app.screen is not self.screen:
            return
        if self.more:
            self.focus(scroll_visible=False)
        else:
            self._finished = True
            self.post_message(self.Finished())
