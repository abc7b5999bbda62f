"""The album: every moment of the story by chapter, those found in any run and those that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.branches.game import Game
    from game.play import Graph
    from game.story import Chapter, Vignette


class Moment(NamedTuple):
    """A page of the album. Until it is found, its hint is all that may be shown."""

    vignette: Vignette
    found: bool


class Shelf(NamedTuple):
    """The moments of one chapter, in the order in which a reader can meet them."""

    chapter: Chapter
    number: int
    """The chapter's number in the story, from 1."""
    moments: tuple[Moment, ...]

    @property
    def found(self) -> int:
        """How many of them have been found."""
        return sum(moment.found for moment in self.moments)


def album_of(game: Game) -> list[Shelf]:
    """The album of everything found in all runs; chapters without a moment are left out."""
    found = game.album()
    homes = chapters_of_vignettes(game.graph)
    shelves = []
    for number, chapter in enumerate(game.story.chapters.values(), 1):
        here = [game.story.vignettes[id] for id, home in homes.items() if home == chapter.chapter]
        if here:
            shelves.append(Shelf(chapter, number, tuple(Moment(one, one.id in found) for one in here)))
    return shelves


def chapters_of_vignettes(graph: Graph) -> dict[str, str]:
    """Vignette → the first chapter in which it can open, in story order."""
    homes: dict[str, str] = {}
    for node in graph.nodes.values():
        by_choice = [u for option in node.options for u in graph.by_choice.get((node.id, option.id), ())]
        for unlocking in (*node.unlocks, *by_choice):
            homes.setdefault(unlocking.vignette.id, node.chapter)
    return homes
