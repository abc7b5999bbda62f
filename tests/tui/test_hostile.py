"""Nothing in a story is mark-up: what looks like it is shown as it is written, in every place a text can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from game.branches import Game
from game.branches.settings import SETTINGS
from game.tui.screens.album import MomentCard
from tests.stories import choice, hall, scene, vignette, write_story
from tests.tui.conftest import Table, draw
from tests.tui.test_timeline import kept
from tests.tui.watching import HOSTILE, choices, opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from game.branches import Store


def _story(x: str) -> dict[str, Any]:
    """A story that says `x` in every slot, each with the slot's own name behind it."""
    heroes = [
        {
            "id": id,
            "name": f"{x} {id}",
            "alias": f"{x} al",
            "tagline": f"{x} tag",
            "thread": f"{x} thr",
            "colour": "#d98c3f",
            "joins": joins,
        }
        for id, joins in (("ada", "one"), ("ben", "two"))
    ]
    frame = {
        "title": f"{x} story",
        "subtitle": f"{x} sub",
        "about": f"{x} about",
        "start": "one",
        "heroes": heroes,
        "episodes": [{"id": "all", "title": x, "chapters": ["one", "two"]}],
        "state": {"lit": {"type": "flag", "lasts": "chapter", "about": x}},
    }
    closed = choice("two", say=f"{x} shut", when="lit") | {"else": f"{x} why"}
    one = hall(
        title=f"{x} scene",
        place="here",
        text=[f"{x} prose *{x} em* *"],
        tells=["beat"],
        choices={"go": choice("two", say=f"{x} *go*"), "light": choice("hall", set={"lit": True}), "shut": closed},
    ) | {"title": f"{x} chap", "entrances": {"ada": "hall"}}
    del one["scenes"]["yard"]
    two = {
        "chapter": "two",
        "title": f"{x} two",
        "entrances": {"ada": "yard", "ben": "yard"},
        "scenes": {"yard": scene(ending={"id": "done", "title": f"{x} end", "kind": "canon"})},
    }
    return {
        "story": frame,
        "chapters": {"one": one, "two": two},
        "vignettes": {"tea": vignette(title=f"{x} moment", text=[f"{x} vign"], unlock={"by": "go"})},
        "ledger": {
            "beats": {"beats": [{"id": "beat", "fact": f"{x} beat"}]},
            "places": {"places": [{"id": "here", "name": f"{x} place"}]},
        },
    }


@pytest.mark.parametrize("x", HOSTILE)
async def test_what_looks_like_mark_up_is_shown_as_written(tmp_path: Path, store: Store, x: str) -> None:
    table = Table.of(write_story(tmp_path, **_story(x)), store)
    async with opened(table.app(branch=f"{x} run"), 120, 40) as pilot:
        await shows(pilot, f"{x} ada, {x} al", f"{x} tag", f"{x} thr", f"{x} chap")
        await press(pilot, "right", f"{x} ben", f"Joins in “{x} two”.")
        await press(pilot, "left", f"{x} ada")
        await press(pilot, "1", f"{x} scene", f"{x} place", f"{x} prose {x} em", f"{x} go", f"{x} shut  ({x} why)")
        await press(pilot, "1", f"A moment: {x} moment", f"{x} vign")
        await press(pilot, "enter", f"{x} two")
        await press(pilot, "t", f"{x} story", f"{x} sub", f"{x} about", f"Continue “{x} run”")
        await press(pilot, "1", "Previously…", f"{x} beat")
        await press(pilot, "1", f"{x} two")
        await press(pilot, "m", f"▪ {x}")
        await press(pilot, "home", "The start")
        await press(pilot, "slash", "Find in the scenes")
        await press(pilot, "escape", "The start")
        await press(pilot, "end", f"Crossroads: {x} two")
        await press(pilot, "right", f"Follow {x} ben  ○")
        await press(pilot, "right", f"{x} go →")
        await press(pilot, "h", f"{x} ada, chapter 1, {x} chap:")
        await press(pilot, "m", f"▪ {x}")
        await press(pilot, "p", "Replay: page 1 of 3")
        await press(pilot, "right", f"{x} scene", f"› {x} go")
        await press(pilot, "p", f"▪ {x}")
        await press(pilot, "m", f"{x} two", "Whom do you follow?")
        await press(pilot, "1", "The end.", f"{x} two")
        await press(pilot, "1", f"{x} end", f"{x} chap  ·  {x} ada", f"{x} scene.", f"A moment: {x} moment")
        await pilot.hover("Heading")


