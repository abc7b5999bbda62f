"""A scene, or the scene that ends a run: prose, and what can be done."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from game.branches import Margin
from game.play import Offer, Page
from game.story.pictures import Gallery
from game.tui.screens.playing import THE_END, Playing
from game.tui.widgets.aside import Aside
from game.tui.widgets.choices import Choices
from game.tui.widgets.heading import Heading
from game.tui.widgets.prose import Prose
from game.tui.widgets.reading import Reading

_LOOK_BACK = Offer(THE_END, "The end. Look back on this run.", 1)


class PlayScreen(Playing):
    """Shows one page after another; the same widgets serve the whole game."""

    BINDINGS = [
        Binding("pageup", "read_back", "Read back", show=False),
        Binding("pagedown,space", "read_on", "Read on", show=False),
    ]

    def __init__(self, page: Page, margin: Margin, gallery: Gallery, pace: int = 0) -> None:
        """A screen that opens at `page`, whose prose appears at `pace` letters a second (0: at once)."""
        super().__init__()
        self._page, self._margin, self._gallery, self._pace = page, margin, gallery, pace
        self._taken: frozenset[str] = frozenset()

    def compose_sheet(self) -> ComposeResult:
        yield Heading()
        with Horizontal(id="spread"):
            with Vertical(id="page"):
                yield Static(id="scene-title")
                with Reading(id="reading"):
                    yield Prose()
                yield Choices()
            yield Aside(self._gallery)

    def on_mount(self) -> None:
        self.show(self._page, self._margin, self._pace)
        self.query_one(Choices).focus()

    def show(self, page: Page, margin: Margin, pace: int = 0) -> None:
        """Turn to `page`: the words first, and what stands around them with the next frame."""
        self._page, self._margin, self._taken = page, margin, frozenset()
        self.query_one(Prose).show(page.text, pace=pace, top=self.query_one(Reading).scroll_offset.y)
        self.query_one(Choices).close()
        self.call_after_refresh(self._show_rest)

    def mark(self, taken: frozenset[str]) -> None:
        """Mark the choices that have been taken before."""
        self._taken = taken
        self.query_one(Choices).mark(taken)

    def finish(self) -> bool:
        """Let the words appear at once, if they are still appearing.

        Returns:
            Whether they were.
        """
        prose = self.query_one(Prose)
        appearing = prose.appearing
        prose.finish()
        return appearing

    def _show_rest(self) -> None:
        page = self._page
        self.query_one(Prose).fit()
        self.query_one(Heading).show(page)
        place = f"  ·  {page.place}" if page.place else ""
        title = Content.assemble((page.title, "bold"), (place, "dim"))
        self.query_one("#scene-title", Static).update(title, layout=False)
        self.query_one(Choices).show(page.offers if page.kind == "scene" else (_LOOK_BACK,))
        self.query_one(Choices).mark(self._taken)
        self.query_one(Aside).show(page, self._margin)
        reading = self.query_one(Reading)
        reading.mark(page.hero.colour if page.hero else None)
        reading.start()

    @on(Prose.Whole)
    def _whole(self) -> None:
        self.query_one(Choices).wait_for_answer()

    def action_take(self, number: int) -> None:
        """Take a choice by its number; what has not been read yet comes first."""
        reading = self.query_one(Reading)
        if reading.unread:
            reading.action_read_on()
            self.query_one(Choices).wait_for_answer()
        else:
            super().action_take(number)

    def action_read_on(self) -> None:
        self.query_one(Reading).action_read_on()

    def action_read_back(self) -> None:
        self.query_one(Reading).action_read_back()
