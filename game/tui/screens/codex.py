"""The codex: cards on people, places and lore, as far as one has met them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from game.branches.codex import Card, Shelf
from game.story.pictures import Gallery
from game.tui.screens.browse import Browse
from game.tui.widgets.picture import Picture
from game.tui.widgets.prose import content_of
from game.tui.widgets.rows import Row, Rows


class CodexScreen(Browse):
    """Every card that has opened, by shelf."""

    BINDINGS = [Binding("k", "leave", "Back", show=False)]

    def __init__(self, shelves: Sequence[Shelf], gallery: Gallery) -> None:
        super().__init__()
        self._shelves, self._gallery = shelves, gallery
        self._cards = {card.id: card for shelf in shelves for card in shelf.cards}

    @property
    def told(self) -> str:
        of = sum(shelf.of for shelf in self._shelves)
        return f"The codex: {len(self._cards)} of {of} cards. It grows as you meet people and places."

    def compose_pane(self) -> ComposeResult:
        yield Picture(classes="emblem")
        yield Static(id="card")

    def on_mount(self) -> None:
        rows = []
        for shelf in self._shelves:
            rows.append(Row(f"{shelf.title}  {len(shelf.cards)} of {shelf.of}"))
            rows += [Row(f"  {card.entry.title}", card.id) for card in shelf.cards]
        self.query_one(Rows).show(rows)
        if not self._cards:
            self.query_one("#card", Static).update(Content("Nobody has been met yet."))
        super().on_mount()

    def look(self, id: str) -> None:
        card = self._cards[id]
        self.query_one(Picture).show(self._gallery.find(card.id))
        self.query_one("#card", Static).update(_content(card))


def _content(card: Card) -> Content:
    entry = card.entry
    lore = Content.assemble("\n\n", ("Told as lore: the sources are not sure of it.", "italic")) if entry.lore else ""
    return Content.assemble((entry.title, "bold"), "\n\n", content_of(entry.text), lore)
