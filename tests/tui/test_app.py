"""The game in a terminal, from the title to the recap and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.branches import Game
from game.errors import ChoiceError
from tests.stories import choice, hall, write_story
from tests.tui.conftest import Table
from tests.tui.watching import choices, click_on, opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from game.branches import Store


async def test_a_story_is_played_from_title_to_recap_with_number_keys(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await shows(pilot, "The lighthouse", "a small story to start from", "1   A new run")
        await press(pilot, "1", "Whom do you follow?", "1 Ada", "2 Jonas", "Ada Lund")
        await press(pilot, "2", "The boat", "Jonas █")
        await press(pilot, "1", "Whom do you follow?")
        await press(pilot, "2", "The lamp room")
        await press(pilot, "1", "Two at the wheel", "The end.")
        await press(pilot, "1", "Kept together", "As it was told.", "Moments found in this run: 0", "A new run")
        await press(pilot, "1", "Whom do you follow?", "Chapter 1")


async def test_a_story_is_played_with_arrows_and_enter(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "enter", "Whom do you follow?", "She has kept the light")
        await press(pilot, "down", "He has rowed out without asking.", "A story about being useful.")
        await press(pilot, "enter", "The boat")
        await press(pilot, "enter", "Whom do you follow?", "He has rowed out")
        await press(pilot, "enter", "The lamp room")
        await press(pilot, "enter", "The end.")
        await press(pilot, "enter", "Kept together")


async def test_a_story_is_played_with_the_mouse(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await click_on(pilot, "A new run")
        await click_on(pilot, "2 Jonas")
        await click_on(pilot, "Tie up")
        await click_on(pilot, "1 Ada")
        await click_on(pilot, "Send him home")
        await click_on(pilot, "The end.")
        await click_on(pilot, "Back to where you left the film")
        await shows(pilot, "The lamp room")


async def test_a_closed_choice_says_why_and_cannot_be_taken(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "2", "–   Take the can from him.  (Your hands are black already.)")
        page = words(pilot.app)
        await pilot.press("2")
        await click_on(pilot, "Take the can")
        await press(pilot, "down", "The landing")
        assert choices(pilot).highlighted == 0
        assert words(pilot.app) == page


async def test_a_moment_is_shown_over_the_page_and_put_away(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await press(pilot, "1", "A moment: Dry socks", "grey, darned at both heels", "Go on")
        await press(pilot, "enter", "Whom do you follow?")


@pytest.mark.parametrize("way", ["escape", "click", "backdrop"])
async def test_a_moment_goes_away_by_any_plain_gesture(table: Table, way: str) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await press(pilot, "1", "A moment: Dry socks")
        if way == "click":
            await click_on(pilot, "darned")
        elif way == "backdrop":
            await pilot.click(offset=(0, 2))
        else:
            await pilot.press(way)
        await until(pilot, lambda: not pilot.app.screen.is_modal)


async def test_back_takes_one_choice_back_and_at_the_beginning_opens_the_title(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await press(pilot, "b", "The stairs")
        await press(pilot, "backspace", "Whom do you follow?")
        await press(pilot, "b", "A new run")


async def test_the_look_back_tells_the_way_and_on_request_the_facts(dressed_table: Table) -> None:
    game = Game(dressed_table.graph, dressed_table.store)
    game.open("mine")
    for one in ("keeper", "go-down", "let-him-carry", "keeper", "show-him"):
        game.choose(one)
    fact = game.recap()[0].facts[0][:30]
    async with opened(dressed_table.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "1", "The rock  ·  Ada Lund", "The stairs. The landing.", "A moment: Dry socks")
        assert fact not in words(pilot.app)
        await press(pilot, "r", fact, "The stairs. The landing.")
        await pilot.press("r")
        await until(pilot, lambda: fact not in words(pilot.app))


async def test_back_from_the_recap_is_the_last_page(table: Table) -> None:
    async with opened(table.app(follow="boy")) as pilot:
        await press(pilot, "1", "Whom do you follow?")
        await press(pilot, "2", "The lamp room")
        await press(pilot, "1", "The end.")
        await press(pilot, "1", "Moments found in this run")
        await press(pilot, "b", "Two at the wheel", "The end.")
        await press(pilot, "b", "The lamp room")


async def test_a_what_if_says_so_and_offers_the_way_back(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await press(pilot, "1", "A moment")
        await press(pilot, "enter", "Whom do you follow?")
        await press(pilot, "1", "Send him home before the tide.  (leaves the film)")
        await press(pilot, "2", "The oars", "what if")
        await press(pilot, "1", "Kept alone", "A what-if: the film went another way.", "A moment: Dry socks")
        await press(pilot, "1", "The lamp room")


async def test_help_opens_over_anything_and_only_once(table: Table) -> None:
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        for key in ("question_mark", "f1", "2"):
            await press(pilot, key, "How to play", "take the last choice back")
            await press(pilot, "escape", "A new run")
        await press(pilot, "1", "Whom do you follow?")
        await press(pilot, "question_mark", "How to play")
        await press(pilot, "question_mark", "Whom do you follow?")
        assert not pilot.app.screen.is_modal


async def test_the_title_continues_the_run_where_it_was_left(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await press(pilot, "t", "1   Continue “run-1”", "2   A new run")
        await press(pilot, "1", "The landing")


async def test_another_app_on_the_same_store_continues_the_run(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "2", "The landing", "soot on her cuffs")
    async with opened(table.app()) as pilot:
        await shows(pilot, "Continue “run-1”")
        await press(pilot, "enter", "The landing", "soot on her cuffs")


async def test_a_named_branch_is_opened_and_kept_apart(table: Table) -> None:
    async with opened(table.app(branch="mine", follow="boy")) as pilot:
        await shows(pilot, "The boat")
    async with opened(table.app(branch="mine")) as pilot:
        await shows(pilot, "The boat")
    async with opened(table.app(branch="other")) as pilot:
        await shows(pilot, "Whom do you follow?")


async def test_a_hero_nobody_knows_ends_the_app_with_that_fault(table: Table) -> None:
    app = table.app(follow="nobody")
    with pytest.raises(ChoiceError, match="nobody"):
        async with opened(app):
            pass
    assert isinstance(app.fault, ChoiceError)
    assert app.return_code == 1


@pytest.mark.parametrize("keys", [[], ["1", "question_mark"], ["1", "1", "1", "1"]])
async def test_q_leaves_from_anywhere(table: Table, keys: list[str]) -> None:
    app = table.app()
    async with opened(app) as pilot:
        await shows(pilot, "A new run")
        for key in keys:
            before = words(app)
            await pilot.press(key)
            await until(pilot, lambda before=before: words(app) != before)  # type: ignore[misc]
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)
    assert app.return_code == 0


async def test_the_footer_names_the_keys(table: Table) -> None:
    async with opened(table.app(follow="boy"), 60, 20) as pilot:
        await shows(pilot, "The boat", "⏎ Choose", "b Back", "m Timeline", "a Album", "? Help", "q Quit")


async def test_choices_lost_with_a_change_of_the_story_are_told(tmp_path: Path, store: Store) -> None:
    was = Table.of(write_story(tmp_path / "was", chapters={"one": hall(choices={"leave": choice("yard")})}), store)
    game = Game(was.graph, store)
    game.open("old")
    game.choose("ada")
    game.choose("leave")
    async with opened(Table.of(write_story(tmp_path / "is"), store).app(branch="old")) as pilot:
        await shows(pilot, "A scene", "Go on.", "The story has changed")
