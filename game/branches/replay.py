"""A run as it is played back: its pages in order, and what was chosen on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.branches.path import fit_path
from game.play import page_of
from game.story.prose import count_words, plain

if TYPE_CHECKING:
    from game.branches.game import Game
    from game.play import Page

WORDS_A_SECOND = 4
"""How fast a reader is taken to read."""


class Stop(NamedTuple):
    """One page of a run that is played back."""

    page: Page
    node: int
    """The node where a player who takes over stands."""
    said: str | None
    """The choice that is taken there; None on the last page."""
    moments: tuple[str, ...]
    """Titles of the moments that came with this page."""

    @property
    def seconds(self) -> float:
        """How long a reader needs."""
        return reading_time(self.page)


def reading_time(page: Page) -> float:
    """Seconds that a reader needs for a page."""
    return 1.5 + sum(map(count_words, page.text)) / WORDS_A_SECOND


def stops(game: Game, node: int) -> list[Stop]:
    """The pages of the run that ends at a node, as far as today's story has them."""
    trail = game.store.trail(node)
    run = fit_path(game.machine, list(trail.values())).run
    nodes = [game.store.root, *trail]
    found = []
    moments: tuple[str, ...] = ()
    for number, turn in enumerate(run.turns):
        page = page_of(game.graph, turn.before)
        said = next(offer.say for offer in page.offers if offer.id == turn.choice)
        found.append(Stop(page, nodes[number], plain(said), moments))
        moments = tuple(game.story.vignettes[id].title for id in turn.events.unlocked)
    return [*found, Stop(page_of(game.graph, run.state), nodes[len(run.turns)], None, moments)]
