"""A saved run, read out page by page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from game.branches.replay import reading_time
from game.plain.output import say
from game.plain.pages import moment_lines, page_lines
from game.play import page_of
from game.report import wrapped

if TYPE_CHECKING:
    from game.branches import Fit


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
        if speed:
            time.sleep(reading_time(page) / speed)
        said = next(offer.say for offer in page.offers if offer.id == turn.choice)
        say([*wrapped(f"> {said}"), ""])
        for id in turn.events.unlocked:
            say(moment_lines(run.graph.story.vignettes[id]))
    if fit.change:
        say(wrapped(f"Here the recorded run no longer fits the story: {fit.change}."))
