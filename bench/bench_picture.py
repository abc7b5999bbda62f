"""How soon a page's pictures follow its words, on 120×40, against the 300 ms asked for.

A page counts from the words that name it to the last thing drawn before the terminal comes to rest, so that all its
pictures are there. Movement is off, since a picture that opens slowly does so from the moment it could be there. Each
round is a program of its own: no picture is in memory yet.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from measure import GAME, Missing, Terminal, run, verdict

from game.branches import Store
from game.branches.settings import Settings
from game.paths import shipped
from game.story import read_story

LIMIT = 0.3
BUDGET = 1.0
ROUNDS = 10
QUIET = 0.6
"""Seconds without a change after which a page is taken to be whole."""
HALF_BLOCKS = "▄" * 8
PAGES = {"title": ("", "A new run"), "crossroads": ("1", "Whom do you follow?"), "scene": ("1", "With")}
"""Page → the key that opens it, and words that only it has."""


def main() -> None:
    taken: dict[str, list[float]] = {page: [] for page in PAGES}
    with tempfile.TemporaryDirectory() as home:
        story = read_story(shipped("story")).key
        for number in range(ROUNDS + 1):
            player = f"player-{number}"
            with Store.of_profile(Path(home), player, story) as store:
                Settings(store).put("motion", "none")
            with Terminal((*GAME, "--profile", player), home=Path(home), columns=120, rows=40) as game:
                for page, (key, words) in PAGES.items():
                    taken[page].append(picture_after(game, key, words))
    warm = {page: seconds[1:] for page, seconds in taken.items()}
    print(f"From the words of a page to its pictures, on 120×40, {ROUNDS} rounds")
    for page, seconds in warm.items():
        median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
        print(f"  {page}: {median:.0f} ms (median), {worst:.0f} ms (the slowest)")
    print(f"  the reference is the {LIMIT * 1000:.0f} ms asked for")
    print(verdict("picture", max(map(statistics.median, warm.values())) / LIMIT, BUDGET))


def picture_after(game: Terminal, key: str, words: str) -> float:
    """Seconds from a page's words to the last of its pictures.

    Raises:
        Missing: there was no picture.
    """
    if key:
        game.press(key)
    said = game.wait_for(words)
    rested = game.rest(QUIET)
    if HALF_BLOCKS not in game.text:
        raise Missing(f"no picture came after {words!r}")
    return max(0.0, rested - said)


if __name__ == "__main__":
    run(main)
