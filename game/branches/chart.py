"""The time chart: heroes down, chapters across, and how much of each hero's chapter has been seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from game.branches.game import Game
    from game.play import Graph


class Cell(NamedTuple):
    """One hero's way through one chapter."""

    seen: int
    """Scenes read in all runs."""
    of: int
    """Scenes there are; 0 when the hero has no way into the chapter."""
    node: int | None
    """The newest node at which a run followed the hero into the chapter; None when none has."""


class Line(NamedTuple):
    """A hero."""

    name: str
    colour: str
    cells: tuple[Cell, ...]


class Chart(NamedTuple):
    """The whole chart."""

    chapters: tuple[str, ...]
    lines: tuple[Line, ...]
    here: tuple[int, int] | None
    """The line of the hero whom the run follows, and the column of the chapter that it has come to or through; None
    while nobody is followed."""


def chart(game: Game) -> Chart:
    """How much of each hero's chapters has been seen; one read of the tree."""
    graph, story = game.graph, game.story
    tried, seen = game.store.tried(), game.seen()
    lines = []
    for hero in story.frame.heroes:
        cells = []
        for id, chapter in story.chapters.items():
            scenes = _thread(graph, id, hero.id) if hero.id in chapter.entrances else set()
            node = tried.get((id, hero.id))
            cells.append(Cell(len(scenes & seen) if node else 0, len(scenes), node))
        lines.append(Line(hero.name, hero.colour, tuple(cells)))
    page = game.page
    column = page.number - 1 - (page.kind == "crossroads")
    here = (story.frame.heroes.index(page.hero), column) if page.hero and column >= 0 else None
    return Chart(tuple(chapter.title for chapter in story.chapters.values()), tuple(lines), here)


def _thread(graph: Graph, chapter: str, hero: str) -> set[str]:
    """The scenes of a chapter that a hero's way in leads to, rules aside."""
    todo = [graph.story.chapters[chapter].entrances[hero]]
    found: set[str] = set()
    while todo:
        id = todo.pop()
        if id in found or graph.nodes[id].scene is None or graph.nodes[id].chapter != chapter:
            continue
        found.add(id)
        todo += [option.to for option in graph.nodes[id].options]
    return found
