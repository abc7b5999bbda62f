"""The saved runs in the game: the timeline and what opens from it, by keyboard alone."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest

from game.branches import Choosing, Game, Store
from game.branches.replay import Stop
from game.branches.timeline import Timeline
from game.tui.screens.replay import ReplayScreen
from game.tui.widgets.choices import TAKEN
from game.tui.widgets.grid import Grid
from game.tui.widgets.sight import SightPane
from game.tui.widgets.ways import Ways
from tests.stories import choice, hall, write_story
from tests.tui.conftest import Table
from tests.tui.watching import HOSTILE, opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

TOGETHER = ("keeper", "go-down", "let-him-carry", "keeper", "show-him")
ALONE = ("keeper", "go-down", "let-him-carry", "keeper", "send-home")


def kept(table: Table, name: str, *choices: str) -> Game:
    """A run of that name in the store."""
    game = Game(table.graph, table.store)
    game.open(name)
    for one in choices:
        game.choose(one)
    return game


@pytest.fixture
def parted(table: Table) -> Table:
    """Two runs of the starter story that part in the lamp room; the second was played last."""
    kept(table, "together", *TOGETHER)
    kept(table, "alone", *ALONE)
    return table


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Put a text in place of what the question offers, and answer."""
    await pilot.press("end", "ctrl+u")
    await pilot.press(*("space" if letter == " " else letter for letter in text), "enter")


async def test_two_runs_are_played_named_compared_replayed_and_taken_over(table: Table) -> None:
    async with opened(table.app()) as pilot:
        for last in ("1", "2"):
            await press(pilot, "1" if last == "1" else "2", "Whom do you follow?", "Chapter 1")
            await press(pilot, "1", "The stairs")
            await press(pilot, "1", "The landing")
            await press(pilot, "1", "A moment")
            await press(pilot, "enter", "Whom do you follow?")
            await press(pilot, "1", "The lamp room")
            await press(pilot, last, "The end.")
            await press(pilot, "t", "Continue “run-")
    async with opened(table.app()) as pilot:
        await shows(pilot, "Continue “run-2”")
        await press(pilot, "m", "Everything you have tried", "◉ here", "▪ run-2")
        await press(pilot, "n", "The new name of this run:", "run-2")
        await type_in(pilot, "alone")
        await shows(pilot, "▪ alone", "called “alone”")
        await press(pilot, "c", "◆ marked")
        await press(pilot, "up", "▪ run-1", "ending: Kept together", "Two at the wheel")
        await press(pilot, "c", "Two runs side by side", "alone", "run-1", "Here they part", "differs: choice")
        await press(pilot, "escape", "Everything you have tried")
        await press(pilot, "p", "Replay: page 1 of 6", "Whom do you follow?")
        await press(pilot, "space", "paused")
        await press(pilot, "right", "page 2 of 6", "The stairs")
        await press(pilot, "right", "page 3 of 6", "The landing")
        await press(pilot, "enter", f"1 {TAKEN} ", "The landing", "⏎ Choose")
        assert "Replay" not in words(pilot.app)


async def test_the_timeline_opens_from_every_page_of_a_run_and_closes_again(parted: Table) -> None:
    async with opened(parted.app(branch="alone")) as pilot:
        await press(pilot, "b", "The lamp room", "m Timeline")
        await press(pilot, "m", "Everything you have tried")
        await press(pilot, "m", "The lamp room", "⏎ Choose")
        await press(pilot, "b", "Whom do you follow?", "m Timeline")
        await press(pilot, "m", "Everything you have tried")
        await press(pilot, "escape", "Whom do you follow?")


async def test_enter_goes_to_the_row_and_an_open_end_says_no_more_than_its_words(parted: Table) -> None:
    async with opened(parted.app(branch="alone")) as pilot:
        await press(pilot, "m", "▸ The start")
        await press(pilot, "home", "Crossroads: The rock")
        await press(pilot, "right", "Follow Jonas  ○ not tried")
        await press(pilot, "down", "Not tried: Follow Jonas")
        assert "The boat" not in words(pilot.app)
        await press(pilot, "enter", "Whom do you follow?", "Chapter 1")


