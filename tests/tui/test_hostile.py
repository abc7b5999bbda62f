"""Nothing in a story is mark-up: what looks like it is shown as it is written, in every place a text can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.stories import choice, hall, scene, vignette, write_story
from tests.tui.conftest import Table
from tests.tui.watching import choices, opened, press, shows

if TYPE_CHECKING:
    from pathlib import Path

    from game.branches import Store

HOSTILE = ("[bold]", "[@click=app.quit]x[/]", "[/ ]][[", "$x{y}%s")


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
        await press(pilot, "p", f"{x} two", "Whom do you follow?")
        await press(pilot, "1", "The end.", f"{x} two")
        await press(pilot, "1", f"{x} end", f"{x} chap", f"{x} beat", f"{x} moment")
        await pilot.hover("Heading")


async def test_very_long_words_and_lines_fit_the_smallest_terminal(tmp_path: Path, store: Store) -> None:
    table = Table.of(write_story(tmp_path, **_story("W" * 90 + " 界" * 60)), store)
    async with opened(table.app(), 60, 20) as pilot:
        await shows(pilot, "1   A new run")
        await press(pilot, "1", "Whom do you follow?")
        await press(pilot, "1", "1   W")
        region = choices(pilot).region
        assert 2 <= region.height <= 19 - region.y
        await press(pilot, "1", "A moment:")
