"""A saved run, read out page by page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from game.branches.replay import WORDS_A_SECOND
from game.plain.output import say
from game.plain.pages import moment_lines, page_lines
from game.play import page_of
from game.report import wrapped
from game.story.prose import count_words

if TYPE_CHECKING:
    from game.branches import Fit
    from game.play import Page


def replay_plain(fit: Fit, speed: float) -> None:
    """Print a run, page by page, at a reader's pace.

    Args:
        fit: The run, as far as today's story has it.
        speed: Times as fast; 0 does not wait.
    """
    run = fit.run
    for turn in [*run.turns, None]:
        page = page_of(run.graph, turn.before if turn else run.state)
        say(page_lines(page))
        if turn is None:
            break
        _pause(page, speed)
        said = next(offer.say for offer in page.offers if offer.id == turn.choice)
        say([*wrapped(f"> {said}"), ""])
        for id in turn.events.unlocked:
            say(moment_lines(run.graph.story.vignettes[id]))
    if fit.change:
        say(wrapped(f"Here the recorded run no longer fits the story: {fit.change}."))


def _pause(page: Page, speed: float) -> None:
    """Wait as long as a page takes to read."""
    if speed:
        time.sleep((1.5 + sum(map(count_words, page.text)) / WORDS_A_SECOND) / speed)
