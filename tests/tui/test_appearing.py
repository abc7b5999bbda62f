"""Prose appears gently: the first words at once, no line moves, and any key lets all of it be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.branches.settings import Settings
from game.tui.app import PACES
from game.tui.widgets.answers import Answers
from game.tui.widgets.prose import Prose
from tests.stories import choice, hall, write_story
from tests.tui.conftest import Table
from tests.tui.watching import choices, opened, press, resize, shows, until, words

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot

    from game.branches import Store

TEXT = [
    f"Paragraph {n}: the snow takes the sound out of everything, and nobody, *nobody at all*, says so."
    for n in range(4)
]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is appearing waits for the test."""
    monkeypatch.setattr(Prose, "STEP", 3600.0)


@pytest.fixture
def table(tmp_path: Path, store: Store) -> Table:
    """A story of two pages of a few lines."""
    first = hall(text=TEXT, choices={"on": choice("porch", say="Go out."), "go": choice("yard", say="Stay.")})
    first["scenes"]["porch"] = {"title": "The porch", "text": TEXT[:2], "choices": {"go": choice("yard")}}
    return Table.of(write_story(tmp_path, chapters={"one": first}), store)


def playing(table: Table, width: int = 80, height: int = 24) -> AbstractAsyncContextManager[Pilot[None]]:
    """The first page, where things move."""
    return opened(table.app(follow="ada", animation="full"), width, height)


def prose(pilot: Pilot[None]) -> Prose:
    return pilot.app.screen.query_one(Prose)


def lines(pilot: Pilot[None]) -> list[str]:
    """The prose as it is drawn now."""
    drawn = prose(pilot)
    return [drawn.render_line(y).text.rstrip() for y in range(drawn.size.height)]


@pytest.mark.usefixtures("still")
async def test_the_first_line_is_there_at_once_and_the_rest_is_not(table: Table) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0: the snow", "1   Go out.")
        assert prose(pilot).appearing
        assert "Paragraph 1" not in words(pilot.app)


async def test_it_comes_by_itself(table: Table) -> None:
    async with playing(table) as pilot:
        await shows(pilot, *(f"Paragraph {n}" for n in range(4)))
        await until(pilot, lambda: not prose(pilot).appearing)


async def test_no_line_moves_while_it_appears(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prose, "STEP", 3600.0)
    async with playing(table, 60, 20) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        place = choices(pilot).region
        monkeypatch.setattr(Prose, "STEP", 1 / 30)
        seen = [lines(pilot)]
        while prose(pilot).appearing:
            prose(pilot)._step()
            seen.append(lines(pilot))
        assert len(seen) > 5
        for before in seen:
            assert all(whole.startswith(part) for part, whole in zip(before, seen[-1], strict=True))
            shown = [bool(part) for part, whole in zip(before, seen[-1], strict=True) if whole]
            assert shown == sorted(shown, reverse=True)
        assert choices(pilot).region == place
        assert lines(pilot) == await _at_once(table)


async def _at_once(table: Table) -> list[str]:
    async with opened(table.app(branch="run-1"), 60, 20) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        return lines(pilot)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(
    "key", ["1", "enter", "down", "space", "escape", "b", "t", "m", "a", "o", "x", "f1", "ctrl+p", "ctrl+q", "q", "tab"]
)
async def test_any_key_completes_it_and_does_nothing_else(table: Table, key: str) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        screen, at = pilot.app.screen, choices(pilot).highlighted
        await press(pilot, key, "Paragraph 3")
        assert not prose(pilot).appearing
        assert (pilot.app.screen, choices(pilot).highlighted) == (screen, at)
        assert pilot.app.is_running
        await pilot.pause()
        assert "1   Go out." in words(pilot.app)


@pytest.mark.usefixtures("still")
async def test_the_press_that_completes_it_takes_no_choice_and_the_next_one_does(table: Table) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        await press(pilot, "1", "Paragraph 3", "1   Go out.")
        await press(pilot, "1", "The porch", "Paragraph 0")
        assert prose(pilot).appearing
        await press(pilot, "enter", "Paragraph 1")
        await press(pilot, "b", "2   Stay.")
        assert prose(pilot).appearing


