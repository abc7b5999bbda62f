"""The settings: each a row; a key turns it to its next value, and the screen shows at once what that does."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from game.branches.settings import SETTINGS, Settings
from game.tui.widgets.keys import Keys
from game.tui.widgets.rows import Row, Rows


class SettingsScreen(ModalScreen[None]):
    """Everything that can be set."""

    CSS_PATH = "settings.tcss"
    BINDINGS = [
        Binding("right,plus", "turn(1)", "Change", key_display="← →"),
        Binding("left,minus", "turn(-1)", show=False),
        Binding("escape,b,o", "leave", "Back", key_display="b"),
    ]

    @dataclass
    class Turned(Message):
        """A setting has another value, and that is kept."""

        key: str

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def compose(self) -> ComposeResult:
        with Vertical(id="settings"):
            yield Static(Content("Settings"), id="settings-title")
            yield Rows()
        yield Keys()

    def on_mount(self) -> None:
        self._show(SETTINGS[0].key)
        self.query_one(Rows).focus()

    def _show(self, at: str) -> None:
        rows = [
            Row(f"{setting.title:<18} ‹ {setting.values[self._settings[setting.key]]} ›", setting.key)
            for setting in SETTINGS
        ]
        self.query_one(Rows).show(rows, at)

    def action_turn(self, steps: int) -> None:
        at = self.query_one(Rows).highlighted
        if at is not None:
            self._turn(SETTINGS[at].key, steps)

    @on(Rows.Opened)
    def _opened(self, event: Rows.Opened) -> None:
        event.stop()
        self._turn(event.id, 1)

    def _turn(self, key: str, steps: int) -> None:
        self._settings.turn(key, steps)
        self._show(key)
        self.post_message(self.Turned(key))

    def action_leave(self) -> None:
        self.dismiss(None)
