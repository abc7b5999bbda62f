"""The settings: each shows at once what it does, on every screen, and is there after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.branches import Branch, Store
from game.branches.settings import SETTINGS, Settings
from game.errors import StoreError
from game.tui.app import PACES
from game.tui.themes import THEMES
from game.tui.widgets.picture import Picture
from game.tui.widgets.prose import Prose
from tests.stories import hall, write_story
from tests.tui.conftest import Table, draw
from tests.tui.places import STARTER
from tests.tui.watching import opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

VALUES = {setting.key: setting.values for setting in SETTINGS}


@pytest.fixture(autouse=True)
def _in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def table(tmp_path: Path, store: Store) -> Table:
    """A story of one long paragraph, with a picture of the chapter."""
    folder = write_story(tmp_path, chapters={"one": hall(text=["snow " * 60]) | {"art": "hills"}})
    draw(folder, "hills", "ada", "ben", "title")
    return Table.of(folder, store)


async def turn(pilot: Pilot[None], key: str, steps: int = 1) -> None:
    """Open the settings, turn one of them by keyboard, and leave."""
    await press(pilot, "o", "Lines of prose")
    settings = Settings(pilot.app._game.store)  # type: ignore[attr-defined]
    await pilot.press("home", *["down"] * list(VALUES).index(key))
    for _ in range(abs(steps)):
        before = settings[key]
        await pilot.press("right" if steps > 0 else "left")
        await until(pilot, lambda: settings[key] != before)  # noqa: B023
        await shows(pilot, f"‹ {VALUES[key][settings[key]]} ›")
    await pilot.press("escape")
    await until(pilot, lambda: "Lines of prose" not in words(pilot.app))


def test_whatever_can_be_set_means_something_to_the_app() -> None:
    assert list(THEMES) == list(VALUES["theme"])
    assert list(PACES) == list(VALUES["reveal"])


@pytest.mark.parametrize("value", VALUES["theme"])
async def test_a_theme_is_there_at_once_and_after_a_restart(table: Table, value: str) -> None:
    async with opened(table.app(follow="ada")) as pilot:
        await shows(pilot, "snow")
        await turn(pilot, "theme", list(VALUES["theme"]).index(value))
        assert pilot.app.theme == THEMES[value]
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        assert pilot.app.theme == THEMES[value]


async def test_what_the_command_line_asks_for_goes_first_until_another_theme_is_set(table: Table) -> None:
    Settings(table.store).turn("theme")
    async with opened(table.app(theme="contrast")) as pilot:
        await shows(pilot, "A new run")
        assert pilot.app.theme == THEMES["contrast"]
        await turn(pilot, "measure")
        assert pilot.app.theme == THEMES["contrast"]
        await turn(pilot, "theme")
        assert pilot.app.theme == THEMES["contrast"] == THEMES[Settings(table.store)["theme"]]
        await turn(pilot, "theme", -2)
        assert pilot.app.theme == THEMES["dark"]


@pytest.mark.parametrize("width", [100, 110, 120, 200])
async def test_prose_has_as_many_letters_a_line_as_is_set(table: Table, width: int) -> None:
    async with opened(table.app(follow="ada"), width, 40) as pilot:
        await shows(pilot, "snow")
        prose = pilot.app.screen.query_one(Prose)
        for measure in (66, 60, 72, 66):
            await until(pilot, lambda: prose.size.width == measure)  # noqa: B023
            await turn(pilot, "measure")
    async with opened(table.app(branch="run-1"), width, 40) as pilot:
        await until(pilot, lambda: pilot.app.screen.query_one(Prose).size.width == 60)


async def test_pictures_go_and_come_back_beneath_the_open_settings(table: Table) -> None:
    async with opened(table.app(follow="ada"), 120, 40) as pilot:
        picture = pilot.app.screen.query_one(Picture)
        await until(pilot, lambda: picture._drawn is not None)
        await press(pilot, "o", "Lines of prose")
        await pilot.press("down", "down", "down", "right")
        await shows(pilot, "The picture of")
        await pilot.press("right")
        await until(pilot, lambda: not picture.display)
        await pilot.press("left", "left")
        await until(pilot, lambda: picture.display)


async def test_what_is_set_counts_for_screens_that_were_not_open_then(table: Table) -> None:
    async with opened(table.app(), 120, 40) as pilot:
        await press(pilot, "1", "Whom do you follow?")
        await until(pilot, lambda: all(one.display for one in pilot.app.screen.query(Picture)))
        await press(pilot, "1", "snow")
        await turn(pilot, "pictures")
        await press(pilot, "b", "Whom do you follow?", "The picture of")
        await turn(pilot, "pictures")
        await until(pilot, lambda: not any(one.display for one in pilot.app.screen.query(Picture)))
        await turn(pilot, "pictures", -2)
        await until(pilot, lambda: all(one.display for one in pilot.app.screen.query(Picture)))
        await press(pilot, "1", "snow")
        await until(pilot, lambda: pilot.app.screen.query_one(Picture).display)


async def test_movement_stops_and_comes_back(table: Table) -> None:
    async with opened(table.app(follow="ada", animation="full")) as pilot:
        await pilot.press("x")
        levels = []
        for _ in range(3):
            await turn(pilot, "motion")
            levels.append(pilot.app.animation_level)
        assert levels == ["none", "full", "none"]


async def test_movement_that_the_terminal_does_not_want_is_not_brought_by_the_setting(table: Table) -> None:
    async with opened(table.app(follow="ada", animation="none")) as pilot:
        await shows(pilot, "snow")
        await turn(pilot, "motion", 2)
        assert pilot.app.animation_level == "none"


async def test_all_of_them_are_there_after_a_restart(tmp_path: Path) -> None:
    for last in (False, True):
        with Store.of_profile(tmp_path, "anna", "The lighthouse") as store:
            async with opened(Table.of(STARTER, store).app(), 80, 30) as pilot:
                await shows(pilot, "A new run")
                if not last:
                    for key in VALUES:
                        await turn(pilot, key)
                await press(pilot, "o", *(f"‹ {list(values.values())[1]} ›" for values in VALUES.values()))
                assert pilot.app.theme == THEMES["light"]
                assert pilot.app.animation_level == "none"
                assert pilot.app.has_class("-pictures-told", "-measure-60")


@pytest.mark.parametrize("key", ["right", "plus", "enter", "left", "minus"])
async def test_it_is_turned_by_keyboard_both_ways(table: Table, key: str) -> None:
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "o", "‹ dark ›")
        other = "your terminal’s own" if key in ("left", "minus") else "light"
        await press(pilot, key, f"‹ {other} ›")
        await press(pilot, "down", f"‹ {other} ›")
        await press(pilot, "right", "‹ slowly ›", f"‹ {other} ›")


async def test_a_setting_that_cannot_be_kept_is_told_and_stays_as_it_was(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise StoreError("the disk is [full]")

    monkeypatch.setattr(Store, "set", full)
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "o", "‹ dark ›")
        await press(pilot, "right", "the disk is [full]", "‹ dark ›")
        assert pilot.app.theme == THEMES["dark"]
        await press(pilot, "escape", "A new run")


async def test_who_plays_on_unsaved_keeps_them(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings(table.store).turn("pictures")
    broken, add = table.store, Store.add

    def full(store: Store, *rest: Any) -> Branch:
        if store is broken:
            raise StoreError("the disk is full")
        return add(store, *rest)

    async with opened(table.app(follow="ada")) as pilot:
        monkeypatch.setattr(Store, "add", full)
        await press(pilot, "1", "Play on, unsaved.")
        await press(pilot, "2", "The end.")
        await press(pilot, "o", "‹ told in words ›")


async def test_help_and_quit_are_there(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "o", "? Help", "q Quit")
        await press(pilot, "question_mark", "How to play")
        await press(pilot, "escape", "‹ dark ›")
        await pilot.press("q")
        await until(pilot, lambda: not pilot.app.is_running)
