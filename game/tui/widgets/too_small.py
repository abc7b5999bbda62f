"""What a terminal below 60×20 shows in place of the game."""

from textual.content import Content
from textual.widgets import Static


class TooSmall(Static):
    """Covers the screen while the terminal is too small; the game waits beneath it."""

    def __init__(self) -> None:
        super().__init__(Content("Sokovia needs 60×20.\nMake the terminal larger, or play with: sokovia play --plain"))
