"""One turn of a game, as a pure function."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.errors import ChoiceError
from game.story.problems import nearest

if TYPE_CHECKING:
    from game.play.graph import Graph, Option
    from game.play.state import State


class Events(NamedTuple):
    """What a turn brought, besides the new state."""

    told: tuple[str, ...] = ()
    """Beats told on arrival."""
    unlocked: tuple[str, ...] = ()
    """Vignettes opened, each once, those of the choice before those of the arrival."""
    ending: str | None = None
    """The ending reached, by its id."""


def find_option(graph: Graph, state: State, choice: str) -> Option:
    """The option called `choice` in `state`.

    Raises:
        ChoiceError: there is none of that name, or it is closed; the message says why.
    """
    options = graph.nodes[state.at].options
    option = next((option for option in options if option.id == choice), None)
    if option is not None and option.open(state):
        return option
    reason = option.choice.otherwise if option is not None and option.choice is not None else None
    if reason:
        raise ChoiceError(f"closed: {reason}")
    open_ = [option.id for option in options if option.open(state)]
    if not open_:
        raise ChoiceError("the story has ended here; there is nothing left to choose")
    raise ChoiceError(f"no choice `{_typed(choice)}` here{nearest(choice[:80], open_)}; on offer: {', '.join(open_)}")


def step(graph: Graph, state: State, choice: str) -> tuple[State, Events]:
    """The state after taking `choice`, and what happened on the way.

    Raises:
        ChoiceError: the choice is unknown here, or closed.
    """
    option = find_option(graph, state, choice)
    taken = graph.apply(state, option)
    arrived = graph.move(taken, option)
    return arrived, events_between(graph, taken, option, arrived)


def events_between(graph: Graph, taken: State, option: Option, arrived: State) -> Events:
    """What happens between taking an option (`taken`: its effects applied) and having arrived."""
    node = graph.nodes[arrived.at]
    unlocked = tuple(graph.opened(taken, option, arrived))
    if node.scene is None:
        return Events(unlocked=unlocked)
    ending = node.scene.ending.id if node.scene.ending else None
    return Events(tuple(node.scene.tells), unlocked, ending)


def _typed(text: str) -> str:
    """What a player typed, cut short, and with nothing in it that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:80])