async def test_rows_unfold_choice_by_choice_and_fold_again(parted: Table) -> None:
    async with opened(parted.app(branch="alone")) as pilot:
        await press(pilot, "m", "fork, 2 ways")
        await press(pilot, "up", "▪ together")
        await press(pilot, "up", "✦ moment: Dry socks")
        await press(pilot, "right", "→ The landing", "→ The lamp room")
        await pilot.press("left")
        await until(pilot, lambda: "→ The landing" not in words(pilot.app))
        await pilot.press("left")
        await until(pilot, lambda: "▪ together" not in words(pilot.app))


async def test_the_pane_says_which_variables_differ_from_the_start(table: Table) -> None:
    kept(table, "sooty", "keeper", "clean-lamp")
    async with opened(table.app(branch="sooty"), 120, 40) as pilot:
        await press(pilot, "m", "The landing", "= Somebody")
        assert "How far Ada" not in words(pilot.app)


async def test_a_run_is_put_into_the_trash_after_a_question(parted: Table) -> None:
    async with opened(parted.app(branch="alone")) as pilot:
        await press(pilot, "m", "▪ alone")
        await press(pilot, "x", "Put “alone” into the trash?")
        await press(pilot, "escape", "▪ alone")
        await press(pilot, "x", "Put “alone” into the trash?")
        await press(pilot, "2", "Continue “together”")
    assert parted.store.names() == ["together"]


async def test_words_are_found_in_scenes_that_were_read_and_nowhere_else(parted: Table) -> None:
    async with opened(parted.app(branch="alone")) as pilot:
        await press(pilot, "m", "◉ here")
        await press(pilot, "slash", "Find in the scenes you have read:")
        await type_in(pilot, "wheel")
        await shows(pilot, "Two at the wheel", "Found “wheel”", "ending: Kept together")
        await press(pilot, "slash", "Find in")
        await type_in(pilot, "boat tied")
        await shows(pilot, "No scene you have read")


async def test_going_back_shows_forward_until_something_new_is_chosen(parted: Table) -> None:
    async with opened(parted.app(branch="alone")) as pilot:
        await shows(pilot, "The oars")
        assert "Forward" not in words(pilot.app)
        await press(pilot, "b", "The lamp room", "f Forward")
        await press(pilot, "f", "The oars")
        await until(pilot, lambda: "Forward" not in words(pilot.app))
        await press(pilot, "b", "f Forward")
        await press(pilot, "1", "Two at the wheel")
        await until(pilot, lambda: "Forward" not in words(pilot.app))


async def test_skip_goes_by_what_was_read_to_the_first_choice_not_yet_taken(table: Table) -> None:
    kept(table, "one", *TOGETHER)
    kept(table, "two", "boy")
    kept(table, "three", "keeper", "clean-lamp")
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs", "s Skip")
        await press(pilot, "s", "Chapter 2", "Ada Lund", "2 choices you know went by")
        await press(pilot, "b", "The landing", "soot on her cuffs")
    async with opened(table.app(branch="one")) as pilot:
        await press(pilot, "b", "The lamp room")
        await pilot.pause()
        assert "s Skip" not in words(pilot.app)


async def test_the_chart_says_how_much_was_seen_and_enters_by_the_newest_run(parted: Table) -> None:
    async with opened(parted.app(branch="alone"), 60, 20) as pilot:
        await press(pilot, "m", "◉ here")
        await press(pilot, "h", "Who was followed", "Ada Lund, chapter 2", " scenes seen, ", "%")
        await press(pilot, "left", "Ada Lund, chapter 1")
        await press(pilot, "down", "Jonas, chapter 1", "not followed here yet")
        await press(pilot, "enter", "Nobody has been")
        await press(pilot, "up", "Ada Lund, chapter 1")
        await press(pilot, "enter", "The stairs", "⏎ Choose")


