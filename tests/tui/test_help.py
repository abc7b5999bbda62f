"""Help: the keys of the screen it was opened over, and how to play."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.branches import Game
from game.tui.screens.help import HelpScreen, KeyRow
from game.tui.widgets.answers import Answers
from tests.tui.watching import click_on, opened, press, shows, until, words

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Table

SCREENS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "title": (["t"], ("1 … 9 Take the choice", "⏎ Choose", "m Timeline: everything", "o Settings", "ctrl+p Commands")),
    "page": ([], ("b ⌫ Back: take the last choice back", "pgup Read back", "pgdn space Read on", "t Title")),
    "crossroads": (["b"], ("⏎ Follow", "← ↑ → ↓ Walk the cards", "1 … 9 Take")),
    "timeline": (["m"], ("→ Open: show more", "← Fold: show less", "c Mark: a run", "x Trash", "m esc b Back")),
    "chart": (["m", "h"], ("⏎ Go there", "↑ ↓ ← → Walk the chart", "esc b h Back")),
    "replay": (["m", "p"], ("space Pause: or go on", "← Step back", "+ = Faster", "- Slower", "pgdn Read on")),
    "album": (["a"], ("→ Next moment", "↓ The row below", "pgdn Next chapter", "w Show me a way", "esc b a Back")),
    "eyes": (["e"], ("⏎ Open", "space Read on", "esc b e Back")),
    "codex": (["k"], ("↑ ↓ pgup pgdn Walk the list", "esc b k Back")),
    "arc": (["v"], ("r Another run over it", "esc b v Back")),
    "settings": (["o"], ("⏎ → + Change: to the next value", "← - Change: to the value before", "? Help")),
    "question": (["m", "slash"], ("⏎ Done", "esc Leave it", "f1 Help")),
    "moment": (["1", "1"], ("⏎ space esc Go on", "q Quit", "? Help")),
    "palette": (["ctrl+p"], ("esc Exit the command palette",)),
}


def said(pilot: Pilot[None]) -> list[str]:
    """The rows of the help that is open."""
    screen = pilot.app.screen
    assert isinstance(screen, HelpScreen)
    return [f"{deed.shown} {deed.does}" for deed in screen._deeds]


@pytest.fixture
def two(table: Table) -> Table:
    """Another run beside the one that is opened, so that there is something to compare and to follow."""
    game = Game(table.graph, table.store)
    game.open("other")
    for choice in ("boy", "tie-up"):
        game.choose(choice)
    return table


@pytest.mark.parametrize("name", SCREENS)
async def test_help_names_the_keys_of_the_screen_it_lies_over_and_goes_away_again(two: Table, name: str) -> None:
    keys, rows = SCREENS[name]
    async with opened(two.app(branch="mine", follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        for key in keys:
            before = words(pilot.app)
            await pilot.press(key)
            await until(pilot, lambda before=before: words(pilot.app) != before)  # type: ignore[misc]
        under = pilot.app.screen
        await press(pilot, "f1", "How to play")
        for row in rows:
            assert any(one.startswith(row) for one in said(pilot)), (row, said(pilot))
        await pilot.press("f1")
        await until(pilot, lambda: pilot.app.screen is under)


async def test_what_has_no_use_here_is_not_named(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "question_mark", "How to play")
        assert not any("Forward" in row or "Skip" in row or "Focus Next" in row for row in said(pilot))
        await press(pilot, "escape", "The stairs")
        await press(pilot, "1", "The landing")
        await press(pilot, "b", "The stairs", "f Forward")
        await press(pilot, "question_mark", "f             Forward: take again what you took back")


async def test_it_opens_once(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await press(pilot, "f1", "How to play")
        await press(pilot, "question_mark", "A new run")
        assert len(pilot.app.screen_stack) == 2


async def test_a_question_mark_can_be_written_where_one_writes(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "m", "Everything you have tried")
        await press(pilot, "slash", "Find in the scenes")
        await pilot.press(*"why?", "enter")
        await shows(pilot, "No scene you have read has “why?”")


async def test_a_click_on_a_row_is_its_key(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "question_mark", "Codex: the people")
        await click_on(pilot, "Codex: the people")
        await shows(pilot, "The codex:")
        await press(pilot, "question_mark", "Back")
        await click_on(pilot, "Back")
        await shows(pilot, "The stairs")


async def test_a_click_on_the_row_of_all_numbers_takes_no_choice(table: Table) -> None:
    async with opened(table.app(follow="keeper"), 80, 30) as pilot:
        await press(pilot, "question_mark", "1 … 9")
        await click_on(pilot, "1 … 9")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_all_of_it_can_be_read_at_every_size(table: Table, size: tuple[int, int]) -> None:
    async with opened(table.app(follow="keeper"), *size) as pilot:
        await press(pilot, "question_mark", "How to play")
        rows = [row.query_one(".key").region.x for row in pilot.app.screen.query(KeyRow)]
        assert len(set(rows)) == 1
        for _ in range(8):
            if "attention" in words(pilot.app):
                break
            await pilot.press("space")
        assert "attention" in words(pilot.app)


async def test_it_is_not_put_away_by_the_press_that_opened_it(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answers, "PAUSE", 30.0)
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "f1", "How to play")
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_every_key_of_ours_says_what_it_does(two: Table) -> None:
    seen: set[str] = set()
    async with opened(two.app(branch="mine", follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        for key in (
            "",
            "m",
            "h",
            "escape",
            "escape",
            "a",
            "escape",
            "e",
            "escape",
            "k",
            "escape",
            "v",
            "escape",
            "o",
            "escape",
            "t",
        ):
            before = words(pilot.app)
            if key:
                await pilot.press(key)
                await until(pilot, lambda before=before: words(pilot.app) != before)  # type: ignore[misc]
            silent = [
                binding.key
                for node, binding, _, _ in pilot.app.screen.active_bindings.values()
                if not binding.description and type(node).__module__.startswith("game.") and not binding.system
            ]
            assert silent == []
            seen.add(type(pilot.app.screen).__name__)
    assert len(seen) >= 9
