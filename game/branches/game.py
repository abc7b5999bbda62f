"""A run that is being played and kept: each choice goes through the machine and is on disk before its result shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.play import Machine, Page, Playthrough, Recap, page_of, recap

if TYPE_CHECKING:
    from game.branches.store import Branch, Kind, Store
    from game.play import Graph, State, Turn
    from game.story.model import Vignette


class Game:
    """One open run of a story. What the front ends drive; they never touch the engine or the store."""

    def __init__(self, graph: Graph, store: Store) -> None:
        self.graph = graph
        self.story = graph.story
        self._store = store
        self._machine = Machine(graph)
        self._run = Playthrough(self._machine)
        self._branch: Branch | None = None
        self.lost = 0
        """Choices of the opened branch that today's story no longer has; they are kept, and fit again if it does."""

    @property
    def state(self) -> State:
        """Where the run stands."""
        return self._run.state

    @property
    def page(self) -> Page:
        """What the player sees now."""
        return page_of(self.graph, self._run.state)

    @property
    def branch(self) -> str | None:
        """The name of the open run."""
        return self._branch.name if self._branch else None

    @property
    def turns(self) -> int:
        """How many choices this run has."""
        return len(self._run.turns)

    @property
    def departed(self) -> bool:
        """Whether the run has left the film for a what-if."""
        return self._run.departure is not None

    def begin(self) -> None:
        """Start a new run; it gets a name with its first choice."""
        self._run = Playthrough(self._machine)
        self._branch = None
        self.lost = 0

    def open(self, name: str) -> None:
        """Open the run of that name where it was left, or start it.

        Raises:
            StoreError: the store cannot be used.
        """
        self.begin()
        self._resume(self._store.branch(name))

    def resume(self) -> bool:
        """Open the run played last.

        Returns:
            Whether there is one.
        """
        latest = self._store.latest()
        if latest is None:
            return False
        self.begin()
        self._resume(latest)
        return True

    def _resume(self, branch: Branch) -> None:
        path = self._store.path(branch)
        fitted = self._run.replay(path)
        self.lost = len(path) - fitted
        self._branch = self._store.before(branch, self.lost)

    def choose(self, choice: str) -> Turn:
        """Take a choice, by its id; it is on disk when this returns.

        Raises:
            ChoiceError: it is unknown here, or closed.
            StoreError: it could not be kept; the run has not moved.
        """
        turn = self._run.choose(choice)
        found: list[tuple[Kind, str]] = [("vignette", id) for id in turn.events.unlocked]
        if turn.after.at in self.graph.scenes:
            found.append(("scene", turn.after.at))
        if turn.events.ending:
            found.append(("ending", turn.events.ending))
        try:
            if self._branch is None:
                self._branch = self._store.begin()
            self._branch = self._store.add(self._branch, turn.before.at, choice, found)
        except BaseException:
            self._run.back()
            raise
        return turn

    def back(self) -> bool:
        """Take the last choice back. What was tried stays in the store.

        Returns:
            Whether there was one.
        """
        return self._rewind(self.turns - 1)

    def rejoin(self) -> bool:
        """From a what-if, go back to the choice that left the film.

        Returns:
            Whether the run had left it.
        """
        departure = self._run.departure
        return departure is not None and self._rewind(departure)

    def _rewind(self, length: int) -> bool:
        turns = self.turns - length
        if length < 0 or turns < 1:
            return False
        if self._branch is not None:
            self._branch = self._store.rewind(self._branch, turns)
        self._run.rewind(length)
        return True

    def recap(self) -> list[Recap]:
        """What this run has told, chapter by chapter."""
        return recap(self._run)

    def unlocked(self, turn: Turn) -> list[Vignette]:
        """The vignettes that a turn opened."""
        return [self.story.vignettes[id] for id in turn.events.unlocked]

    def unlocked_here(self) -> list[Vignette]:
        """The vignettes this run has opened."""
        return [self.story.vignettes[id] for id in self._run.unlocked]

    def can_resume(self) -> str | None:
        """The name of the run played last, if there is one."""
        latest = self._store.latest()
        return latest.name if latest else None

    def album(self) -> set[str]:
        """The vignettes found in all runs."""
        return self._store.found("vignette")
