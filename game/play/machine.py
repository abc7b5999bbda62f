"""The state machine a real game runs on: one `transitions` machine a story, one machine state a scene or crossroads.

The machine decides what is legal and calls the same guards and effects as the pure `step`. It is shared by every game
of a story; a game is a small `Session` object that the machine moves. Triggers are named by slot (`choice_0`…), the
options' own ids live in the graph: `transitions` looks every trigger name up in one table, so there should be few.
Only functions are handed to it, never a text from a story: it would import a dotted path it is given as a callback.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from game.play.step import Events, events_between, find_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from transitions import EventData
    from transitions import Machine as Transitions

    from game.play.graph import Graph, Option
    from game.play.state import State


class Session:
    """What the machine moves: a state, and what the last turn brought. Compared by identity."""

    __slots__ = ("at", "events", "state")

    def __init__(self, state: State) -> None:
        self.at = state.at
        """The machine's own state; always `state.at` between turns."""
        self.state = state
        self.events = Events()


class Machine:
    """The story's state machine."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def _slots(self) -> dict[tuple[str, str], str]:
        """(node, option) → the trigger of its slot."""
        return {
            (node.id, option.id): f"choice_{slot}"
            for node in self.graph.nodes.values()
            for slot, option in enumerate(node.options)
        }

    @cached_property
    def _machine(self) -> Transitions:
        """Built, and the library imported, at the first choice: a title needs neither."""
        from transitions import Machine as Transitions

        return Transitions(
            model=None,
            states=list(self.graph.nodes),
            initial=None,
            auto_transitions=False,
            send_event=True,
            model_attribute="at",
            transitions=[self._transition(option) for node in self.graph.nodes.values() for option in node.options],
        )

    def begin(self, state: State) -> Session:
        """A session that stands in `state`."""
        return Session(state)

    def choose(self, session: Session, choice: str) -> Events:
        """Take a choice.

        Raises:
            ChoiceError: the choice is unknown here, or closed; the session has not moved.
        """
        slot = self._slots.get((session.at, choice))
        if slot is None or not self._machine.events[slot].trigger(session):
            find_option(self.graph, session.state, choice)
            raise AssertionError(f"the machine refused {choice} in {session.at}, the graph does not")
        return session.events

    def _transition(self, option: Option) -> dict[str, Any]:
        return {
            "trigger": self._slots[option.source, option.id],
            "source": option.source,
            "dest": option.to,
            "conditions": _guard(option) if option.guard else [],
            "after": self._effect(option),
        }

    def _effect(self, option: Option) -> Callable[[EventData], None]:
        graph = self.graph

        def effect(event: EventData) -> None:
            session = cast("Session", event.model)
            taken = graph.apply(session.state, option)
            arrived = graph.move(taken, option)
            session.events = events_between(graph, taken, option, arrived)
            session.state = arrived

        return effect


def _guard(option: Option) -> Callable[[EventData], bool]:
    return lambda event: option.open(cast("Session", event.model).state)
