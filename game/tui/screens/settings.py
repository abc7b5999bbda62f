"""The settings: each a row; a key turns it to its next value, and the screen shows at once what that does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from game.branches.settings import SETTINGS, Settings
from game.errors import StoreError
from game.tui.screens.sheet import OVER, Leaving
from game.tui.widgets.keys import Keys
from game.tui.widgets.lines import spot
from game.tui.widgets.rows import Row, Rows

_BEFORE, _NEXT = "before", "next"


class Values(Rows):
    """Settings and their values, which can be clicked: the sign on the left goes to the value before."""

    BINDINGS = [Binding("enter", "select", "Change", show=False, tooltip="to the next value")]

    @dataclass
    class Clicked(Message):
        """A value was clicked."""

        key: str
        steps: int

    def lines(self, width: int) -> Sequence[Option]:
        return [Option(_line(row), row.id) for row in self._rows]

    def clicked(self, number: int, place: str) -> None:
        self.post_message(self.Clicked(SETTINGS[number].key, -1 if place == _BEFORE else 1))


class SettingsScreen(ModalScreen[None], Leaving[None]):
    """Everything that can be set."""

    CSS_PATH = "settings.tcss"
    BINDINGS = [
        Binding("right,plus", "turn(1)", "Change", key_display="← →", tooltip="to the next value"),
        Binding("left,minus", "turn(-1)", "Change", show=False, tooltip="to the value before"),
        Binding("escape,b,o", "leave", "Back", key_display="b"),
        *OVER,
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
            yield Values()
        yield Keys()

    def on_mount(self) -> None:
        self._show(SETTINGS[0].key)
        self.query_one(Values).focus()

    def _show(self, at: str) -> None:
        rows = [
            Row(f"{setting.title:<18} ‹ {setting.values[self._settings[setting.key]]} ›", setting.key)
            for setting in SETTINGS
        ]
        self.query_one(Values).show(rows, at)

    def action_turn(self, steps: int) -> None:
        at = self.query_one(Values).highlighted
        if at is not None:
            self._turn(SETTINGS[at].key, steps)

    @on(Rows.Opened)
    def _opened(self, event: Rows.Opened) -> None:
        event.stop()
        self._turn(event.id, 1)

    @on(Values.Clicked)
    def _clicked(self, event: Values.Clicked) -> None:
        event.stop()
        self._turn(event.key, event.steps)

    def _turn(self, key: str, steps: int) -> None:
        try:
            self._settings.turn(key, steps)
        except StoreError as error:
            self.notify(str(error), title="This cannot be kept", markup=False)
            return
        self._show(key)
        self.post_message(self.Turned(key))

    def action_leave(self) -> None:
        self.dismiss(None)


def _line(row: Row) -> Content:
    """A setting as a line; its value, and the signs beside it, can be clicked."""
    title, sign, value = row.text.partition("‹ ")
    return Content.assemble(title, spot(sign, _BEFORE), spot(value, _NEXT))
