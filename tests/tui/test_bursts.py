"""Keys that come faster than the screens: as from a key held down, or while the machine is busy."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

import game.prove
from game.tui.screens.album import AlbumScreen
from game.tui.screens.help import HelpScreen
from game.tui.screens.play import PlayScreen
from game.tui.screens.too_small import TooSmallScreen
from game.tui.screens.way import WayScreen
from tests.tui.test_timeline import kept
from tests.tui.watching import opened, press, resize, shows, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Table


def burst(pilot: Pilot[None], *keys: str) -> None:
    """Send keys as a terminal does, without waiting for what they bring."""
    for key in keys:
        event = Key(key, None)
        event.set_sender(pilot.app)
        pilot.app.post_message(event)


def screens(pilot: Pilot[None]) -> list[str]:
    """The stack of screens, by their names, the lowest first."""
    return [type(screen).__name__ for screen in pilot.app.screen_stack]


@pytest.mark.parametrize(
    ("way", "text"), [(("m",), "▪"), (("m", "h"), "chapter 1"), (("o",), "Settings"), (("v",), "The arc")]
)
@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_a_screen_is_left_once_however_often_the_key_comes(
    table: Table, way: tuple[str, ...], text: str, key: str
) -> None:
    kept(table, "mine", "keeper", "go-down")
    async with opened(table.app(branch="mine")) as pilot:
        await shows(pilot, "The landing")
        for one in way:
            await pilot.press(one)
        await shows(pilot, text)
        burst(pilot, *[key] * 6)
        await until(pilot, lambda: len(screens(pilot)) <= 3)
        await pilot.pause(0.2)
        assert screens(pilot)[0] == "Screen"
        assert len(screens(pilot)) >= 2
        for _ in range(3):
            await pilot.press("escape")
        await shows(pilot, "q Quit")


async def test_a_command_is_picked_once(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        await press(pilot, "ctrl+p", "Settings")
        burst(pilot, "s", "e", "t", "enter", "enter", "enter")
        await pilot.pause(0.3)
        assert "PlayScreen" in screens(pilot)


@pytest.mark.parametrize("keys", [("ctrl+p", "pagedown"), ("ctrl+p", "e", "pagedown"), ("ctrl+p", "t", "pageup")])
async def test_the_palette_has_no_page_to_turn_before_it_has_lines(table: Table, keys: tuple[str, ...]) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        burst(pilot, *keys)
        await until(pilot, lambda: screens(pilot) == ["Screen", "PlayScreen", "Palette"])
        await pilot.pause(0.2)
        await pilot.press("escape")
        await until(pilot, lambda: screens(pilot) == ["Screen", "PlayScreen"])


async def test_a_choice_that_comes_after_the_help_waits_under_it(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        await pilot.pause(0.3)
        burst(pilot, "1", "f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.pause(0.1)
        assert screens(pilot) == ["Screen", "PlayScreen", "HelpScreen"]
        await press(pilot, "escape", "The stairs")
        await press(pilot, "1", "The landing")


async def test_a_choice_that_comes_after_the_terminal_has_shrunk_waits_under_the_cover(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        await pilot.pause(0.3)
        burst(pilot, "1")
        await resize(pilot, 50, 15)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        await pilot.pause(0.1)
        assert screens(pilot) == ["Screen", "PlayScreen", "TooSmallScreen"]
        await resize(pilot, 80, 24)
        await until(pilot, lambda: isinstance(pilot.app.screen, PlayScreen))


async def test_a_way_is_shown_over_the_album_that_asked_for_it(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    found, find = threading.Event(), game.prove.find_way

    def slowly(*rest: object) -> object:
        found.wait(20)
        return find(*rest)  # type: ignore[arg-type]

    monkeypatch.setattr(game.prove, "find_way", slowly)
    async with opened(table.app(follow="keeper")) as pilot:
        try:
            await shows(pilot, "The stairs")
            await press(pilot, "a", "The album:")
            await pilot.press("w")
            await press(pilot, "escape", "The stairs")
            await press(pilot, "a", "The album:")
        finally:
            found.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, AlbumScreen)
        await press(pilot, "w", "A way from here")
        assert isinstance(pilot.app.screen, WayScreen)
