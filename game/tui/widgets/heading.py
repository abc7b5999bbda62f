"""The line at the top: where in the story, and whose eyes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from game.play import Page
from game.story import Hero


class Heading(Horizontal):
    """Chapter on the left, hero on the right in the hero's colour (and by name)."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, Hero | None] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="where")
        yield Static(id="whose")

    def show(self, page: Page) -> None:
        """Show where `page` stands."""
        what_if = "  ·  what if" if page.what_if else ""
        where = f"Chapter {page.number}" if page.kind == "crossroads" else f"{page.number}. {page.chapter.title}"
        shown = (where + what_if, page.hero)
        if shown == self._shown:
            return
        self._shown = shown
        self.query_one("#where", Static).update(Content(where + what_if))
        whose = Content.assemble(page.hero.name, " ", ("█", page.hero.colour)) if page.hero else Content("")
        self.query_one("#whose", Static).update(whose)
