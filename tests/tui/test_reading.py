"""Long pages, quick fingers, and terminals of every size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import MouseScrollDown

from game.branches import Game
from game.tui.screens.play import PlayScreen
from game.tui.screens.too_small import TooSmallScreen
from game.tui.widgets.answers import Answers
from game.tui.widgets.cards import Cards
from game.tui.widgets.reading import MORE, Reading
from tests.stories import choice, ending, frame, hall, scene, vignette, write_story
from tests.tui.conftest import Table
from tests.tui.watching import choices, click_on, opened, press, resize, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from game.branches import Store

LONG = [f"Paragraph {n} " + "of a page that is longer than any terminal " * 3 for n in range(1, 13)]


@pytest.fixture
def long(tmp_path: Path, store: Store) -> Table:
    """A story whose first page, and a moment on the next, are long."""
    first = hall(text=LONG)
    moment = vignette(unlock={"at": "yard"}, text=LONG)
    return Table.of(write_story(tmp_path, chapters={"one": first}, vignettes={"tea": moment}), store)


@pytest.mark.parametrize("key", ["space", "enter", "pagedown", "1"])
async def test_a_long_page_is_read_before_a_key_chooses(long: Table, key: str) -> None:
    async with opened(long.app(follow="ada"), 60, 20) as pilot:
        await shows(pilot, "Paragraph 1 ", MORE, "1   Go on.")
        reading = pilot.app.screen.query_one(Reading)
        await until(pilot, lambda: reading.has_focus)
        await to_the_end(pilot, key)
        await shows(pilot, "Paragraph 12", "1   Go on.")
        assert MORE not in words(pilot.app)
        await press(pilot, "pageup", MORE)
        assert choices(pilot).has_focus


async def test_tab_leaves_the_choices_where_they_can_be_taken(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "1   ")
        for key in ("tab", "shift+tab"):
            await pilot.press(key)
            await until(pilot, lambda: choices(pilot).has_focus)
        await press(pilot, "enter", "The landing")


def page_of(lines: int) -> list[str]:
    """Paragraphs that take so many lines, with those between them."""
    *most, last = ["A line."] * ((lines + 1) // 2)
    return [*most, last if lines % 2 else f"{last * 9} And a line."]


async def to_the_end(pilot: Pilot[None], key: str = "space") -> None:
    """Read a long page."""
    for _ in range(12):
        if choices(pilot).has_focus:
            break
        await pilot.press(key)
        await pilot.pause()
    await until(pilot, lambda: choices(pilot).has_focus)


async def test_a_page_turned_leaves_no_line_unread(long: Table) -> None:
    async with opened(long.app(follow="ada"), 60, 20) as pilot:
        await shows(pilot, "Paragraph 1 ", MORE)
        seen = ""
        while not choices(pilot).has_focus:
            seen += words(pilot.app)
            before = pilot.app.screen.query_one(Reading).scroll_y
            await pilot.press("space")
            await until(pilot, lambda before=before: pilot.app.screen.query_one(Reading).scroll_y > before)  # type: ignore[misc]
            await pilot.pause()
        seen += words(pilot.app)
        assert all(f"Paragraph {n} " in seen for n in range(1, 13))


async def test_the_words_of_the_next_page_stand_in_their_place_in_the_first_frame(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[list[str]] = []
    rest = PlayScreen._show_rest

    def watched(self: PlayScreen) -> None:
        frames.append(words(self.app).splitlines())
        rest(self)

    monkeypatch.setattr(PlayScreen, "_show_rest", watched)
    table = Table.of(write_story(tmp_path, chapters={"one": hall(text=LONG)}), store)
    async with opened(table.app(follow="ada")) as pilot:
        await shows(pilot, "Paragraph 1 ", MORE)
        await to_the_end(pilot)
        await press(pilot, "1", "The end.")
        line = next(line for line in words(pilot.app).splitlines() if "Something happens." in line)
        assert frames[-1].index(line) == words(pilot.app).splitlines().index(line)


async def test_the_wheel_reads_on_too(long: Table) -> None:
    async with opened(long.app(follow="ada"), 60, 20) as pilot:
        await shows(pilot, MORE)
        reading = pilot.app.screen.query_one(Reading)
        for _ in range(100):
            if choices(pilot).has_focus:
                break
            await pilot._post_mouse_events([MouseScrollDown], Reading)
        await until(pilot, lambda: choices(pilot).has_focus)
        assert reading.scroll_y == reading.max_scroll_y


async def test_a_long_moment_is_read_before_enter_puts_it_away(long: Table) -> None:
    async with opened(long.app(follow="ada"), 60, 20) as pilot:
        await shows(pilot, MORE)
        await to_the_end(pilot)
        await press(pilot, "1", "A moment: Tea", MORE)
        moment = pilot.app.screen
        await pilot.press("enter")
        await until(pilot, lambda: moment.query_one(Reading).scroll_y > 0)
        assert pilot.app.screen is moment
        for _ in range(12):
            if pilot.app.screen is not moment:
                break
            await pilot.press("enter")
            await pilot.pause()
        assert pilot.app.screen is not moment


async def test_a_long_page_after_a_crossroads_is_read_like_any_other(tmp_path: Path, store: Store) -> None:
    one = hall(choices={"go": choice("two")})
    one["scenes"].pop("yard")
    two = {"chapter": "two", "title": "Two", "entrances": {"ada": "porch"}, "scenes": {}}
    two["scenes"] = {"porch": scene(text=LONG, ending=ending())}
    episodes = [{"id": "all", "title": "All", "chapters": ["one", "two"]}]
    folder = write_story(tmp_path, story=frame(episodes=episodes, state={}), chapters={"one": one, "two": two})
    async with opened(Table.of(folder, store).app(follow="ada")) as pilot:
        await press(pilot, "1", "Whom do you follow?")
        await press(pilot, "1", "Paragraph 1 ", MORE, "space Read on")
        assert pilot.app.screen.query_one(Reading).unread


async def test_a_look_back_that_is_long_is_read_like_a_page(tmp_path: Path, store: Store) -> None:
    one = hall(title="A long title " * 30, choices={"again": choice("hall"), "go": choice("yard")})
    table = Table.of(write_story(tmp_path, chapters={"one": one}), store)
    game = Game(table.graph, store)
    game.open("mine")
    for taken in ("ada", "again", "again", "again", "go"):
        game.choose(taken)
    async with opened(table.app(branch="mine")) as pilot:
        await press(pilot, "1", "As it was told.", MORE, "space Read on")


async def test_what_was_never_uncovered_has_not_been_read(tmp_path: Path, store: Store) -> None:
    one = hall()
    one["scenes"]["yard"]["text"] = page_of(17)
    moment = vignette(unlock={"at": "yard"})
    table = Table.of(write_story(tmp_path, chapters={"one": one}, vignettes={"tea": moment}), store)
    async with opened(table.app(follow="ada")) as pilot:
        await press(pilot, "1", "A moment: Tea")
        await resize(pilot, 60, 20)
        await press(pilot, "escape", "The end.", MORE, "space Read on")


@pytest.mark.parametrize("first", [1, 30])
@pytest.mark.parametrize("second", [1, 16, 17, 18, 19, 20, 30])
async def test_a_page_that_came_under_a_moment_says_rightly_whether_there_is_more(
    tmp_path: Path, store: Store, first: int, second: int
) -> None:
    one = hall(text=page_of(first))
    one["scenes"]["yard"]["text"] = page_of(second)
    moment = vignette(unlock={"at": "yard"}, text=LONG)
    table = Table.of(write_story(tmp_path, chapters={"one": one}, vignettes={"tea": moment}), store)
    async with opened(table.app(follow="ada")) as pilot:
        await shows(pilot, "Go on.")
        await to_the_end(pilot)
        await press(pilot, "1", "A moment: Tea")
        await press(pilot, "escape", "The end.")
        reading = pilot.app.screen.query_one(Reading)
        await until(pilot, lambda: (reading if reading.max_scroll_y else choices(pilot)).has_focus)
        await until(pilot, lambda: (MORE in words(pilot.app)) == reading.unread == (reading.max_scroll_y > 0))
        assert reading.virtual_size.height == second


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (120, 40)])
async def test_choices_are_never_below_the_edge(tmp_path: Path, store: Store, width: int, height: int) -> None:
    many = {f"go-{n}": choice("yard", say=f"Choice {n} " + "in rather many words " * 4) for n in range(9)}
    table = Table.of(write_story(tmp_path, chapters={"one": hall(text=LONG, choices=many)}), store)
    async with opened(table.app(follow="ada"), width, height) as pilot:
        await shows(pilot, "Paragraph 1", "Choice 0")
        region = choices(pilot).region
        await until(pilot, lambda: region.bottom <= height - 1)
        assert pilot.app.screen.query_one(Reading).region.bottom <= region.y


async def test_a_resize_keeps_the_place_in_the_text(long: Table) -> None:
    async with opened(long.app(follow="ada"), 60, 20) as pilot:
        await shows(pilot, MORE)
        await press(pilot, "space", "Paragraph 5 ")
        await press(pilot, "space", "Paragraph 9 ")
        for width, height in ((120, 24), (80, 22), (10, 5), (60, 20)):
            await resize(pilot, width, height)
            if width >= 60:
                await shows(pilot, "Paragraph 9 ")


@pytest.mark.parametrize("over", ["o", "question_mark"])
async def test_a_resize_keeps_the_place_in_a_text_that_lies_under_another_screen(long: Table, over: str) -> None:
    async with opened(long.app(follow="ada"), 60, 20) as pilot:
        await shows(pilot, MORE)
        await press(pilot, "space", "Paragraph 5 ")
        await press(pilot, "space", "Paragraph 9 ")
        await pilot.press(over)
        await until(pilot, lambda: pilot.app.screen.is_modal)
        await resize(pilot, 120, 24)
        await pilot.press("escape")
        await shows(pilot, "Paragraph 9 ", "Go on.")


async def test_a_resize_keeps_the_choice_under_the_cursor(table: Table) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "down", "The stairs")
        await until(pilot, lambda: choices(pilot).highlighted == 1)
        for width, height in ((60, 20), (10, 5), (120, 40)):
            await resize(pilot, width, height)
        await press(pilot, "enter", "The landing", "soot on her cuffs")


async def test_a_key_pressed_twice_answers_one_page(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answers, "PAUSE", 3600.0)
    async with opened(table.app(follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        choices(pilot)._shown = 0
        await pilot.press("1", "1", "enter")
        await shows(pilot, "The landing")
        await click_on(pilot, "Then you may carry")
        await pilot.pause()
        assert "The landing" in words(pilot.app)


async def test_a_double_press_does_not_put_away_a_moment(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        monkeypatch.setattr(Answers, "PAUSE", 3600.0)
        choices(pilot)._shown = 0
        await pilot.press("enter", "enter")
        await shows(pilot, "A moment: Dry socks")
        await pilot.pause()
        assert pilot.app.screen.is_modal


async def test_putting_a_moment_away_does_not_answer_the_page_beneath(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await press(pilot, "1", "A moment: Dry socks")
        pilot.app.screen.dismiss()
        monkeypatch.setattr(Answers, "PAUSE", 3600.0)
        await until(pilot, lambda: not pilot.app.screen.is_modal)
        await pilot.press("enter")
        await shows(pilot, "Whom do you follow?")


@pytest.mark.parametrize(("width", "height"), [(10, 5), (59, 20), (60, 19)])
async def test_a_terminal_too_small_says_so_and_the_game_goes_on_when_it_grows(
    table: Table, width: int, height: int
) -> None:
    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        await resize(pilot, width, height)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        if width >= 40:
            assert "Sokovia needs 60×20." in words(pilot.app)
        await pilot.press("1", "enter", "b", "t", "question_mark")
        await resize(pilot, 60, 20)
        await press(pilot, "1", "A moment: Dry socks")
        await resize(pilot, width, height)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        await pilot.press("enter")
        await resize(pilot, 60, 20)
        await shows(pilot, "A moment: Dry socks")


async def test_a_game_opened_in_a_terminal_too_small_starts_when_it_grows(table: Table) -> None:
    async with opened(table.app(), 10, 5) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        await resize(pilot, 80, 24)
        await shows(pilot, "The lighthouse")
        await press(pilot, "1", "Whom do you follow?")


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (200, 60)])
async def test_nine_heroes_and_what_the_one_under_the_cursor_is_about_all_fit(
    tmp_path: Path, store: Store, width: int, height: int
) -> None:
    tagline, thread = (
        "He has seen " + "kingdoms fall, and " * 2 + "eats",
        "A war story about " + "a man " * 6 + "peace.",
    )
    names = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gil", "Hal", "Ida")
    heroes = [
        {"id": f"h{n}", "name": f"{name} of the Hill", "alias": "Somebody", "colour": "#d98c3f", "joins": "one"}
        | {"tagline": tagline, "thread": thread}
        for n, name in enumerate(names)
    ]
    one = hall() | {"entrances": {f"h{n}": "hall" for n in range(9)}}
    table = Table.of(write_story(tmp_path, story=frame(heroes=heroes, state={}), chapters={"one": _plain(one)}), store)
    async with opened(table.app(), width, height) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "1", *(f"{n} {name}" for n, name in enumerate(names, 1)), "He has seen", "peace.", "eats")
        await press(pilot, "end", "Ida of the Hill, Somebody", "peace.", "? Help", "q Quit")


def _plain(one: dict[str, object]) -> dict[str, object]:
    scenes = {
        "hall": scene(choices={"go": choice("yard")}),
        "yard": scene(ending=ending()),
    }
    return one | {"scenes": scenes}


async def test_a_hero_who_comes_later_is_shown_as_such_and_cannot_be_followed(tmp_path: Path, store: Store) -> None:
    one = hall(choices={"go": choice("two", set={"lit": True, "trust": "+1"})}) | {"entrances": {"ada": "hall"}}
    one["scenes"].pop("yard")
    two = {
        "chapter": "two",
        "title": "Two",
        "entrances": {"ada": "yard", "ben": "yard"},
        "scenes": {"yard": scene(ending=ending())},
    }
    episodes = [{"id": "all", "title": "All", "chapters": ["one", "two"]}]
    heroes = frame()["heroes"]
    heroes[1]["joins"] = "two"
    table = Table.of(
        write_story(tmp_path, story=frame(heroes=heroes, episodes=episodes), chapters={"one": one, "two": two}), store
    )
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "1", "1 Ada", "– Ben", "She stays.", "⏎ Follow")
        await click_on(pilot, "– Ben")
        await shows(pilot, "Joins in “Two”.", "He goes.")
        await until(pilot, lambda: "⏎ Follow" not in words(pilot.app))
        await pilot.press("enter", "2")
        await press(pilot, "left", "Whom do you follow?", "She stays.")
        assert pilot.app.screen.query_one(Cards).at == 0
