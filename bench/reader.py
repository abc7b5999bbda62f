"""A reader who plays a run in the game's window: keys in, words out. The engine says beforehand what must come."""

from __future__ import annotations

import random
from time import sleep
from typing import TYPE_CHECKING, NamedTuple

from measure import GAME, Terminal

from game.paths import shipped
from game.play import Graph, Machine, Playthrough, page_of
from game.story import read_story
from game.story.prose import plain
from game.tui.widgets.reading import MORE

if TYPE_CHECKING:
    from pathlib import Path

    from game.play import Page

SEED = 1
CROSSROADS = "Whom do you follow?"
_QUIET, _PAUSE = 0.5, 0.3
"""Seconds before a key: until the page has come to rest, and until it answers (a key held down must not read it)."""
_NEEDLE = 24
"""Characters of a text that are sure to stand on its first line."""


class Turn(NamedTuple):
    """A choice of a run, and what it brings."""

    key: str
    words: str
    """The beginning of the page it leads to."""
    text: str
    """The page's prose; empty at a crossroads."""
    moments: tuple[str, ...]
    """The beginnings of the moments that come up over it, the first one on top."""


def plan(seed: int = SEED) -> list[Turn]:
    """A run of the shipped story from the title to an ending, picked at random, that stays in the film."""
    graph = Graph(read_story(shipped("story")))
    run = Playthrough(Machine(graph))
    random_ = random.Random(seed)  # noqa: S311  # a sample, not a secret
    turns = []
    while offers := [offer for offer in page_of(graph, run.state).open if not offer.leaves]:
        offer = random_.choice(offers)
        opened = run.choose(offer.id).events.unlocked
        page = page_of(graph, run.state)
        moments = tuple(f"A moment: {graph.story.vignettes[id].title}"[:_NEEDLE] for id in opened)
        turns.append(Turn(str(offer.number), _beginning(page), plain("\n\n".join(page.text)), moments))
    return turns


class Reader(Terminal):
    """The game, open at the first crossroads."""

    def __init__(self, home: Path) -> None:
        super().__init__(GAME, home=home)
        self.wait_for("A new run")
        self.answer("1", CROSSROADS)

    def take(self, turn: Turn) -> float:
        """Take a choice, and read the moments it brings.

        Returns:
            Seconds from the key to the words of the page, or of the moment over it.
        """
        first, *later = (*turn.moments, turn.words)
        taken = self.answer(turn.key, first)
        for words in later:
            self.answer("\x1b", words)
        return taken

    def answer(self, key: str, words: str) -> float:
        """Read the page to its end, and press a key when it is ready for it; the seconds from there to the words."""
        self.rest(_QUIET)
        while MORE in self.text:
            self.press(" ")
            self.rest(_QUIET)
        sleep(_PAUSE)
        self.press(key)
        return self.wait_for(words)


def _beginning(page: Page) -> str:
    return CROSSROADS if page.kind == "crossroads" else plain(page.text[0])[:_NEEDLE]
