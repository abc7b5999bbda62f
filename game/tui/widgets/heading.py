"""The line at the top: where in the story, and whose eyes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from game.play import Page


class Heading(Horizontal):
    """Chapter on the left, hero on the right in the hero's colour (and by name)."""

    def compose(self) -> ComposeResult:
        yield Static(id="where")
        yield Static(id="whose")

    def show(self, page: Page) -> None:
        """Show where `page` stands."""
        what_if = "  ·  what if" if page.what_if else ""
        where = f"Chapter {page.number}" if page.kind == "crossroads" else f"{page.number}. {page.chapter.title}"
        self.query_one("#where", Static).update(Content(where + what_if))
        whose = self.query_one("#whose", Static)
        if page.hero is None:
            whose.update("")
        else:
            whose.update(Content.assemble(page.hero.name, " ", ("█", page.hero.colour)))
