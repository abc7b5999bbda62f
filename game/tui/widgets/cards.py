"""A row of cards, one for each who can be followed: a portrait, a number, a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, MouseEvent, MouseMove
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from game.play import Offer
from game.story.pictures import Gallery
from game.tui.widgets.answers import Answers
from game.tui.widgets.picture import Picture


class HeroCard(Vertical):
    """One of them; it may become another's."""

    def __init__(self, offer: Offer, gallery: Gallery) -> None:
        super().__init__()
        self._offer, self._gallery = offer, gallery

    def compose(self) -> ComposeResult:
        yield Picture(square=True)
        yield Static(classes="bar instead")
        yield Static(classes="name")

    def on_mount(self) -> None:
        self.show(self._offer)

    def show(self, offer: Offer) -> None:
        """Become the card of that offer."""
        self._offer = offer
        self.set_class(offer.number is None, "-closed")
        hero = offer.hero
        picture = self._gallery.find(hero.id if hero else None)
        self.set_class(picture is not None, "-pictured")
        self.query_one(Picture).show(picture)
        self.query_one(".bar", Static).update(Content.styled("▀" * 40, hero.colour) if hero else Content(""))
        number = f"{offer.number} " if offer.number is not None else "– "
        name = Content(number + offer.say.partition(" ")[0])
        self.styles.min_width = name.cell_length + 1
        self.query_one(".name", Static).update(name)


class Cards(Answers, can_focus=True):
    """The arrows or the mouse go to a card; Enter, its number or a click takes it."""

    @dataclass
    class Considered(Message):
        """An offer is under the cursor."""

        offer: Offer

    BINDINGS = [
        Binding("enter", "take_it", "Follow"),
        Binding("left,up", "move(-1)", "Walk the cards", show=False),
        Binding("right,down", "move(1)", "Walk the cards", show=False),
        Binding("home", "move(-99)", "Walk the cards", show=False),
        Binding("end", "move(99)", "Walk the cards", show=False),
    ]
    at: reactive[int | None] = reactive(None, init=False)
    """The card under the cursor."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self._gallery = gallery

    def show(self, offers: Sequence[Offer], at: str | None = None) -> None:
        self._offers = tuple(offers)
        cards = list(self.query(HeroCard))
        for card, offer in zip(cards, self._offers, strict=False):
            card.show(offer)
        for card in cards[len(self._offers) :]:
            card.remove()
        self.mount_all(HeroCard(offer, self._gallery) for offer in self._offers[len(cards) :])
        self.set_reactive(Cards.at, self._place(at))
        self.watch_at(self.at)
        self.wait_for_answer()

    def watch_at(self, at: int | None) -> None:
        for number, card in enumerate(self.query(HeroCard)):
            card.set_class(number == at, "-at")
        if at is not None:
            self.post_message(self.Considered(self._offers[at]))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody is followed who comes later."""
        return action != "take_it" or (self.at is not None and self._offers[self.at].number is not None)

    def action_move(self, steps: int) -> None:
        self.at = max(0, min(len(self._offers) - 1, (self.at or 0) + steps))

    def action_take_it(self) -> None:
        if self.at is not None and self._offers[self.at].number is not None:
            self._answer(self._offers[self.at].id)

    def on_mouse_move(self, event: MouseMove) -> None:
        self._go_to(event)

    def on_click(self, event: Click) -> None:
        if self._go_to(event):
            self.action_take_it()

    def _go_to(self, event: MouseEvent) -> bool:
        """Go to the card under the mouse, if there is one."""
        for number, card in enumerate(self.query(HeroCard)):
            if card.region.contains(event.screen_x, event.screen_y):
                self.at = number
                return True
        return False
