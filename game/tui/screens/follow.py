"""The crossroads: whom to follow into the next chapter."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from game.play import Page
from game.tui.screens.playing import Playing
from game.tui.widgets.choices import Choices
from game.tui.widgets.heading import Heading


class FollowScreen(Playing):
    """Everybody who can be followed, and what kind of story the one under the cursor has."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def compose_sheet(self) -> ComposeResult:
        yield Heading()
        with Vertical(id="page"):
            yield Static(Content(self._page.title), id="chapter")
            yield Static(Content("Whom do you follow?"), id="question")
            yield Choices()
            yield Static(id="hero")

    def on_mount(self) -> None:
        page = self._page
        self.query_one(Heading).show(page)
        choices = self.query_one(Choices)
        choices.show(page.offers, at=page.hero.id if page.hero else None)
        choices.focus()

    @on(Choices.Considered)
    def _considered(self, event: Choices.Considered) -> None:
        event.stop()
        hero = event.offer.hero
        if hero is None:
            return
        about = [hero.tagline, *([hero.thread] if hero.thread else [])]
        panel = self.query_one("#hero", Static)
        panel.update(Content("\n".join(about)))
        panel.styles.border_left = ("outer", hero.colour)
