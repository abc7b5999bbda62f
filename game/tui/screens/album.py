"""The album: the moments found, as cards with pictures, and the shapes of those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ItemGrid, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from game.branches.album import Moment, Shelf
from game.story import Vignette
from game.story.pictures import Gallery
from game.tui.screens.sheet import Leaving
from game.tui.widgets.keys import Keys
from game.tui.widgets.picture import Picture


class MomentCard(Vertical, can_focus=True):
    """One moment: its picture and title, or a shape and a hint."""

    BINDINGS = [Binding("enter", "open", "Open")]

    @dataclass
    class Opened(Message):
        """It was opened, whether found or not."""

        moment: Moment

    def __init__(self, moment: Moment, gallery: Gallery) -> None:
        super().__init__(classes="-found" if moment.found else "-hidden")
        self.moment = moment
        self._gallery = gallery

    def compose(self) -> ComposeResult:
        vignette = self.moment.vignette
        if self.moment.found:
            picture = self._gallery.find(vignette.art)
            self.set_class(picture is not None, "-pictured")
            yield Picture(picture)
            yield Static(Content("✦"), classes="shape instead")
            yield Static(Content(vignette.title), classes="name")
        else:
            yield Static(Content("?"), classes="shape")
            yield Static(Content(vignette.hint), classes="name")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "open" or self.moment.found

    def action_open(self) -> None:
        self.post_message(self.Opened(self.moment))

    def on_click(self, event: Click) -> None:
        event.stop()
        self.focus()
        self.action_open()


class Page(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The cards of a chapter. The arrows are the screen's; the page follows the focus, and the wheel."""


class AlbumScreen(Leaving[None]):
    """A chapter a page."""

    CSS_PATH = "album.tcss"
    BINDINGS = [
        Binding("w", "way", "Show me a way", tooltip="the choices from here to this moment"),
        Binding("escape,b,a", "leave", "Back", key_display="b"),
        Binding("right", "step(1)", "Next moment", key_display="← →"),
        Binding("left", "step(-1)", "The moment before", show=False),
        Binding("down", "row(1)", "The row below", show=False),
        Binding("up", "row(-1)", "The row above", show=False),
        Binding("pagedown", "turn(1)", "Next chapter", key_display="PgDn"),
        Binding("pageup", "turn(-1)", "The chapter before", show=False),
    ]

    @dataclass
    class Read(Message):
        """A found moment is to be read again."""

        vignette: Vignette

    @dataclass
    class Way(Message):
        """The player asks for a way to a moment that has not been found."""

        album: AlbumScreen
        vignette: Vignette

    def __init__(self, shelves: Sequence[Shelf], gallery: Gallery, *, at: str | None = None) -> None:
        """The album, open at a chapter."""
        super().__init__()
        self._shelves, self._gallery = shelves, gallery
        chapters = [shelf.chapter.chapter for shelf in shelves]
        self._page = chapters.index(at) if at in chapters else 0

    def compose(self) -> ComposeResult:
        yield Static(id="browse-title")
        with Page():
            yield ItemGrid(min_column_width=24)
        yield Keys()

    async def on_mount(self) -> None:
        await self._show()

    async def _show(self) -> None:
        """Fill the page with the cards of its chapter."""
        found, of = sum(shelf.found for shelf in self._shelves), sum(len(shelf.moments) for shelf in self._shelves)
        head = f"The album: {found} of {of} moments"
        if self._shelves:
            shelf = self._shelves[self._page]
            head += f"  ·  {shelf.number}. {shelf.chapter.title}: {shelf.found} of {len(shelf.moments)}"
            grid = self.query_one(ItemGrid)
            await grid.remove_children()
            await grid.mount_all(MomentCard(moment, self._gallery) for moment in shelf.moments)
            self.query(MomentCard).first().focus()
        self.query_one("#browse-title", Static).update(Content(head))

    async def action_turn(self, steps: int) -> None:
        """The page of another chapter."""
        if self._shelves:
            self._page = (self._page + steps) % len(self._shelves)
            await self._show()

    async def action_step(self, steps: int) -> None:
        """The next moment, or the one before; after the last of a chapter, the first of the next."""
        cards = list(self.query(MomentCard))
        if isinstance(self.focused, MomentCard):
            to = cards.index(self.focused) + steps
            if 0 <= to < len(cards):
                cards[to].focus()
            else:
                await self.action_turn(steps)
                if steps < 0:
                    self.query(MomentCard).last().focus()

    async def action_row(self, rows: int) -> None:
        """The moment below or above; there is a chapter below the last row, and one above the first."""
        here = self.focused
        if not isinstance(here, MomentCard):
            return
        away = {card: card.virtual_region.offset - here.virtual_region.offset for card in self.query(MomentCard)}
        beyond = [card for card, offset in away.items() if offset.y * rows > 0]
        if beyond:
            min(beyond, key=lambda card: (abs(away[card].y), abs(away[card].x))).focus()
        else:
            await self.action_turn(rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A way is shown to what has not been found."""
        card = self.focused
        return action != "way" or (isinstance(card, MomentCard) and not card.moment.found)

    def on_moment_card_opened(self, event: MomentCard.Opened) -> None:
        event.stop()
        if event.moment.found:
            self.post_message(self.Read(event.moment.vignette))

    def action_way(self) -> None:
        if isinstance(self.focused, MomentCard):
            self.post_message(self.Way(self, self.focused.moment.vignette))

    def action_leave(self) -> None:
        self.dismiss(None)
