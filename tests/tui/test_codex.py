"""The codex by keyboard: it grows with what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.tui.widgets.rows import Rows
from tests.stories import write_story
from tests.tui.conftest import Table
from tests.tui.test_timeline import kept
from tests.tui.watching import opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from game.branches import Store


async def test_the_codex_grows_with_what_is_read_and_tells_no_more(hillside: Table) -> None:
    async with opened(hillside.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "k", "0 of 4 cards", "People  0 of 3", "Places  0 of 1", "Nobody has been met yet.")
        await press(pilot, "k", "A new run")
        await press(pilot, "1", "Whom do you follow?")
        await press(pilot, "1", "Ada saw him first.")
        await press(pilot, "k", "1 of 4 cards", "People  1 of 3", "She stays.")
        assert not any(name in words(pilot.app) for name in ("Ben", "dog", "hill"))
        await press(pilot, "b", "Ada saw him first.")
        await press(pilot, "1", "The top")
        await press(pilot, "k", "3 of 4 cards", "People  2 of 3", "Places  1 of 1")
        await press(pilot, "down", "The dog", "It runs.", "Told as lore: the sources are not sure of it.")


async def test_its_headings_are_walked_over_and_a_long_card_is_read_on(hillside: Table) -> None:
    kept(hillside, "mine", "ada", "go")
    async with opened(hillside.app(branch="mine"), 60, 20) as pilot:
        await press(pilot, "k", "She stays.")
        await press(pilot, "end", "High. High.")
        pane = pilot.app.screen.query_one("#pane")
        await pilot.press("space")
        await until(pilot, lambda: pane.scroll_y > 0)
        for _ in range(40):
            if pane.scroll_y == 0:
                break
            await pilot.press("space")
            await pilot.pause()
        assert pane.scroll_y == 0
        await press(pilot, "up", "It runs.")
        await press(pilot, "home", "She stays.")


async def test_a_story_without_a_codex_has_an_empty_one(tmp_path: Path, store: Store) -> None:
    async with opened(Table.of(write_story(tmp_path), store).app(follow="ada")) as pilot:
        await press(pilot, "k", "The codex: 0 of 0 cards.", "Nobody has been met yet.")
        await pilot.press("down", "enter", "space")
        await press(pilot, "escape", "Something happens.")


async def test_a_list_walks_to_the_same_place_by_every_key(hillside: Table) -> None:
    kept(hillside, "mine", "ada", "go")
    async with opened(hillside.app(branch="mine")) as pilot:
        await press(pilot, "k", "She stays.")
        rows = pilot.app.screen.query_one(Rows)
        for keys, at in (("end", 4), ("home", 1), ("down", 2), ("pagedown", 4), ("pageup", 1), ("up", 4)):
            await pilot.press(keys)
            await until(pilot, lambda: rows.highlighted == at)  # noqa: B023
