"""One run: the list of (scene, choice), and all that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game.errors import ChoiceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.play.graph import Graph
    from game.play.machine import Machine, Session
    from game.play.state import State
    from game.play.step import Events


class Turn(NamedTuple):
    """One choice taken, where it was taken, and what it brought."""

    before: State
    choice: str
    after: State
    events: Events


class Playthrough:
    """A run through a story, every turn of it through the machine.

    Nothing is random, so the list of choices is the whole truth.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.graph: Graph = machine.graph
        self.turns: list[Turn] = []
        self._session: Session = machine.begin(self.graph.start)

    @property
    def state(self) -> State:
        """Where the run stands."""
        return self._session.state

    @property
    def path(self) -> list[tuple[str, str]]:
        """The run as (scene or crossroads, choice), from the start."""
        return [(turn.before.at, turn.choice) for turn in self.turns]

    @property
    def told(self) -> list[str]:
        """The beats told so far, each once, in the order they came."""
        return list(dict.fromkeys(beat for turn in self.turns for beat in turn.events.told))

    @property
    def unlocked(self) -> list[str]:
        """The vignettes opened so far, each once, in the order they came."""
        return list(dict.fromkeys(id for turn in self.turns for id in turn.events.unlocked))

    @property
    def ending(self) -> str | None:
        """The ending the run has reached."""
        return self.turns[-1].events.ending if self.turns else None

    @property
    def departure(self) -> int | None:
        """How many turns led to the choice that left the film; None while the run is in it."""
        film = self.graph.film
        if self.state.at in film:
            return None
        return next((i for i, turn in enumerate(self.turns) if turn.after.at not in film), None)

    def choose(self, choice: str) -> Turn:
        """Take a choice, by its id.

        Raises:
            ChoiceError: the choice is unknown here, or closed; nothing has changed.
        """
        before = self.state
        events = self.machine.choose(self._session, choice)
        fresh = tuple(id for id in events.unlocked if id not in self.unlocked)
        turn = Turn(before, choice, self.state, events._replace(unlocked=fresh))
        self.turns.append(turn)
        return turn

    def back(self) -> Turn | None:
        """Take the last choice back.

        Returns:
            The turn undone, or None at the start.
        """
        return self.rewind(len(self.turns) - 1)

    def rewind(self, length: int) -> Turn | None:
        """Go back to the point after the first `length` turns.

        Returns:
            The first turn undone, or None when there is nothing to undo.
        """
        if not 0 <= length < len(self.turns):
            return None
        undone = self.turns[length]
        del self.turns[length:]
        self._session = self.machine.begin(undone.before)
        return undone

    def replay(self, path: Iterable[tuple[str, str]]) -> int:
        """Take a recorded path from here, as far as it fits.

        Returns:
            How many of its choices fitted.
        """
        fitted = 0
        for scene, choice in path:
            if self.state.at != scene:
                break
            try:
                self.choose(choice)
            except ChoiceError:
                break
            fitted += 1
        return fitted
