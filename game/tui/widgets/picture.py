"""A picture as half-blocks, two pixels a cell, sized to its place. The words come first; it follows when ready."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Static

from game.story.pictures import Picture as Found

if TYPE_CHECKING:
    from rich_pixels import Pixels

TOLD = "-pictures-told"
"""The class of the app when pictures are told in words."""
_MOST = 4_000_000
"""Pixels of a file: a story may be a stranger's."""


class Picture(Static):
    """Shows a picture of the gallery; takes no room while there is none, or no colour to show it with. Whether it has a
    place at all is said in styles alone: set on the widget, it would go before them."""

    OPENING: ClassVar[float] = 0.3
    """Seconds in which it opens from its middle line, where movement is on. A change of opacity would make each of its
    colours anew at every step, and hold them in memory."""

    _open: reactive[float] = reactive(1.0, repaint=False)
    """How much of the height is shown."""

    @dataclass
    class Ready(Message):
        """The picture has been made for this widget's size."""

        picture: Found
        size: tuple[int, int]
        pixels: Pixels | None
        """None: its file is no picture."""

    def __init__(self, picture: Found | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._picture: Found | None = None
        self._drawn: tuple[Found, tuple[int, int]] | None = None
        self.show(picture)

    def show(self, picture: Found | None) -> None:
        """Show another picture, or none."""
        if picture == self._picture and picture is not None:
            return
        self._picture = picture
        self.set_class(picture is None, "-empty")
        if self.is_attached:
            self._ask()

    def again(self) -> None:
        """Be shown or told anew, as is set now."""
        self._drawn = None
        self._ask()

    def on_resize(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """Have the picture made, unless it is there already."""
        size = (self.size.width, self.size.height)
        if self._picture is None or not all(size) or self.app.no_color:
            return
        if self.app.has_class(TOLD):
            self._drawn = None
            self.update(Content(self._picture.words))
        elif self._drawn != (self._picture, size):
            self.call_after_refresh(self._make, self._picture, size)

    @work(thread=True, exclusive=True)
    def _make(self, picture: Found, size: tuple[int, int]) -> None:
        self.post_message(self.Ready(picture, size, half_blocks(picture.path, size, picture.focus)))

    def on_picture_ready(self, event: Ready) -> None:
        event.stop()
        if event.picture != self._picture or event.size != (self.size.width, self.size.height):
            return
        if event.pixels is None:
            self.add_class("-empty")
            return
        fresh = self._drawn is None or self._drawn[0] != event.picture
        self._drawn = (event.picture, event.size)
        if fresh and self.app.animation_level == "full":
            self._open = 0.0
            self.animate("_open", 1.0, duration=self.OPENING)
        self.update(event.pixels)

    def watch__open(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._open < 1 and abs(2 * y + 1 - self.size.height) > self._open * self.size.height:
            return Strip.blank(self.size.width, self.rich_style)
        return super().render_line(y)


@functools.lru_cache(maxsize=24)
def half_blocks(path: Path, size: tuple[int, int], focus: float) -> Pixels | None:
    """The picture in a file as half-blocks that fill `size` (columns, rows): scaled, then cut at the edges, in height
    about its focus. None when the file is no picture."""
    from PIL import Image
    from rich_pixels import Pixels

    width, height = size[0], size[1] * 2
    try:
        with Image.open(path, formats=["PNG"]) as image:
            if image.width * image.height > _MOST:
                return None
            scale = max(width / image.width, height / image.height)
            across, down = min(image.width, width / scale), min(image.height, height / scale)
            top = min(max(0.0, image.height * focus - down / 2), image.height - down)
            left = (image.width - across) / 2
            box = (left, top, left + across, top + down)
            pixels = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS, box=box)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):  # warnings may be errors
        return None
    found: Pixels = Pixels.from_image(pixels)
    return found
