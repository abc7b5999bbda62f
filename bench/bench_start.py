"""How soon the game shows its title, with a warm cache, against a bare Textual app that shows a line."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bare import WORDS
from measure import BARE, GAME, Terminal, in_turn, run, verdict

BUDGET = 1.5
ROUNDS = 15
TITLE = "Age of Ultron"


def first_words(command: tuple[str, ...], words: str, home: Path) -> float:
    """Seconds from starting a program to its words on the screen."""
    with Terminal(command, home=home) as terminal:
        return terminal.wait_for(words)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        pairs = in_turn(
            lambda: first_words(GAME, TITLE, Path(home)),
            lambda: first_words(BARE, WORDS, Path(home)),
            ROUNDS,
        )
    print(f"From the command to the first words, on 80×24, {ROUNDS} starts each, in turn")
    print(pairs.told("ms", 1000))
    print(verdict("start", pairs.ratio, BUDGET))


if __name__ == "__main__":
    run(main)
