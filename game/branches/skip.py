"""Skip: what has been read in other runs goes by, until something new or a choice not taken yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.branches.game import Game
    from game.play import Page, Turn


class Skip:
    """What can be skipped in a game. The tree is read once, and again when something is skipped."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._tried = game.store.tried()

    def took(self, turn: Turn) -> None:
        """Note a choice that has just been taken."""
        self._tried.setdefault((turn.before.at, turn.choice), self._game.node)

    def can(self) -> bool:
        """Whether every choice on offer has been taken before, in some run."""
        return self._known(self._game.page)

    def taken(self) -> frozenset[str]:
        """The choices on offer that have been taken before, in some run."""
        page = self._game.page
        return frozenset(offer.id for offer in page.open if (page.id, offer.id) in self._tried)

    def go(self) -> list[Turn]:
        """Play on through what has been read, from the page that is open.

        It stops at a scene not read before, at a moment not found before, where a choice has not been taken in any
        run, and at an ending. On the way it takes the choice that was taken last; at a crossroads it stays with the
        hero.

        Returns:
            The turns taken, each of them on disk.
        """
        game = self._game
        self._tried = game.store.tried()
        seen, album = game.seen() | set(game.story.chapters), game.album()
        turns: list[Turn] = []
        passed: set[str] = set()
        while (page := game.page).id not in passed and self._known(page):
            passed.add(page.id)
            turns.append(game.choose(self._next(page)))
            if game.page.id not in seen or not album.issuperset(turns[-1].events.unlocked):
                break
        return turns

    def _known(self, page: Page) -> bool:
        return bool(page.open) and all((page.id, offer.id) in self._tried for offer in page.open)

    def _next(self, page: Page) -> str:
        offers = [offer.id for offer in page.open]
        if page.kind == "crossroads" and page.hero and page.hero.id in offers:
            return page.hero.id
        return max(offers, key=lambda choice: self._tried[page.id, choice])
