"""The arc: the tension of a run, scene by scene, as the lens of its scenes gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.branches.path import fit_path

if TYPE_CHECKING:
    from game.branches.game import Game
    from game.story.model import Part

TENSION: dict[Part, int] = {
    "exposition": 1,
    "resolution": 1,
    "falling-action": 4,
    "inciting-incident": 5,
    "rising-action": 6,
    "midpoint": 7,
    "crisis": 9,
    "climax": 10,
}
"""Part of the plot → tension, from 1 to 10: Freytag's pyramid as steps."""


class Point(NamedTuple):
    """A scene on the curve."""

    where: float
    """The chapter's number, and how far into the chapter the run has come: 2.5 is half-way through the second."""
    tension: int
    part: Part
    title: str
    chapter: str
    """The chapter's title."""


class Arc(NamedTuple):
    """The curve of one run."""

    name: str
    points: tuple[Point, ...]
    chapters: tuple[str, ...]
    """The titles of all chapters of the story."""


def arc_of(game: Game, node: int, name: str) -> Arc:
    """The arc of the run that ends at a node of the tree, as far as today's story has it. Scenes without a lens say
    nothing of tension, and are left out."""
    run = fit_path(game.machine, list(game.store.trail(node).values())).run
    story = game.story
    chapters: dict[str, list[str]] = {}
    for turn in run.turns:
        if turn.after.at in game.graph.scenes:
            chapters.setdefault(game.graph.nodes[turn.after.at].chapter, []).append(turn.after.at)
    points = []
    for number, (id, chapter) in enumerate(story.chapters.items(), 1):
        scenes = chapters.get(id, [])
        for place, scene_id in enumerate(scenes):
            scene = chapter.scenes[scene_id]
            if scene.lens is not None:
                where = number + place / len(scenes)
                points.append(Point(where, TENSION[scene.lens.part], scene.lens.part, scene.title, chapter.title))
    return Arc(name, tuple(points), tuple(chapter.title for chapter in story.chapters.values()))


def arcs_of(game: Game) -> list[Arc]:
    """The arc of the open run up to where it stands, then those of all other saved runs to their ends."""
    mine = arc_of(game, game.node, game.branch or "this run")
    others = [one.branch for one in game.store.branches() if not one.deleted and one.branch.name != game.branch]
    return [mine, *(arc_of(game, branch.tip, branch.name) for branch in others)]