async def test_the_chart_takes_the_mouse(parted: Table) -> None:
    async with opened(parted.app(branch="alone")) as pilot:
        await press(pilot, "m", "h Chart")
        await press(pilot, "h", "Ada Lund, chapter 2")
        await pilot.click(Grid, offset=(20, 2))
        await shows(pilot, "Jonas, chapter 1")


async def test_the_app_opens_on_a_replay_that_plays_itself(parted: Table) -> None:
    async with opened(parted.app(replay="together", speed=32.0)) as pilot:
        await shows(pilot, "Replay: page 6 of 6, at its end", "Two at the wheel")
        await press(pilot, "enter", "Two at the wheel", "The end.")
    async with opened(parted.app(replay="together", speed=1.0)) as pilot:
        await shows(pilot, "playing, 1 times as fast")
        await press(pilot, "plus", "2 times")
        await press(pilot, "minus", "1 times")
        await press(pilot, "p", "A new run")


async def test_a_replay_waits_under_the_help(parted: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stop, "seconds", 0.3)
    async with opened(parted.app(replay="together")) as pilot:
        await shows(pilot, "Replay: page")
        replay = pilot.app.screen
        assert isinstance(replay, ReplayScreen)
        await pilot.press("question_mark")
        await until(pilot, lambda: pilot.app.screen is not replay)
        at = replay._at
        await pilot.pause(0.8)
        assert replay._at == at
        await pilot.press("escape")
        await shows(pilot, "page 6 of 6")


async def test_what_is_put_into_the_trash_is_not_skipped_any_more(table: Table) -> None:
    kept(table, "one", *TOGETHER)
    kept(table, "two", "keeper", "clean-lamp")
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs", "s Skip")
        Timeline(pilot.app._game).discard("one")  # type: ignore[attr-defined]
        await press(pilot, "m", "Everything you have tried")
        await press(pilot, "escape", "The stairs")
        await until(pilot, lambda: "s Skip" not in words(pilot.app))


async def test_taking_over_in_the_middle_of_another_run_makes_a_new_one(parted: Table) -> None:
    async with opened(parted.app(replay="together")) as pilot:
        await press(pilot, "space", "paused")
        await press(pilot, "right", "page 2 of 6")
        await press(pilot, "enter", "The stairs", "⏎ Choose")
        await press(pilot, "2", "The landing")
    assert parted.store.path(parted.store.named("together").tip)[-1].choice == "show-him"
    assert len(parted.store.names()) == 3


async def test_previously_has_three_lengths_and_any_key_goes_on(tmp_path: Path, store: Store) -> None:
    one = hall(tells=["first", "second"], choices={"on": choice("porch"), "go": choice("yard")})
    one["scenes"]["porch"] = {"title": "Porch", "text": ["x"], "tells": ["third"], "choices": {"go": choice("yard")}}
    facts = [{"id": id, "fact": f"The {id} fact."} for id in ("first", "second", "third")]
    table = Table.of(write_story(tmp_path, chapters={"one": one}, ledger={"beats": {"beats": facts}}), store)
    kept(table, "mine", "ada", "on")
    for key in ("enter", "1", "7", "escape"):
        async with opened(table.app(), 60, 20) as pilot:
            await shows(pilot, "Continue “mine”")
            await press(pilot, "1", "Previously…  a paragraph", "The second fact.", "r Shorter or longer")
            await press(pilot, "r", "the whole", "Chapter one", "The first fact.")
            await press(pilot, "r", "a line", "The third fact.")
            assert "The second fact" not in words(pilot.app)
            await press(pilot, key, "Porch", "⏎ Choose")


