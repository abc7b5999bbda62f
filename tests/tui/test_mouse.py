"""The mouse: every screen can be walked, used and left without a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.containers import VerticalScroll

from game.branches import Game
from game.branches.settings import Settings
from game.tui.screens.album import MomentCard
from game.tui.screens.help import HelpScreen, KeyRow
from game.tui.widgets.rows import Rows
from game.tui.widgets.ways import Ways
from tests.stories import choice, hall, write_story
from tests.tui.conftest import Table
from tests.tui.watching import click_on, opened, resize, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from game.branches import Store


@pytest.fixture
def parted(table: Table) -> Table:
    """Two runs that part at their first choice; the one called `mine` was played last, and is at the landing."""
    for name, path in (("other", ("boy", "tie-up")), ("mine", ("keeper", "go-down"))):
        game = Game(table.graph, table.store)
        game.open(name)
        for taken in path:
            game.choose(taken)
    return table


def at(pilot: Pilot[None], text: str) -> tuple[int, int]:
    """Column and line of a text on the screen."""
    lines = words(pilot.app).splitlines()
    line = next(number for number, line in enumerate(lines) if text in line)
    return lines[line].index(text), line


async def by_help(pilot: Pilot[None], does: str, *texts: str) -> None:
    """Do by way of the help what the bottom line has no room for."""
    await click_on(pilot, "? Help")
    await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
    row = next(row for row in pilot.app.screen.query(KeyRow) if row._deed.does.startswith(does))
    row.scroll_visible(animate=False)
    await pilot.pause()
    await pilot.click(row)
    await shows(pilot, *texts)


async def test_the_keys_at_the_bottom_of_a_page(parted: Table) -> None:
    async with opened(parted.app(branch="mine"), 120, 40) as pilot:
        await shows(pilot, "The landing")
        await click_on(pilot, "b Back")
        await shows(pilot, "The stairs")
        await click_on(pilot, "f Forward")
        await shows(pilot, "The landing")
        for key, title in (
            ("m Timeline", "Everything you have tried"),
            ("a Album", "The album:"),
            ("e Eyes", "Through other eyes"),
            ("k Codex", "The codex:"),
            ("v Arc", "The arc of"),
            ("o Settings", "Lines of prose"),
        ):
            await click_on(pilot, key)
            await shows(pilot, title)
            await click_on(pilot, "Back")
            await shows(pilot, "The landing")
        await click_on(pilot, "t Title")
        await shows(pilot, "a small story to start from")
        await click_on(pilot, "q Quit")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_the_timeline_a_click_looks_a_second_goes_and_its_signs_fold(parted: Table) -> None:
    async with opened(parted.app(branch="mine"), 120, 40) as pilot:
        await click_on(pilot, "m Timeline")
        await shows(pilot, "▾ The start", "Follow Jonas · 2 choices")
        await click_on(pilot, "Follow Jonas · 2 choices")
        await shows(pilot, "Crossroads: The light")
        assert pilot.app.screen.query_one(Ways).highlighted == 1
        await click_on(pilot, "▾ The start")
        await shows(pilot, "▸ The start")
        await click_on(pilot, "▸ The start")
        await click_on(pilot, "Follow Jonas · 2 choices")
        await shows(pilot, "Crossroads: The light")
        await click_on(pilot, "Follow Jonas · 2 choices")
        await shows(pilot, "Whom do you follow?", "Chapter 2")


async def test_the_timeline_names_marks_finds_and_puts_away(parted: Table) -> None:
    async with opened(parted.app(branch="mine")) as pilot:
        await click_on(pilot, "m Timeline")
        await click_on(pilot, "n Name")
        await shows(pilot, "The new name of this run:")
        await click_on(pilot, "⏎ Done")
        await shows(pilot, "This run is called “mine”.")
        await click_on(pilot, "/ Find")
        await shows(pilot, "Find in the scenes")
        await click_on(pilot, "esc Leave it")
        await click_on(pilot, "c Mark")
        await shows(pilot, "Marked.")
        await by_help(pilot, "Trash", "No, leave it.")
        await click_on(pilot, "No, leave it.")
        await click_on(pilot, "m Back")
        await shows(pilot, "The landing")


async def test_two_runs_side_by_side(parted: Table) -> None:
    async with opened(parted.app(branch="mine")) as pilot:
        await click_on(pilot, "m Timeline")
        await click_on(pilot, "Follow Jonas · 2 choices")
        await click_on(pilot, "c Mark")
        await click_on(pilot, "2 choices · The rock · Ada")
        await click_on(pilot, "c Mark")
        await shows(pilot, "Two runs side by side", "Here they part")
        await click_on(pilot, "c Back")
        await shows(pilot, "Everything you have tried")


async def test_the_chart(parted: Table) -> None:
    async with opened(parted.app(branch="mine")) as pilot:
        await click_on(pilot, "m Timeline")
        await click_on(pilot, "h Chart")
        await shows(pilot, "Who was followed where")
        await click_on(pilot, "m Timeline")
        await shows(pilot, "Everything you have tried")
        await click_on(pilot, "h Chart")
        await shows(pilot, "Jonas")
        await pilot.click("Grid", offset=(25, 2))
        await shows(pilot, "Jonas, chapter 1, The rock: 1 of 1 scenes seen")
        await pilot.click("Grid", offset=(25, 2))
        await shows(pilot, "The boat")


async def test_a_replay(parted: Table) -> None:
    async with opened(parted.app(branch="mine")) as pilot:
        await click_on(pilot, "m Timeline")
        await click_on(pilot, "p Play")
        await shows(pilot, "Replay: page 1 of 3")
        await click_on(pilot, "space Pause")
        await shows(pilot, "paused")
        await click_on(pilot, "→ Step")
        await shows(pilot, "Replay: page 2 of 3", "The stairs")
        await by_help(pilot, "Step back", "Replay: page 1 of 3")
        await click_on(pilot, "→ Step")
        await shows(pilot, "The stairs")
        await click_on(pilot, "⏎ Take over")
        await shows(pilot, "Go down and see to the knot.", "b Back")


async def test_the_album(parted: Table) -> None:
    async with opened(parted.app(branch="mine"), 120, 40) as pilot:
        await click_on(pilot, "a Album")
        await click_on(pilot, "He came a long way")
        await until(pilot, lambda: isinstance(pilot.app.focused, MomentCard))
        await click_on(pilot, "w Show me a way")
        await shows(pilot, "A way from here", "you may carry it up")
        await click_on(pilot, "A way from here")
        await click_on(pilot, "b Back")
        await click_on(pilot, "Then you may carry it up")
        await shows(pilot, "A moment: Dry socks")
        await click_on(pilot, "⏎ Go on")
        await click_on(pilot, "a Album")
        await click_on(pilot, "Dry socks")
        await shows(pilot, "A moment: Dry socks")
        await click_on(pilot, "⏎ Go on")
        await shows(pilot, "The album: 1 of 1")


@pytest.fixture
def told(tmp_path: Path, store: Store) -> Table:
    """A story whose two heroes tell the same event, each in a chapter's first scene; the run has read one of them."""
    one = hall(eyes="ada", tells=["met"], text=["Ada saw it."], choices={"go": choice("yard")})
    one["entrances"] = {"ada": "hall", "ben": "gate"}
    one["scenes"]["gate"] = {
        "title": "The gate",
        "eyes": "ben",
        "tells": ["met"],
        "text": ["Ben saw it otherwise.", *["A line."] * 12, "The last line."],
        "choices": {"go": choice("yard")},
    }
    ledger = {"beats": {"beats": [{"id": "met", "fact": "They met."}]}}
    shelf = {"codex": "people", "title": "People", "entries": {"ada": {"title": "Ada", "text": ["A card."]}}}
    folder = write_story(tmp_path, chapters={"one": one}, ledger=ledger, shelves={"people": shelf})
    return Table.of(folder, store)


