"""The pane beside a scene, where the terminal is wide enough: the place, who is there, the thread of the chapter."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from game.branches import Margin
from game.play import Page
from game.story.pictures import Gallery
from game.tui.widgets.picture import Picture

_THREAD = 8
"""Scenes of the chapter that are listed."""


class Aside(Vertical):
    """Shows one `Margin` after another."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self._gallery = gallery
        self._shown: tuple[Page, Margin] | None = None

    def compose(self) -> ComposeResult:
        yield Picture()
        yield Static(id="beside")

    def show(self, page: Page, margin: Margin) -> None:
        """Replace what is shown, where it can be seen."""
        self._shown = (page, margin)
        if self.display and self.is_attached:
            self._fill()

    def on_show(self) -> None:
        self._fill()

    def _fill(self) -> None:
        if self._shown is None:
            return
        page, margin = self._shown
        self.query_one(Picture).show(self._gallery.find(margin.art))
        self.query_one("#beside", Static).update(_content(page, margin))


def _content(page: Page, margin: Margin) -> Content:
    parts: list[str | tuple[str, str]] = []
    if page.place:
        parts += [("Where", "$text-muted"), f"\n{page.place}\n\n"]
    if margin.who:
        parts += [("With", "$text-muted"), "\n", "\n".join(margin.who), "\n\n"]
    if margin.thread:
        *before, here = margin.thread[-_THREAD:]
        parts += [("This chapter", "$text-muted"), *(f"\n· {title}" for title in before), (f"\n▸ {here}", "bold")]
    return Content.assemble(*parts).rstrip()
