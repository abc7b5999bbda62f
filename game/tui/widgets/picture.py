"""A picture as half-blocks, two pixels a cell, sized to its place. The words come first; it follows when ready."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment, Segments
from textual import work
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Static

from game.story.pictures import Picture as Found

if TYPE_CHECKING:
    from rich.console import Console
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
        lines: tuple[Strip, ...]
        """Without any, its file is no picture."""

    def __init__(
        self, picture: Found | None = None, *, id: str | None = None, classes: str | None = None, square: bool = False
    ) -> None:
        """A widget that shows `picture`: over all of its place, or `square`, in the middle of it."""
        super().__init__(id=id, classes=classes)
        self._square = square
        self._picture: Found | None = None
        self._lines: tuple[Strip, ...] = ()
        """The picture as it is drawn, so that no line is made twice."""
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

    def on_mount(self) -> None:
        self._ask()

    def on_resize(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """Have the picture made, unless it is there already."""
        size = self._room
        if self._picture is None:
            return
        if self.app.has_class(TOLD):
            self._drawn, self._lines = None, ()
            self.update(Content(self._picture.words))
        elif all(size) and not self.app.no_color and self._drawn != (self._picture, size):
            self.call_after_refresh(self._make, self._picture, size)

    @property
    def _room(self) -> tuple[int, int]:
        """Columns and rows for the picture."""
        width, height = self.size
        return min(width, 2 * height) if self._square else width, height

    @work(thread=True, exclusive=True)
    def _make(self, picture: Found, size: tuple[int, int]) -> None:
        pixels = half_blocks(picture.path, size, picture.focus)
        self.post_message(self.Ready(picture, size, lines_of(pixels, self.app.console) if pixels else ()))

    def on_picture_ready(self, event: Ready) -> None:
        event.stop()
        if event.picture != self._picture or event.size != self._room:
            return
        if not event.lines:
            self.add_class("-empty")
            return
        fresh = self._drawn is None or self._drawn[0] != event.picture
        self._drawn, self._lines = (event.picture, event.size), event.lines
        if fresh and self.app.animation_level == "full":
            self._open = 0.0
            self.animate("_open", 1.0, duration=self.OPENING)
        self.refresh()

    def watch__open(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._open < 1 and abs(2 * y + 1 - self.size.height) > self._open * self.size.height:
            return Strip.blank(self.size.width, self.rich_style)
        if y >= len(self._lines):
            return super().render_line(y)
        line, width = self._lines[y], self.size.width
        if line.cell_length == width:
            return line
        before = Strip.blank(max(0, width - line.cell_length) // 2, self.rich_style)
        return Strip.join([before, line]).adjust_cell_length(width, self.rich_style)


def lines_of(pixels: Pixels, console: Console) -> tuple[Strip, ...]:
    """Pixels as lines of the terminal; neighbours that look the same are one piece."""
    made = (part for part in pixels.__rich_console__(console, console.options) if isinstance(part, Segments))
    return tuple(
        Strip(Segment.simplify(piece for piece in line if piece.text))
        for part in made
        for line in Segment.split_lines(part.segments)
    )


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
