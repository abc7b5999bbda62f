"""The reference of the benchmarks that open a terminal: the least Textual app that shows text.

`bare.py` shows a line; `bare.py TEXTS.json` shows the next of a list of texts at each press of a key.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from textual.app import App, ComposeResult  # Textual reads annotations at run time
from textual.content import Content
from textual.widgets import Footer, Header, Static

WORDS = "These are the first words."


class Bare(App[None]):
    """A header, a text, a footer."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self._texts = iter(texts)

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static(Content(WORDS))
        yield Footer()

    def on_key(self) -> None:
        """Show the next text."""
        self.query_one(Static).update(Content(next(self._texts)))


if __name__ == "__main__":
    Bare(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if len(sys.argv) > 1 else []).run()