async def test_very_long_words_and_lines_fit_the_smallest_terminal(tmp_path: Path, store: Store) -> None:
    table = Table.of(write_story(tmp_path, **_story("W" * 90 + " 界" * 60)), store)
    async with opened(table.app(), 60, 20) as pilot:
        await shows(pilot, "1   A new run")
        await press(pilot, "1", "Whom do you follow?")
        await press(pilot, "1", "1   W")
        region = choices(pilot).region
        assert 2 <= region.height <= 19 - region.y
        await pilot.press("space")
        await until(pilot, lambda: choices(pilot).has_focus)
        await press(pilot, "1", "A moment:")


def _rich(x: str) -> dict[str, Any]:
    """The same story with codex, lens, moments not found, two tellings of one event, people beside the scene."""
    parts = _story(x)
    lens = {"part": "crisis", "device": "irony", "note": x, "ask": x}
    one = parts["chapters"]["one"] | {"note": f"{x} note", "art": "hills"}
    one["scenes"]["hall"] |= {"eyes": "ada", "who": ["dog"], "lens": lens}
    porch = scene(title=f"{x} porch", tells=["beat"], text=[f"{x} other *{x}*"], choices={"on": choice("two")})
    one["scenes"]["porch"] = porch
    one["scenes"]["hall"]["choices"]["out"] = choice("porch", say=f"{x} out")
    parts["chapters"]["one"] = one
    parts["vignettes"]["tea"] |= {"art": "kettle", "hint": f"{x} hint"}
    parts["vignettes"]["late"] = vignette(id="late", title=f"{x} late", hint=f"{x} far", unlock={"at": "porch"})
    entry = {"title": f"{x} card", "text": [f"{x} lore *{x}*"], "met": ["dog"], "lore": True}
    parts["shelves"] = {"people": {"codex": "people", "title": f"{x} shelf", "entries": {"dog": entry}}}
    parts["ledger"]["characters"] = {"characters": [{"id": id, "name": f"{x} {id}"} for id in ("ada", "ben", "dog")]}
    return parts


