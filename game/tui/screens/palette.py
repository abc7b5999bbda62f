"""The command palette: what the app can do, by name. Nothing of the story stands in it, so it gives nothing away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.message import Message

from game.tui.screens.sheet import Leaving


class Command(NamedTuple):
    """Something the app can do."""

    name: str
    action: str
    """The app's action."""
    about: str


COMMANDS = (
    Command("Timeline", "timeline", "Everything you have tried: go back to it, name it, compare it."),
    Command("Album", "album", "The moments you have found, and a hint for each of the others."),
    Command("Eyes", "eyes", "One event, as several people saw it."),
    Command("Codex", "codex", "The people and places you have met."),
    Command("Arc", "arc", "The tension of your run, as a curve."),
    Command("Chart", "chart", "Whom you have followed where, and how much of it you have seen."),
    Command("Settings", "settings", "Colours, movement, pictures, how text appears."),
    Command("Help", "help", "The keys of this screen, and how to play."),
    Command("New run", "begin", "Start again from the first chapter; what you have played is kept."),
    Command("Title", "title", "Back to the title; your run is kept."),
    Command("Quit", "quit", "Leave the game; your run is kept."),
)
"""All of them, in the order in which they are offered."""


class Commands(Provider):
    """Offers `COMMANDS`, whichever screen is open."""

    @dataclass
    class Wanted(Message):
        """The player picked a command."""

        action: str

    async def discover(self) -> Hits:
        for command in COMMANDS:
            yield DiscoveryHit(command.name, self._wanted(command), help=command.about)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in COMMANDS:
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(score, matcher.highlight(command.name), self._wanted(command), help=command.about)

    def _wanted(self, command: Command) -> partial[bool]:
        return partial(self.app.post_message, self.Wanted(command.action))


class Palette(CommandPalette, Leaving[None]):
    """Textual's palette, in our colours."""

    CSS_PATH = "palette.tcss"

    def __init__(self) -> None:
        super().__init__(placeholder="What would you like to open?")

    def _action_command_list(self, action: str) -> None:
        """Textual asks a list for its lines that may not have any yet, and it then has no answer (8.2)."""
        with suppress(KeyError):
            super()._action_command_list(action)
