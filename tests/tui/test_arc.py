"""The arc by keyboard: the run's curve, in words too, and another run over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from tests.stories import write_story
from tests.tui.conftest import Table
from tests.tui.test_timeline import kept
from tests.tui.watching import opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from game.branches import Store


def title(pilot: Pilot[None]) -> str:
    """What the screen says it shows."""
    return str(pilot.app.screen.query_one("#browse-title", Static).render())


async def test_the_arc_shows_the_run_in_a_curve_and_in_words(hillside: Table) -> None:
    kept(hillside, "mine", "ada", "go")
    async with opened(hillside.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "v", "The arc of “mine”", "crisis", "climax", "resolution")
        await shows(pilot, "Highest so far: The top (Chapter one), crisis.", "Last: The top, crisis.")
        assert "Another run" not in words(pilot.app)
        await press(pilot, "r", "The arc of “mine”")
        assert title(pilot) == "The arc of “mine”"
        await press(pilot, "v", "The top")


async def test_other_runs_lie_over_it_one_after_the_other_and_none_again(hillside: Table) -> None:
    kept(hillside, "other", "ben", "go")
    kept(hillside, "third", "ada", "go", "on")
    kept(hillside, "mine", "ada")
    async with opened(hillside.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "v", "The arc of “mine”", "r Another run over it")
        seen = []
        for _ in range(3):
            before = title(pilot)
            await pilot.press("r")
            await until(pilot, lambda: title(pilot) != before)  # noqa: B023
            seen.append(title(pilot))
        assert sorted(seen[:2]) == ["The arc of “mine”, and “other” over it", "The arc of “mine”, and “third” over it"]
        assert seen[2] == "The arc of “mine”"
        await shows(pilot, "Last: Uphill, exposition.")


async def test_a_run_without_a_lens_says_so(tmp_path: Path, store: Store) -> None:
    async with opened(Table.of(write_story(tmp_path), store).app(follow="ada"), 60, 20) as pilot:
        await press(pilot, "v", "The arc of “run-1”", "No scene of this run has a lens yet.")
        await press(pilot, "b", "Something happens.")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_the_arc_fits_every_terminal(hillside: Table, size: tuple[int, int]) -> None:
    kept(hillside, "other", "ben", "go")
    kept(hillside, "mine", "ada", "go", "on")
    async with opened(hillside.app(branch="mine"), *size) as pilot:
        await press(pilot, "v", "The arc of “mine”", "climax", "Highest so far")
        await press(pilot, "r", "and “other” over it", "? Help", "q Quit")