@pytest.mark.usefixtures("still")
async def test_a_press_twice_completes_it_and_no_more(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        monkeypatch.setattr(Answers, "PAUSE", 3600.0)
        await pilot.press("1", "1", "enter")
        await shows(pilot, "Paragraph 3")
        assert "The porch" not in words(pilot.app)


@pytest.mark.usefixtures("still")
async def test_a_choice_can_be_clicked_before_all_of_it_is_there(table: Table) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        row = next(n for n, line in enumerate(words(pilot.app).splitlines()) if "Go out." in line)
        await pilot.click(offset=(8, row))
        await shows(pilot, "The porch")


@pytest.mark.usefixtures("still")
async def test_a_screen_laid_over_it_takes_its_own_keys(table: Table) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        await pilot.click("Keys", offset=(2, 0))
        await shows(pilot, "Paragraph 3")
        await press(pilot, "a", "The album:")
        await press(pilot, "b", "Paragraph 3")


async def test_with_no_movement_all_of_it_is_there_at_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prose, "STEP", 3600.0)
    async with opened(table.app(follow="ada", animation="none")) as pilot:
        await shows(pilot, "Paragraph 0", "Paragraph 3")
        assert not prose(pilot).appearing


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(("key", "value"), [("reveal", "at-once"), ("motion", "none")])
async def test_it_is_off_by_either_setting(table: Table, key: str, value: str) -> None:
    table.store.set(key, value)
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "Paragraph 3")
        await press(pilot, "1", "The porch", "Paragraph 1")


async def test_slowly_is_slower(table: Table) -> None:
    assert 0 < PACES["slowly"] < PACES["gently"]
    table.store.set("reveal", "slowly")
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0")
        assert prose(pilot)._pace == PACES["slowly"]


async def test_the_setting_counts_from_the_next_page(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prose, "STEP", 3600.0)
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        await press(pilot, "x", "Paragraph 3")
        Settings(table.store).turn("reveal", -1)
        await press(pilot, "1", "The porch", "Paragraph 1")


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("sizes", [[(60, 20)], [(120, 40)], [(10, 5), (80, 24)], [(200, 60), (60, 20), (100, 30)]])
async def test_a_resize_meanwhile_loses_nothing(table: Table, sizes: list[tuple[int, int]]) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go out.")
        for size in sizes:
            await resize(pilot, *size)
        await shows(pilot, "Paragraph 0")
        await press(pilot, "x", *(f"Paragraph {n}" for n in range(4)), "1   Go out.", "2   Stay.")
        shown = " ".join(" ".join(lines(pilot)).split())
        assert shown == " ".join(TEXT).replace("*", "")


async def test_a_resize_meanwhile_does_not_stop_it(table: Table) -> None:
    async with playing(table) as pilot:
        await shows(pilot, "Paragraph 0")
        await resize(pilot, 120, 40)
        await until(pilot, lambda: not prose(pilot).appearing)
        await shows(pilot, *(f"Paragraph {n}" for n in range(4)))


@pytest.fixture
def long(tmp_path: Path, store: Store) -> Table:
    """A story whose first page is longer than the terminal."""
    return Table.of(write_story(tmp_path, chapters={"one": hall(text=TEXT * 6)}), store)


async def test_what_lies_out_of_sight_is_there_as_soon_as_what_is_in_sight(long: Table) -> None:
    async with playing(long, 60, 20) as pilot:
        await until(pilot, lambda: not prose(pilot).appearing)
        shown = " ".join(" ".join(lines(pilot)).split())
        assert shown == " ".join(TEXT * 6).replace("*", "")


@pytest.mark.usefixtures("still")
async def test_the_key_that_reads_on_first_lets_all_of_it_be_there(long: Table) -> None:
    async with playing(long, 60, 20) as pilot:
        await shows(pilot, "Paragraph 0", "1   Go on.")
        await press(pilot, "space", "Paragraph 1", "▾ more")
        assert lines(pilot)[0].startswith("Paragraph 0")
        await pilot.press("space")
        await until(pilot, lambda: "Paragraph 2" in words(pilot.app))
