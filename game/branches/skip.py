"""Skip: what has been read in other runs goes by, until something new or a choice not taken yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.branches.game import Game
    from game.play import Page, Turn


def can_skip(page: Page, tried: Mapping[tuple[str, str], int]) -> bool:
    """Whether every choice on offer has been taken before, in some run."""
    return bool(page.open) and all((page.id, offer.id) in tried for offer in page.open)


def skip(game: Game) -> list[Turn]:
    """Play on through what has been read, from the page that is open.

    It stops at a scene not read before, at a moment not found before, where a choice has not been taken in any run, and
    at an ending. On the way it takes the choice that was taken last; at a crossroads it stays with the hero.

    Returns:
        The turns taken, each of them on disk.
    """
    tried, seen, album = game.store.tried(), game.seen() | set(game.story.chapters), game.album()
    turns: list[Turn] = []
    passed: set[str] = set()
    while (page := game.page).id not in passed and can_skip(page, tried):
        passed.add(page.id)
        offers = {offer.id for offer in page.open}
        stay = page.hero.id if page.kind == "crossroads" and page.hero else ""
        turns.append(game.choose(stay if stay in offers else max(offers, key=lambda id: tried[page.id, id])))
        if game.page.id not in seen or not album.issuperset(turns[-1].events.unlocked):
            break
    return turns
