"""A recorded run, and how much of it today's story still has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.play import Playthrough
from game.story.problems import printable
from game.story.prose import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.play import Graph, Machine, State


class Choosing(NamedTuple):
    """One recorded choice: where it was taken, its id, and where it led."""

    scene: str
    """A scene, or the chapter whose crossroads it was."""
    choice: str
    arrived: str | None
    """Where it led; None in a path that does not say (a file from elsewhere)."""


class Fit(NamedTuple):
    """How far a path fits a story."""

    run: Playthrough
    """The run, played as far as it fits."""
    fitted: int
    """How many of its choices fit."""
    total: int
    change: str | None
    """What stands in the way of the rest, in a sentence; None when all of it fits."""


def fit_path(machine: Machine, path: Sequence[Choosing]) -> Fit:
    """Play a recorded path as far as the story has it."""
    run = Playthrough(machine)
    for number, choosing in enumerate(path):
        change = _misfit(machine.graph, run.state, choosing)
        if change is not None:
            return Fit(run, number, len(path), change)
        run.choose(choosing.choice)
        if choosing.arrived not in (None, run.state.at):
            change = f"{_choice(machine.graph, choosing)} now leads to {_place(machine.graph, run.state.at)}"
            change += f", not to {_place(machine.graph, choosing.arrived or '')}"
            run.back()
            return Fit(run, number, len(path), change)
    return Fit(run, len(path), len(path), None)


def _misfit(graph: Graph, state: State, choosing: Choosing) -> str | None:
    """Why a choice cannot be taken in `state`; None when it can."""
    if choosing.scene != state.at:
        gone = choosing.scene not in graph.nodes
        return f"{_place(graph, choosing.scene)} is {'gone' if gone else 'not where this run comes to'}"
    option = next((o for o in graph.nodes[state.at].options if o.id == choosing.choice), None)
    if option is None:
        if graph.nodes[state.at].scene is None:
            return f"{_hero(graph, choosing)} can no longer be followed into {_place(graph, state.at)}"
        return f"{_choice(graph, choosing)} is gone"
    if not option.open(state):
        return f"{_choice(graph, choosing)} is closed to this run now"
    return None


def _place(graph: Graph, id: str) -> str:
    """A scene or chapter as a reader knows it."""
    node = graph.nodes.get(id)
    if node is None:
        return _id(id)
    return f"“{node.scene.title if node.scene else graph.story.chapters[id].title}”"


def _choice(graph: Graph, choosing: Choosing) -> str:
    """A choice as a reader knows it, if the story still has it."""
    if choosing.scene in graph.story.chapters:
        return f"the way of {_hero(graph, choosing)} into {_place(graph, choosing.scene)}"
    scene = graph.scenes.get(choosing.scene)
    written = scene.choices.get(choosing.choice) if scene else None
    name = f"“{plain(written.say)}”" if written else _id(choosing.choice)
    return f"in {_place(graph, choosing.scene)}, the choice {name}"


def _hero(graph: Graph, choosing: Choosing) -> str:
    hero = graph.story.heroes.get(choosing.choice)
    return hero.name if hero else _id(choosing.choice)


def _id(id: str) -> str:
    """An id the story does not have; it may come from a stranger's file."""
    return f"`{printable(id[:80])}`"