@pytest.fixture(params=HOSTILE)
def x(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rich(tmp_path: Path, store: Store, x: str) -> Table:
    """A story with that text in every slot of what can be looked up, its pictures' words too."""
    folder = write_story(tmp_path, **_rich(x))
    draw(folder, "title", "hills", "ada", "ben", "kettle", words=x)
    return Table.of(folder, store)


async def hover_everywhere(pilot: Pilot[None]) -> None:
    """Rest the mouse on every widget that can be seen, so that whatever has a tooltip shows it."""
    for widget in pilot.app.screen.query("*"):
        if widget.display and widget.region.area:
            await pilot.hover(widget)


async def test_the_pane_beside_a_scene_and_the_crossroads_show_it_as_written(rich: Table, x: str) -> None:
    async with opened(rich.app(branch=f"{x} run"), 120, 40) as pilot:
        await shows(pilot, f"{x} chap", f"{x} note")
        await hover_everywhere(pilot)
        await press(pilot, "1", f"{x} place", f"{x} dog", f"▸ {x} scene")
        await hover_everywhere(pilot)
        await press(pilot, "1", f"A moment: {x} moment")
        await hover_everywhere(pilot)
        await press(pilot, "enter", f"Moments of “{x} chap” in your album: 1 of 2.", f"{x} beat")


async def test_the_album_and_a_way_show_it_as_written(rich: Table, x: str) -> None:
    kept(rich, "mine", "ada", "go")
    game = Game(rich.graph, rich.store)
    game.open(f"{x} run")
    game.choose("ada")
    async with opened(rich.app(branch=f"{x} run"), 120, 40) as pilot:
        await press(pilot, "a", f"1. {x} chap: 1 of 2", f"{x} moment", f"{x} far")
        await hover_everywhere(pilot)
        await until(pilot, lambda: isinstance(pilot.app.focused, MomentCard))
        if pilot.app.focused.moment.found:  # type: ignore[union-attr]
            found = pilot.app.focused
            await pilot.press("right")
            await until(pilot, lambda: pilot.app.focused is not found)
        await press(pilot, "w", "A way from here", f"{x} far", f"› {x} out")
        await hover_everywhere(pilot)


async def test_codex_and_other_eyes_show_it_as_written(rich: Table, x: str) -> None:
    kept(rich, "mine", "ada")
    async with opened(rich.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "k", f"{x} shelf  1 of 1", f"{x} card", f"{x} lore {x}")
        await hover_everywhere(pilot)
        await press(pilot, "b", f"{x} scene")
        await press(pilot, "e", f"1. {x} chap", f"1 of 2  {x} beat", f"{x} ada: ")
        await press(pilot, "enter", f"{x} beat", f"{x} scene", f"{x} prose {x} em", f"{x} porch")
        await press(pilot, "enter", f"{x} other {x}")
        await hover_everywhere(pilot)


async def test_the_arc_shows_the_names_of_runs_as_they_were_typed(rich: Table, x: str) -> None:
    kept(rich, f"{x} other", "ada", "out")
    kept(rich, f"{x} run", "ada")
    async with opened(rich.app(branch=f"{x} run"), 120, 40) as pilot:
        await press(pilot, "v", f"The arc of “{x} run”", f"{x} scene ({x} chap), crisis.")
        await press(pilot, "r", f"The arc of “{x} run”, and “{x} other” over it")
        await hover_everywhere(pilot)


async def test_settings_and_palette_take_any_words(rich: Table, x: str) -> None:
    for setting in SETTINGS:
        rich.store.set(setting.key, x)
    async with opened(rich.app(branch="mine"), 120, 40) as pilot:
        await press(pilot, "o", "‹ dark ›", "‹ shown ›")
        await hover_everywhere(pilot)
        await press(pilot, "escape", f"{x} note")
        await press(pilot, "ctrl+p", "Timeline")
        await until(pilot, lambda: pilot.app.screen.has_class("-ready"))
        palette = pilot.app.screen.query_one(Input)
        palette.value = x
        await shows(pilot, x, "No matches found")
        await press(pilot, "escape", f"{x} note")


async def test_a_toast_shows_it_as_written(rich: Table, x: str, tmp_path: Path) -> None:
    kept(rich, "mine", "ada", "out")
    changed = _rich(x)
    del changed["chapters"]["one"]["scenes"]["hall"]["choices"]["out"]
    del changed["chapters"]["one"]["scenes"]["porch"]
    del changed["vignettes"]["late"]
    table = Table.of(write_story(tmp_path / "is", **changed), rich.store)
    async with opened(table.app(branch="mine"), 120, 40) as pilot:
        await shows(pilot, "Not all of this run fits", f"“{x} scene”")
        await press(pilot, "m", "Everything you have tried")
        await press(pilot, "slash", "Find in")
        pilot.app.screen.query_one(Input).value = x
        await press(pilot, "enter", f"“{x}”")


async def test_very_long_words_fit_whatever_is_looked_up_in_the_smallest_terminal(tmp_path: Path, store: Store) -> None:
    x = "W" * 90 + " 界" * 60
    table = Table.of(write_story(tmp_path, **_rich(x)), store)
    kept(table, "界" * 40, "ada", "go")
    kept(table, "W" * 80, "ada")
    async with opened(table.app(branch="W" * 80), 60, 20) as pilot:
        await shows(pilot, "1   WW")
        page = pilot.app.screen
        for key, text in (("a", "The album: 1 of 2"), ("k", "1 of 1 cards"), ("e", "1 of 2"), ("v", "The arc of “WW")):
            await press(pilot, key, text, "q Quit")
            await pilot.press("w", "r", "enter", "space")
            await until(pilot, lambda: "q Quit" in words(pilot.app))
            while pilot.app.screen is not page:
                over = pilot.app.screen
                await pilot.press("escape")
                await until(pilot, lambda: pilot.app.screen is not over)  # noqa: B023
