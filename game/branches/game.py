"""A run that is being played and kept: each choice goes through the machine and is on disk before its result shows."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from game.branches.album import album_of
from game.branches.path import Choosing, Fit, fit_path
from game.branches.settings import Settings
from game.branches.store import KINDS, NOT_KEPT, Store
from game.errors import StoreError
from game.play import Machine, Page, Passage, Playthrough, Recap, page_of, passages, recap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.branches.store import Branch, Kind
    from game.play import Graph, State, Turn
    from game.story.model import Vignette


class Lost(NamedTuple):
    """What of an opened run today's story no longer has. It is kept, and fits again if the story does."""

    choices: int
    change: str

    def __str__(self) -> str:
        """What happened, in a sentence or two."""
        last = "The last choice of this run no longer fits"
        if self.choices != 1:
            last = f"The last {self.choices} choices of this run no longer fit"
        return (
            f"The story has changed: {self.change}. {last}; what you tried is kept, and you stand where it still fits."
        )


class Margin(NamedTuple):
    """What stands beside a scene: who is there, and what this run has read of the chapter before it."""

    who: tuple[str, ...]
    """The names of those who are there, without the hero whose eyes it is."""
    thread: tuple[str, ...]
    """The titles of the chapter's scenes on this run, this one last."""
    art: str | None
    """The chapter's picture."""


class Passed(NamedTuple):
    """The chapter that ends at a crossroads."""

    recap: Recap
    """What this run has told of it."""
    found: int
    """Its moments found, in all runs."""
    of: int
    """Its moments."""


