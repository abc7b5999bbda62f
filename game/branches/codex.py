"""The codex: cards on people, places and lore; one opens when somebody or somewhere it is about has been met."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.branches.game import Game
    from game.story import Entry


class Card(NamedTuple):
    """A card that has opened."""

    id: str
    entry: Entry


class Shelf(NamedTuple):
    """One shelf: the cards that have opened, and how many there are."""

    title: str
    cards: tuple[Card, ...]
    of: int


def codex_of(game: Game) -> list[Shelf]:
    """The codex as far as it has grown in all runs."""
    scenes = game.graph.scenes
    met: set[str] = set()
    for id in game.seen() & scenes.keys():
        scene = scenes[id]
        met.update(scene.who, [scene.place] if scene.place else [], [scene.eyes] if scene.eyes else [])
    shelves = []
    for shelf in game.story.codex.values():
        cards = tuple(Card(id, entry) for id, entry in shelf.entries.items() if not met.isdisjoint(entry.met or [id]))
        shelves.append(Shelf(shelf.title, cards, len(shelf.entries)))
    return shelves
