"""What a page says of the runs before: which choices have been taken, whether one can go forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.tui.widgets.choices import TAKEN
from tests.stories import choice, hall, vignette, write_story
from tests.tui.conftest import Table
from tests.tui.watching import choices, opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from game.branches import Store


@pytest.fixture
def two_ways(tmp_path: Path, store: Store) -> Table:
    """A hall with two ways to a yard, where a moment opens."""
    ways = {"gate": choice("yard", say="By the gate."), "hedge": choice("yard", say="Through the hedge.")}
    moment = vignette(unlock={"at": "yard"})
    return Table.of(write_story(tmp_path, chapters={"one": hall(choices=ways)}, vignettes={"tea": moment}), store)


async def test_a_choice_taken_before_is_marked_in_this_run_and_in_the_next(two_ways: Table) -> None:
    async with opened(two_ways.app(follow="ada")) as pilot:
        await shows(pilot, "1   By the gate.", "2   Through the hedge.")
        assert TAKEN not in words(pilot.app)
        await press(pilot, "2", "A moment: Tea")
        await press(pilot, "escape", "1   The end.")
        await press(pilot, "b", "1   By the gate.", f"2 {TAKEN} Through the hedge.")
        await press(pilot, "t", "A new run")
    async with opened(two_ways.app(follow="ben")) as pilot:
        await shows(pilot, "1   By the gate.", f"2 {TAKEN} Through the hedge.")


async def test_the_mark_moves_nothing_and_leaves_the_cursor(two_ways: Table) -> None:
    async with opened(two_ways.app(follow="ada")) as pilot:
        await shows(pilot, "1   By the gate.")
        await press(pilot, "down", "By the gate.")
        await until(pilot, lambda: choices(pilot).highlighted == 1)
        choices(pilot).mark(frozenset(["gate"]))
        await shows(pilot, f"1 {TAKEN} By the gate.", "2   Through the hedge.")
        assert choices(pilot).highlighted == 1


async def test_a_page_under_a_moment_knows_whether_one_can_go_forward_from_it(two_ways: Table) -> None:
    async with opened(two_ways.app(follow="ada")) as pilot:
        await press(pilot, "1", "A moment: Tea")
        await press(pilot, "escape", "The end.")
        await press(pilot, "b", "By the gate.", "f Forward")
        await press(pilot, "f", "A moment: Tea")
        await press(pilot, "escape", "The end.", "q Quit")
        await until(pilot, lambda: "f Forward" not in words(pilot.app))
