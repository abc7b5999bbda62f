"""Help: the keys of the screen that is open, each to be clicked too, and how to play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, ScrollableContainer
from textual.content import Content
from textual.events import Click
from textual.keys import format_key
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from game.tui.screens.card import Card
from game.tui.widgets.choices import TAKEN

PLAY = (
    "Press b to take the last choice back, and m for everything you have tried: nothing is lost. "
    f"{TAKEN} stands at a choice you have taken before. All there is to open "
    "has a name under ctrl+p. What a key does, a click does too: on a choice; on a row, where a second click opens it; "
    "on the keys at the bottom, or on one of those above. The wheel reads on."
)
IDEA = (
    "You follow one person at a time. What happens, happens; you choose how they meet it, what they notice, and whom "
    "they are kind to. At the end of a chapter you stand at a crossroads: stay with them, or see the next part "
    "through other eyes. Moments come to light when you pay attention to somebody."
)
_TEXTUAL = {
    (binding.action, binding.description)
    for kind in (Screen, ScrollableContainer, Input)
    for binding in Binding.make_bindings(kind.BINDINGS)
}
"""What Textual's own screens, scrolled texts and lines of input do everywhere; the help need not say it."""
_DIGITS = "123456789"
_MOST = 4
"""Keys that are named for one thing."""


class Deed(NamedTuple):
    """What some keys do."""

    keys: tuple[str, ...]
    """As Textual names them; all of them do the same."""
    does: str

    @property
    def shown(self) -> str:
        """The keys as they are written on a keyboard."""
        names = [_shown(key) for key in self.keys]
        return "1 … 9" if "".join(names) == _DIGITS else " ".join(names[:_MOST])


def keys_of(screen: Screen[object]) -> list[Deed]:
    """What the keys of a screen do now, in its own order."""
    found: dict[str, list[str]] = {}
    for key, (_, binding, enabled, about) in screen.active_bindings.items():
        if enabled and binding.description and (binding.action, binding.description) not in _TEXTUAL:
            does = f"{binding.description}: {about}" if about else binding.description
            found.setdefault(does, []).append(key)
    return [Deed(tuple(sorted(keys, key=lambda key: "+" in key)), does) for does, keys in found.items()]


class KeyRow(Horizontal):
    """A row of the help; a click on it is the same as its key."""

    @dataclass
    class Clicked(Message):
        """The row of that key was clicked."""

        key: str

    def __init__(self, deed: Deed) -> None:
        super().__init__()
        self._deed = deed

    def compose(self) -> ComposeResult:
        yield Static(Content(self._deed.shown), classes="key")
        yield Static(Content(self._deed.does))

    def on_click(self, event: Click) -> None:
        event.stop()
        if len(self._deed.keys) < len(_DIGITS):
            self.post_message(self.Clicked(self._deed.keys[0]))


class HelpScreen(Card):
    """The keys and the idea, over whatever is open."""

    CSS_PATH = "help.tcss"
    BINDINGS = [
        Binding("escape", "close", "Close", key_display="esc"),
        Binding("question_mark,f1", "close", "Close", show=False),
    ]

    def __init__(self, deeds: Sequence[Deed]) -> None:
        super().__init__("How to play")
        self._deeds = deeds

    def compose_card(self) -> ComposeResult:
        for deed in self._deeds:
            yield KeyRow(deed)
        for text in (PLAY, IDEA):
            yield Static(Content(text), classes="how")

    @on(KeyRow.Clicked)
    def _clicked(self, event: KeyRow.Clicked) -> None:
        """Put the help away, and press the key on what lies beneath."""
        self.dismiss()
        self.app.simulate_key(event.key)


def _shown(key: str) -> str:
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, format_key(last)])
