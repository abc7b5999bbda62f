"""The command palette: it opens everything there is to open, from anywhere, and tells nothing of the story."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from game.branches import Game
from game.paths import shipped
from game.story import read_story
from game.tui.app import SokoviaApp
from game.tui.screens.palette import COMMANDS, Palette
from tests.tui.watching import click_on, opened, press, resize, shows, until, words

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Table

OPENS = {
    "Timeline": "Everything you have tried",
    "Album": "The album:",
    "Eyes": "Through other eyes",
    "Codex": "The codex:",
    "Arc": "The arc of",
    "Chart": "Who was followed where",
    "Settings": "Lines of prose",
    "Help": "How to play",
    "New run": "Whom do you follow?",
    "Title": "a small story to start from",
}
SCREENS = {
    "the title": ["t"],
    "a page": [],
    "the timeline": ["m"],
    "the album": ["a"],
    "other eyes": ["e"],
    "the codex": ["k"],
    "the arc": ["v"],
    "the settings": ["o"],
    "help": ["f1"],
    "the chart": ["m", "h"],
    "a replay": ["m", "p"],
    "a question": ["m", "slash"],
}


async def pick(pilot: Pilot[None], name: str) -> None:
    """Open the palette, write a name, and take the first that is offered."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(pilot.app.screen, Palette) and pilot.app.screen.has_class("-ready"))
    await pilot.press(*name.replace(" ", ""))
    about = next(command.about for command in COMMANDS if command.name == name)
    await until(pilot, lambda: _offered(pilot)[:1] == [name])
    await shows(pilot, about)
    await pilot.press("enter")


def _offered(pilot: Pilot[None]) -> list[str]:
    """What the palette offers now."""
    palette = pilot.app.screen
    assert isinstance(palette, Palette)
    options = palette.query_one("CommandList")._options  # type: ignore[attr-defined]
    return [str(option.prompt).partition("\n")[0] for option in options]


@pytest.mark.parametrize("name", OPENS)
async def test_each_command_does_what_it_says(table: Table, name: str) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        await pick(pilot, name)
        await shows(pilot, OPENS[name])
        assert len(pilot.app.screen_stack) <= 3


async def test_quit_leaves(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        await pick(pilot, "Quit")
        await until(pilot, lambda: not pilot.app.is_running)


@pytest.mark.parametrize("screen", SCREENS)
async def test_from_whichever_screen_is_open_one_comes_back_to_the_page(table: Table, screen: str) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        for key in SCREENS[screen]:
            before = words(pilot.app)
            await pilot.press(key)
            await until(pilot, lambda before=before: words(pilot.app) != before)  # type: ignore[misc]
        await pick(pilot, "Album")
        await shows(pilot, "The album: 0 of 1 moments")
        await press(pilot, "escape", "A new run" if screen == "the title" else "The stairs")
        assert len(pilot.app.screen_stack) == 2


async def test_help_is_about_the_screen_that_was_open(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "m", "Everything you have tried")
        await pick(pilot, "Help")
        await shows(pilot, "Find: words in the scenes you have read")
        await press(pilot, "escape", "Everything you have tried")


async def test_a_new_run_leaves_the_old_one_as_it_was(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await pick(pilot, "New run")
        await press(pilot, "2", "The boat")
    assert [listed.branch.name for listed in table.store.branches()] == ["run-2", "run-1"]


async def test_a_question_that_is_laid_aside_has_not_been_answered(table: Table) -> None:
    game = Game(table.graph, table.store)
    game.open("mine")
    game.choose("keeper")
    async with opened(table.app(branch="mine")) as pilot:
        await press(pilot, "m", "▪ mine")
        await press(pilot, "x", "No, leave it.")
        await pick(pilot, "Codex")
        await press(pilot, "escape", "The stairs")
    assert [listed.deleted for listed in table.store.branches()] == [False]


async def test_it_takes_the_mouse_and_escape_puts_it_away(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "ctrl+p", "What would you like to open?", "Timeline")
        await press(pilot, "escape", "The stairs")
        await press(pilot, "ctrl+p", "The people and places you have met.")
        await click_on(pilot, "Codex")
        await shows(pilot, "The codex:")


async def test_it_opens_once_and_not_where_nothing_fits(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "ctrl+p", "What would you like to open?")
        await pilot.press("ctrl+p")
        assert len(pilot.app.screen_stack) == 3
        await press(pilot, "escape", "The stairs")
        await resize(pilot, 50, 16)
        await shows(pilot, "Sokovia needs")
        await pilot.press("ctrl+p", "f1")
        assert "Sokovia needs" in words(pilot.app)


async def test_it_offers_what_the_app_does_and_nothing_of_textual_or_the_story(table: Table) -> None:
    async with opened(table.app(follow="keeper"), 100, 60) as pilot:
        await press(pilot, "ctrl+p", "Leave the game; your run is kept.")
        assert _offered(pilot) == [command.name for command in COMMANDS]
        for letter in "aeiou":
            await pilot.press(letter)
            await until(pilot, lambda letter=letter: all(letter in name.lower() for name in _offered(pilot)))  # type: ignore[misc]
            await pilot.press("backspace")


def test_no_command_names_what_only_the_story_may_tell() -> None:
    story = read_story(shipped("story"))
    titles = {scene.title for scene in story.scenes.values() if " " in scene.title}
    titles |= {scene.ending.title for scene in story.scenes.values() if scene.ending}
    titles |= {one.title for one in story.vignettes.values() if " " in one.title}
    titles |= {hero.name for hero in story.frame.heroes} | {chapter.title for chapter in story.chapters.values()}
    said = " ".join(f"{command.name} {command.about}" for command in COMMANDS)
    assert sorted(title for title in titles if title in said) == []


def test_every_command_is_an_action_of_the_app() -> None:
    assert [command.action for command in COMMANDS if not hasattr(SokoviaApp, f"action_{command.action}")] == []


def test_the_start_does_not_load_the_palette() -> None:
    code = "import sys, json, game.tui.app; print(json.dumps([name for name in sys.modules if 'palette' in name]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert [name for name in json.loads(done.stdout) if name.startswith("game.")] == []