@pytest.mark.parametrize("x", HOSTILE)
async def test_names_are_shown_as_they_were_typed(parted: Table, x: str) -> None:
    kept(parted, f"{x} run", "boy")
    async with opened(parted.app(branch="alone")) as pilot:
        await press(pilot, "m", "▪ alone")
        await press(pilot, "n", "The new name")
        await type_in(pilot, "other")
        await shows(pilot, "▪ other")
        await press(pilot, "home", "The start")
        await press(pilot, "right", f"▪ {x} run")
        await press(pilot, "down", "Jonas")
        await press(pilot, "x", f"Put “{x} run” into")
        await press(pilot, "escape", f"▪ {x} run")
        await press(pilot, "n", f"{x} run")
        await type_in(pilot, "other")
        await shows(pilot, "already")
        await press(pilot, "c", "◆ marked")
        await press(pilot, "end", "The oars")
        await press(pilot, "c", "Two runs side by side", f"{x} run")
        await press(pilot, "c", "Everything you have tried")
        await press(pilot, "slash", "Find")
        await type_in(pilot, x.replace(" ", "_"))
        await shows(pilot, "No scene")


async def test_everything_is_there_in_the_smallest_terminal(parted: Table) -> None:
    async with opened(parted.app(branch="alone"), 60, 20) as pilot:
        await press(pilot, "m", "◉ here", "⏎ Go", "m Back", "n Name", "c Mark", "? Help", "q Quit")
        assert pilot.app.screen.query_one(Ways).size.height >= 6
        assert pilot.app.screen.query_one(SightPane).size.height >= 6
        await press(pilot, "c", "◆ marked")
        await press(pilot, "up", "Two at the wheel")
        await press(pilot, "c", "Two runs side by side", "alone")


async def test_a_run_the_story_has_lost_is_said_to_be_lost(tmp_path: Path, store: Store) -> None:
    was = Table.of(write_story(tmp_path / "was", chapters={"one": hall(choices={"leave": choice("yard")})}), store)
    kept(was, "old", "ada", "leave")
    async with opened(Table.of(write_story(tmp_path / "is"), store).app(branch="old")) as pilot:
        await press(pilot, "m", "┬ goes on")
        await press(pilot, "right", "× no longer in the story")


def _endless(tmp_path: Path, store: Store) -> Table:
    """A story that goes in a circle for as long as one likes."""
    turns = {"on": choice("porch"), "off": choice("porch"), "go": choice("yard")}
    one = hall(choices=turns)
    back = {"on": choice("hall"), "off": choice("hall"), "go": choice("yard")}
    one["scenes"]["porch"] = {"title": "Porch", "text": ["x"], "choices": back}
    return Table.of(write_story(tmp_path, chapters={"one": one}), store)


def _grow(store: Store, ways: int, length: int) -> None:
    """So many random ways of so many choices, and one with a fork at each choice."""
    chance = random.Random(1)

    def way(name: str) -> list[Choosing]:
        places = itertools.cycle(["hall", "porch"])
        path = [Choosing("one", "ada", next(places))]
        for _ in range(length):
            path.append(Choosing(path[-1].arrived or "", chance.choice(["on", "off"]), next(places)))
        store.graft(path, name)
        return path

    for number in range(ways):
        way(f"way {number}")
    forked = way("forked")
    for n in range(2, length):
        store.graft([*forked[:n], Choosing(forked[n - 1].arrived or "", "go", "yard")], f"fork {n}")


@pytest.mark.parametrize("ways", [5, 100])
def test_opening_reads_no_more_of_a_large_tree_than_of_a_small_one(tmp_path: Path, store: Store, ways: int) -> None:
    table = _endless(tmp_path, store)
    _grow(store, ways, 50)
    game = Game(table.graph, store)
    game.open("forked")
    reads: list[str] = []
    store._db.set_trace_callback(reads.append)
    timeline = Timeline(game)
    rows = timeline.rows()
    timeline.sight(timeline.key_here())
    store._db.set_trace_callback(None)
    assert len(rows) > 40
    assert len(reads) <= 16, reads
