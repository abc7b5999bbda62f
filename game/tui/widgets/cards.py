"""A row of cards, one for each who can be followed: a portrait, a number, a name."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widgets import Static

from game.play import Offer
from game.story.pictures import Gallery
from game.tui.widgets.answers import Answers
from game.tui.widgets.picture import Picture


class HeroCard(Vertical):
    """One of them."""

    def __init__(self, offer: Offer, gallery: Gallery) -> None:
        super().__init__(classes="" if offer.number is not None else "-closed")
        self.offer = offer
        self._gallery = gallery

    def compose(self) -> ComposeResult:
        hero = self.offer.hero
        picture = self._gallery.find(hero.id if hero else None)
        if picture is not None:
            yield Picture(picture)
        elif hero is not None:
            yield Static(Content.assemble(("▀" * 40, hero.colour)), classes="bar")
        number = f"{self.offer.number} " if self.offer.number is not None else "– "
        yield Static(Content(number + self.offer.say.partition(" ")[0]), classes="name")


class Cards(Answers, can_focus=True):
    """The arrows, a number key or the mouse goes to a card; Enter, its number or a second click takes it."""

    BINDINGS = [
        Binding("enter", "take_it", "Follow"),
        Binding("left,up", "move(-1)", show=False),
        Binding("right,down", "move(1)", show=False),
        Binding("home", "move(-99)", show=False),
        Binding("end", "move(99)", show=False),
    ]
    at: reactive[int | None] = reactive(None, init=False)
    """The card under the cursor."""

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self._gallery = gallery

    def show(self, offers: Sequence[Offer], at: str | None = None) -> None:
        self._offers = tuple(offers)
        self.remove_children()
        self.mount_all(HeroCard(offer, self._gallery) for offer in self._offers)
        self.at = self._place(at)
        self.wait_for_answer()

    def watch_at(self, at: int | None) -> None:
        for number, card in enumerate(self.query(HeroCard)):
            card.set_class(number == at, "-at")
        if at is not None:
            self.post_message(self.Considered(self._offers[at]))

    def action_move(self, steps: int) -> None:
        self.at = max(0, min(len(self._offers) - 1, (self.at or 0) + steps))

    def action_take_it(self) -> None:
        if self.at is not None and self._offers[self.at].number is not None:
            self._answer(self._offers[self.at].id)

    def on_click(self, event: Click) -> None:
        cards = list(self.query(HeroCard))
        for number, card in enumerate(cards):
            if event.widget is card or (event.widget is not None and card in event.widget.ancestors):
                if number == self.at:
                    self.action_take_it()
                self.at = number
