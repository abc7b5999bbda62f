"""The crossroads: whom to follow into the next chapter."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from game.play import Page
from game.tui.screens.sheet import Sheet
from game.tui.widgets.choices import Choices
from game.tui.widgets.heading import Heading


class FollowScreen(Sheet):
    """Everybody who can be followed, and what kind of story the one under the cursor has."""

    CSS_PATH = "follow.tcss"
    BINDINGS = [
        Binding("b,backspace", "app.back", "Back"),
        *(Binding(str(n), f"take({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def compose_sheet(self) -> ComposeResult:
        yield Heading()
        with Vertical(id="page"):
            yield Static(id="chapter")
            yield Static(id="note")
            yield Choices()
            yield Static(id="hero")

    def on_mount(self) -> None:
        page = self._page
        self.query_one(Heading).show(page)
        self.query_one("#chapter", Static).update(Content.assemble((page.title, "bold"), "\n\n", "Whom do you follow?"))
        choices = self.query_one(Choices)
        choices.show(page.offers)
        if page.hero is not None:
            ids = [offer.id for offer in page.offers]
            if page.hero.id in ids and page.offers[ids.index(page.hero.id)].number is not None:
                choices.highlighted = ids.index(page.hero.id)
        choices.focus()

    def action_take(self, number: int) -> None:
        self.query_one(Choices).take(number)

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