class Game:
    """One open run of a story. What the front ends drive; they never touch the engine or the store."""

    def __init__(self, graph: Graph, store: Store) -> None:
        self.graph = graph
        self.story = graph.story
        self.machine = Machine(graph)
        self._store = store
        self._run = Playthrough(self.machine)
        self._branch: Branch = store.begin()
        self._nodes: list[int] = []
        """The node in the store of each turn of the run."""
        self.lost: Lost | None = None
        """What did not fit when the run was opened; None once the player has gone on from there."""

    # Where the run stands

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
        """The name of the open run; None until its first choice, or the first after some of it was lost."""
        return None if self._branch.id == NOT_KEPT else self._branch.name

    @property
    def kept(self) -> str | None:
        """The name under which the open run is on disk, if it has a choice."""
        return self.branch if self._store.lasts and self._branch.tip != self._store.root else None

    @property
    def node(self) -> int:
        """The node of the store where the run stands."""
        return self._nodes[-1] if self._nodes else self._store.root

    @property
    def turns(self) -> int:
        """How many choices this run has."""
        return len(self._run.turns)

    @property
    def departed(self) -> bool:
        """Whether the run has left the film for a what-if."""
        return self._run.departure is not None

    # Opening

    def begin(self) -> None:
        """Start a new run; it gets a name with its first choice."""
        self._run = Playthrough(self.machine)
        self._branch, self._nodes, self.lost = self._store.begin(), [], None

    def open(self, name: str) -> None:
        """Open the run of that name where it was left, or start it.

        Raises:
            StoreError: the store cannot be used.
        """
        self._resume(self._store.branch(name))

    def resume(self) -> bool:
        """Open the run played last.

        Returns:
            Whether there is one.
        """
        latest = self._store.latest()
        if latest is not None:
            self._resume(latest)
        return latest is not None

    def go(self, node: int) -> None:
        """Stand at a node of the tree: in the open run if it is on its way, in the run that ends there if there is one,
        else in a new run, which is made with the next choice."""
        branch = self._branch
        names = self._store.ways([node]).get(node)
        if branch.id != NOT_KEPT and (node == self._store.root or node in self._store.trail(branch.tip)):
            self._resume(self._store.move(branch, node))
        elif names:
            self._resume(self._store.move(self._store.named(names[0]), node))
        else:
            self._resume(self._store.begin(node))

    def _resume(self, branch: Branch) -> None:
        """Stand where a branch stands. One that has lost choices stays as it is: the next choice makes a new one."""
        trail = self._store.trail(branch.node)
        fit = fit_path(self.machine, list(trail.values()))
        self._run, self._nodes = fit.run, list(trail)[: fit.fitted]
        self.lost = Lost(fit.total - fit.fitted, fit.change) if fit.change else None
        self._branch = self._store.begin(self.node, branch.name) if self.lost else branch

    # Playing

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
            self._branch = self._store.add(self._branch, Choosing(turn.before.at, choice, turn.after.at), found)
        except BaseException:
            self._run.back()
            raise
        self._nodes.append(self._branch.node)
        self.lost = None
        return turn

    def unsave(self) -> None:
        """Play on where the run stands without keeping anything: for a player who says so when the store fails."""
        found: list[tuple[Kind, str]] = []
        unsaved = Store(None, self.story.key)
        with contextlib.suppress(StoreError):
            found = [(kind, id) for kind in KINDS for id in self._store.found(kind)]
            Settings(self._store).copy_to(unsaved)
        self._store = unsaved
        self._branch, self._nodes = self._store.begin(), []
        for turn in self._run.turns:
            choosing = Choosing(turn.before.at, turn.choice, turn.after.at)
            self._branch = self._store.add(self._branch, choosing, found)
            self._nodes.append(self._branch.node)

    def back(self) -> bool:
        """Take the last choice back. What was tried stays in the store.

        Returns:
            Whether there was one.
        """
        return self._rewind(self.turns - 1)

    def forward(self) -> Turn | None:
        """Take the choice again that was last taken back, while nothing new was chosen.

        Returns:
            The turn, or None when there is none to take, or the story no longer has it.
        """
        ahead = self._ahead()
        return None if ahead is None else self.choose(ahead)

    @property
    def can_forward(self) -> bool:
        """Whether a choice was taken back that could be taken again."""
        return self._ahead() is not None

    def _ahead(self) -> str | None:
        """The choice ahead, if it still leads where it led: another way must not take the place of the old one."""
        if self._branch.node == self._branch.tip:
            return None
        ahead = next(iter(self._store.ahead(self._branch)), None)
        if ahead is None:
            return None
        leads = {option.id: option.to for option in self.graph.options(self.state)}
        return ahead.choice if ahead.scene == self.state.at and leads.get(ahead.choice) == ahead.arrived else None

    def rejoin(self) -> bool:
        """From a what-if, go back to the choice that left the film.

        Returns:
            Whether the run had left it.
        """
        departure = self._run.departure
        return departure is not None and self._rewind(departure)

    def _rewind(self, length: int) -> bool:
        if not 0 <= length < self.turns:
            return False
        node = self._nodes[length - 1] if length else self._store.root
        kept = self._branch.id != NOT_KEPT
        self._branch = self._store.move(self._branch, node) if kept else self._branch._replace(node=node)
        self._run.rewind(length)
        del self._nodes[length:]
        return True

    # What is known of the run

    def recap(self) -> list[Recap]:
        """What this run has told, chapter by chapter."""
        return recap(self._run)

    def passages(self) -> list[Passage]:
        """The way this run has gone, chapter by chapter."""
        return passages(self._run)

    def passed(self) -> Passed | None:
        """The chapter that the run has just come through; None unless it stands at a crossroads after one."""
        if not self.turns or self.page.kind != "crossroads":
            return None
        chapter = self.graph.nodes[self._run.turns[-1].before.at].chapter
        told = next((recap for recap in self.recap() if recap.chapter.chapter == chapter), None)
        shelf = next((shelf for shelf in album_of(self) if shelf.chapter.chapter == chapter), None)
        facts = told or Recap(self.story.chapters[chapter], ())
        return Passed(facts, shelf.found if shelf else 0, len(shelf.moments) if shelf else 0)

    def margin(self) -> Margin:
        """What stands beside the scene that is open."""
        page, scenes = self.page, self.graph.scenes
        names = self.story.ledger.characters
        who = scenes[page.id].who if page.id in scenes else []
        eyes = page.hero.id if page.hero else None
        chapter = page.chapter
        passed = [turn.after.at for turn in self._run.turns if turn.after.at in chapter.scenes]
        return Margin(
            tuple(names.get(id, id) for id in who if id != eyes),
            tuple(scenes[id].title for id in passed),
            chapter.art,
        )

    def unlocked(self, turn: Turn) -> list[Vignette]:
        """The vignettes that a turn opened."""
        return [self.story.vignettes[id] for id in turn.events.unlocked]

    def seen(self) -> set[str]:
        """The scenes read in all runs."""
        return self._store.found("scene")

    def can_resume(self) -> str | None:
        """The name of the run played last, if there is one."""
        latest = self._store.latest()
        return latest.name if latest else None

    def album(self) -> set[str]:
        """The vignettes found in all runs."""
        return self._store.found("vignette")

    def endings(self) -> tuple[int, int]:
        """How many endings have been reached in all runs, and how many there are."""
        all_ = {scene.ending.id for scene in self.graph.scenes.values() if scene.ending}
        return len(all_ & self._store.found("ending")), len(all_)

    def fit(self, path: Sequence[Choosing]) -> Fit:
        """A recorded path, played as far as the story has it."""
        return fit_path(self.machine, path)

    @property
    def store(self) -> Store:
        """Where the run is kept."""
        return self._store