async def test_other_eyes(told: Table) -> None:
    async with opened(told.app(follow="ada")) as pilot:
        await click_on(pilot, "e Eyes")
        await shows(pilot, "1 of 2  They met.", "Ben  not read yet")
        await click_on(pilot, "1 of 2  They met.")
        await shows(pilot, "Ada saw it.", "Not read yet.")
        await click_on(pilot, "Not read yet.")
        await shows(pilot, "Ben saw it otherwise.")
        pane = pilot.app.screen.query_one("#right", VerticalScroll)
        pane.scroll_end(animate=False)
        await click_on(pilot, "The last line.")
        await pilot.pause()
        assert pane.scroll_y == pane.max_scroll_y > 0
        await click_on(pilot, "b Back")
        await shows(pilot, "1 of 2  They met.")


async def test_the_codex(told: Table) -> None:
    async with opened(told.app(follow="ada")) as pilot:
        await click_on(pilot, "k Codex")
        await shows(pilot, "A card.")
        await click_on(pilot, "  Ada")
        assert pilot.app.screen.query_one(Rows).highlighted == 1
        await click_on(pilot, "b Back")
        await shows(pilot, "Ada saw it.")


async def test_the_arc(parted: Table) -> None:
    async with opened(parted.app(branch="mine"), 120, 40) as pilot:
        await click_on(pilot, "v Arc")
        await shows(pilot, "The arc of “mine”")
        await click_on(pilot, "r Another run over it")
        await shows(pilot, "and “other” over it")
        await click_on(pilot, "b Back")
        await shows(pilot, "The landing")


