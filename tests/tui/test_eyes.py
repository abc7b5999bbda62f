"""Through other eyes by keyboard: two tellings side by side, and what was not read stays covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.tui.screens.eyes import BesideScreen
from tests.tui.test_timeline import kept
from tests.tui.watching import opened, press, shows, until, words

if TYPE_CHECKING:
    from tests.tui.conftest import Table


async def test_an_event_is_laid_side_by_side_and_what_was_not_read_is_covered_until_asked_for(hillside: Table) -> None:
    kept(hillside, "mine", "ada")
    async with opened(hillside.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "e", "1. Chapter one", "1 of 3  They met on the hill.", "1 more to come")
        await shows(pilot, "Ada: Uphill", "Ben  not read yet", "From outside  not read yet")
        assert not any(text in words(pilot.app) for text in ("Downhill", "nobody", "owl", "burned"))
        await press(pilot, "enter", "Ada saw him first.", "Not read yet. Enter reads it here", "⏎ Read it")
        assert "By lamplight." not in words(pilot.app)
        assert "Ben saw nobody." not in words(pilot.app)
        await press(pilot, "enter", "Ben saw nobody.", "Ada saw him first.")
        await until(pilot, lambda: "⏎ Read it" not in words(pilot.app))
        await press(pilot, "right", "From the tree", "Not read yet.")
        assert "Line 0" not in words(pilot.app)
        await press(pilot, "right", "Ben saw nobody.")
        await press(pilot, "left", "Not read yet.")
        await press(pilot, "enter", "Line 0 of what the owl saw.")
        await press(pilot, "escape", "1 of 3  They met on the hill.", "Ben  not read yet")
        await press(pilot, "e", "Ada saw him first.")


async def test_to_look_through_other_eyes_is_not_to_have_read_it(hillside: Table) -> None:
    kept(hillside, "mine", "ada")
    async with opened(hillside.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "e", "1 of 3")
        await press(pilot, "enter", "Not read yet.")
        await press(pilot, "enter", "Ben saw nobody.")
    assert hillside.store.found("scene") == {"hall"}


async def test_both_sides_are_there_in_the_smallest_terminal_and_long_ones_are_read_on(hillside: Table) -> None:
    kept(hillside, "mine", "ada", "go", "owl")
    async with opened(hillside.app(branch="mine"), 60, 20) as pilot:
        await press(pilot, "e", "2 of 3  They met on the hill.")
        await press(pilot, "enter", "Ada saw him first.", "Line 0 of what the owl saw.")
        screen = pilot.app.screen
        assert isinstance(screen, BesideScreen)
        await pilot.press("space")
        await until(pilot, lambda: screen.query_one("#right").scroll_y > 0)
        assert "Ada saw him first." in words(pilot.app)
        await press(pilot, "right", "Downhill", "Not read yet.")


async def test_where_two_tell_it_there_are_no_others_to_turn_to(hillside: Table) -> None:
    kept(hillside, "mine", "ada", "go", "on")
    async with opened(hillside.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "e", "2 of 2  The house burned.")
        await press(pilot, "down", "The house burned.")
        await press(pilot, "enter", "The top", "The yard")
        assert "Other eyes" not in words(pilot.app)
        before = words(pilot.app)
        await pilot.press("right", "left", "enter")
        await pilot.pause()
        assert words(pilot.app) == before


async def test_before_anything_is_read_there_is_nobody_to_look_through(hillside: Table) -> None:
    async with opened(hillside.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "e", "2 more to come", "Read a chapter first")
        await pilot.press("enter", "down", "space")
        await press(pilot, "e", "A new run")
