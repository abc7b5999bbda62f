"""The crossroads: what has been told, and whom to follow into the next chapter."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from game.branches import Passed
from game.play import Offer, Page
from game.story.pictures import Gallery
from game.tui.screens.playing import Playing
from game.tui.widgets.cards import Cards
from game.tui.widgets.heading import Heading
from game.tui.widgets.picture import Picture


class FollowScreen(Playing):
    """Everybody who can be followed, and what kind of story the one under the cursor has."""

    def __init__(self, page: Page, passed: Passed | None, gallery: Gallery) -> None:
        super().__init__()
        self._page, self._passed, self._gallery = page, passed, gallery
        self._shown: Offer | None = None
        """The offer whose hero is told of."""

    def compose_sheet(self) -> ComposeResult:
        yield Heading()
        with Vertical(id="page"):
            yield Picture(id="banner")
            yield Static(id="chapter")
            yield Static(id="told")
            yield Static(Content("Whom do you follow?"), id="question")
            yield Cards(self._gallery)
            yield Static(id="hero")

    def on_mount(self) -> None:
        self.show(self._page, self._passed)

    def show(self, page: Page, passed: Passed | None) -> None:
        """Stand at another crossroads."""
        self._page, self._passed = page, passed
        self.query_one(Heading).show(page)
        self.query_one("#banner", Picture).show(self._gallery.find(page.chapter.art))
        self.query_one("#chapter", Static).update(Content(page.title))
        self.query_one("#told", Static).update(_told(passed, page))
        cards = self.query_one(Cards)
        cards.show(page.offers, at=page.hero.id if page.hero else None)
        cards.focus()
        if cards.at is not None:
            self._tell(page.offers[cards.at])

    @on(Cards.Considered)
    def _considered(self, event: Cards.Considered) -> None:
        event.stop()
        self._tell(event.offer)

    def _tell(self, offer: Offer) -> None:
        """Say who the hero of an offer is."""
        hero = offer.hero
        if hero is None or offer == self._shown:
            return
        self._shown = offer
        alias = f", {hero.alias}" if hero.alias else ""
        lines = [Content.assemble((hero.name, "bold"), (alias, "dim")), Content(hero.tagline)]
        lines += [Content(line) for line in (offer.reason, hero.thread) if line]
        panel = self.query_one("#hero", Static)
        panel.update(Content("\n").join(lines))
        panel.styles.border_left = ("outer", hero.colour)


def _told(passed: Passed | None, page: Page) -> Content:
    """What the chapter before has told, in a sentence, and its moments; before the first one, what this one holds."""
    if passed is None:
        return Content(page.chapter.note or "")
    parts: list[str | tuple[str, str]] = []
    if passed.recap.facts:
        parts.append(f"So ends “{passed.recap.chapter.title}”. {passed.recap.facts[-1]}")
    if passed.of:
        kept = f"Moments of “{passed.recap.chapter.title}” in your album: {passed.found} of {passed.of}."
        parts += ["\n" if parts else "", (kept, "$accent")]
    return Content.assemble(*parts)