async def test_the_settings_turn_either_way(parted: Table) -> None:
    settings = Settings(parted.store)
    async with opened(parted.app(branch="mine"), 120, 40) as pilot:
        await click_on(pilot, "o Settings")
        await click_on(pilot, "gently")
        await shows(pilot, "‹ slowly ›")
        assert settings["reveal"] == "slowly"
        column, line = at(pilot, "‹ slowly")
        await pilot.click(offset=(column, line))
        await shows(pilot, "‹ gently ›")
        await pilot.click(offset=(column, line))
        await shows(pilot, "‹ at once ›")
        await click_on(pilot, "Movement")
        assert settings["motion"] == "full"
        await click_on(pilot, "← → Change")
        await shows(pilot, "‹ none ›")
        await click_on(pilot, "b Back")
        await shows(pilot, "The landing")


async def test_the_crossroads_previously_and_the_end(parted: Table) -> None:
    async with opened(parted.app(branch="other")) as pilot:
        await shows(pilot, "Whom do you follow?")
        await click_on(pilot, "2 Jonas")
        await shows(pilot, "The lamp room")
        await click_on(pilot, "Can I wind it?")
        await click_on(pilot, "The end.")
        await shows(pilot, "Kept together")
        await click_on(pilot, "b Back")
        await shows(pilot, "Two at the wheel")


async def test_previously(told: Table) -> None:
    async with opened(told.app(branch="mine", follow="ada")) as pilot:
        await shows(pilot, "Ada saw it.")
    async with opened(told.app()) as pilot:
        await click_on(pilot, "Continue “mine”")
        await shows(pilot, "Previously…  a paragraph")
        await click_on(pilot, "r Shorter or longer")
        await shows(pilot, "Previously…  the whole")
        await click_on(pilot, "Go on.")
        await shows(pilot, "Ada saw it.")


async def test_help_is_opened_and_put_away(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await click_on(pilot, "? Help")
        await shows(pilot, "▾ more: Space")
        await pilot.click(offset=(1, 1))
        await until(pilot, lambda: "▾ more" not in words(pilot.app))
        await pilot.click(offset=(1, 1))
        await shows(pilot, "A new run")


async def test_a_terminal_too_small_can_be_left(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await resize(pilot, 50, 16)
        await shows(pilot, "Sokovia needs")
        await click_on(pilot, "q Quit")
        await until(pilot, lambda: not pilot.app.is_running)
