"""Pictures: shown where there is room and colour and the player wants them; the words come first, and never wait."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, NamedTuple

import pytest
from textual.strip import Strip

from game.branches import Store
from game.tui.widgets import picture as module
from game.tui.widgets.aside import Aside
from game.tui.widgets.picture import Picture
from game.tui.widgets.reading import MORE, Reading
from tests.stories import choice, codex, hall, vignette, write_story
from tests.tui.conftest import Table, draw
from tests.tui.watching import choices, opened, press, resize, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

PIXELS = "▄"


class Place(NamedTuple):
    """Where pictures stand: how to come there, what is to be read there, and how many pictures there are."""

    keys: tuple[tuple[str, str], ...]
    pictures: int


CROSSROADS = (("1", "Whom do you follow?"),)
SCENE = (*CROSSROADS, ("1", "Something happens."))
MOMENT = (*SCENE, ("1", "They drink tea."))
PLACES = {
    "title": Place((), 1),
    "crossroads": Place(CROSSROADS, 3),
    "scene": Place(SCENE, 1),
    "moment": Place(MOMENT, 1),
    "album": Place((*MOMENT, ("enter", "The end."), ("a", "1 of 1 moments")), 1),
    "codex": Place((*SCENE, ("k", "The codex:")), 1),
}


@pytest.fixture(autouse=True)
def _in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story with a picture wherever there may be one."""
    one = hall(eyes="ada", choices={"go": choice("yard", say="Go on.")}) | {
        "art": "hills",
        "entrances": {"ada": "hall"},
    }
    one["entrances"]["ben"] = "yard"
    tea = vignette(art="kettle", unlock={"at": "yard"})
    folder = write_story(tmp_path, chapters={"one": one}, vignettes={"tea": tea}, shelves={"people": codex()})
    draw(folder, "title", "hills", "ada", "ben", "kettle")
    return folder


@pytest.fixture
def table(folder: Path, store: Store) -> Table:
    return Table.of(folder, store)


def seen(pilot: Pilot[None]) -> list[Picture]:
    """The pictures of the open screen that are drawn."""
    return [
        one
        for one in pilot.app.screen.query(Picture)
        if one.display and one.size.height and all(PIXELS in one.render_line(y).text for y in range(one.size.height))
    ]


async def go(pilot: Pilot[None], place: Place) -> None:
    await shows(pilot, "A new run")
    for key, text in place.keys:
        await press(pilot, key, text)


@pytest.mark.parametrize("place", PLACES)
async def test_pictures_are_shown_in_a_terminal_with_room(table: Table, place: str) -> None:
    async with opened(table.app(), 120, 40) as pilot:
        await go(pilot, PLACES[place])
        await until(pilot, lambda: len(seen(pilot)) == PLACES[place].pictures)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("why", ["NO_COLOR", "none"])
async def test_there_are_none_where_they_are_not_wanted_and_no_hole_in_their_place(
    table: Table, folder: Path, monkeypatch: pytest.MonkeyPatch, place: str, why: str
) -> None:
    if why == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        table.store.set("pictures", why)
    made: list[object] = []
    monkeypatch.setattr(module, "half_blocks", lambda *_: made.append(1))
    async with opened(table.app(), 120, 40) as pilot:
        await go(pilot, PLACES[place])
        assert not any(one.display for one in pilot.app.screen.query(Picture))
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()
        shown = words(pilot.app)
    assert made == []
    for file in (folder.parent / "assets" / "art").iterdir():
        file.unlink()
    with Store(None, "test") as other:
        async with opened(Table.of(folder, other).app(), 120, 40) as pilot:
            await go(pilot, PLACES[place])
            await until(pilot, lambda: words(pilot.app) == shown)


@pytest.mark.parametrize("place", ["title", "crossroads", "scene", "moment"])
async def test_a_picture_that_is_told_stands_there_in_words(table: Table, place: str) -> None:
    table.store.set("pictures", "told")
    async with opened(table.app(), 120, 40) as pilot:
        await go(pilot, PLACES[place])
        await shows(pilot, "The picture of")
        assert seen(pilot) == []


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("place", ["moment", "codex"])
async def test_a_picture_that_is_told_is_told_whole(
    table: Table, folder: Path, place: str, size: tuple[int, int]
) -> None:
    long = " ".join(f"Word {n} of many." for n in range(12))
    draw(folder, "title", "hills", "ada", "ben", "kettle", words=long)
    table.store.set("pictures", "told")
    async with opened(table.app(), *size) as pilot:
        await go(pilot, PLACES[place])
        await until(pilot, lambda: "Word 11 of many." in " ".join(re.sub("[▌▐]", " ", words(pilot.app)).split()))


@pytest.mark.parametrize("place", ["crossroads", "scene", "moment"])
async def test_in_the_smallest_terminal_the_words_have_the_room(table: Table, place: str) -> None:
    async with opened(table.app(), 60, 20) as pilot:
        await go(pilot, PLACES[place])
        large = [one for one in pilot.app.screen.query(Picture) if one.display and one.size.width > 20]
        assert large == []


async def test_the_words_come_first_and_the_picture_when_it_is_ready(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, make = threading.Event(), module.half_blocks

    def slowly(*args: object) -> object:
        ready.wait(20)
        return make(*args)

    monkeypatch.setattr(module, "half_blocks", slowly)
    try:
        async with opened(table.app(), 120, 40) as pilot:
            await go(pilot, Place(SCENE, 1))
            assert seen(pilot) == []
            await press(pilot, "1", "They drink tea.")
            await press(pilot, "enter", "The end.")
            ready.set()
            await until(pilot, lambda: len(seen(pilot)) == 1)
    finally:
        ready.set()


async def test_a_picture_is_made_anew_for_another_size(table: Table) -> None:
    async with opened(table.app(), 120, 40) as pilot:
        await go(pilot, PLACES["title"])
        await until(pilot, lambda: len(seen(pilot)) == 1)
        before = seen(pilot)[0].size
        await resize(pilot, 90, 36)
        await until(pilot, lambda: [one.size != before for one in seen(pilot)] == [True])


async def test_one_that_comes_too_late_is_not_shown(table: Table) -> None:
    async with opened(table.app(), 120, 40) as pilot:
        await go(pilot, PLACES["scene"])
        await until(pilot, lambda: len(seen(pilot)) == 1)
        shown = seen(pilot)[0]
        other, size = table.gallery.find("kettle"), (shown.size.width, shown.size.height)
        assert other is not None
        before = shown.render_line(0)
        stray = (Strip.blank(size[0]),) * size[1]
        shown.post_message(Picture.Ready(other, size, stray))
        assert shown._picture is not None
        shown.post_message(Picture.Ready(shown._picture, (1, 1), stray))
        await pilot.pause()
        assert shown.render_line(0) == before


@pytest.mark.parametrize("damage", [b"", b"no picture at all"])
async def test_a_file_that_is_no_picture_leaves_the_words_and_no_hole(
    table: Table, folder: Path, damage: bytes
) -> None:
    for file in (folder.parent / "assets" / "art").glob("*.png"):
        file.write_bytes(damage)
    async with opened(table.app(), 120, 40) as pilot:
        for place in ("title", "crossroads"):
            await go(pilot, PLACES[place])
            await until(pilot, lambda: not any(one.display for one in pilot.app.screen.query(Picture)))
        await press(pilot, "1", "Something happens.", "1   Go on.")


async def test_where_things_move_it_opens_from_its_middle_and_where_they_do_not_it_is_there(table: Table) -> None:
    for level in ("full", "none"):
        async with opened(table.app(animation=level), 120, 40) as pilot:
            await shows(pilot, "A new run")
            poster = pilot.app.screen.query_one("#poster", Picture)
            await until(pilot, lambda: poster._drawn is not None)  # noqa: B023
            if level == "full":
                poster._open = 0.2
                rows = [PIXELS in poster.render_line(y).text for y in range(poster.size.height)]
                assert any(rows)
                assert not all(rows)
                assert rows == rows[::-1]
            await until(pilot, lambda: poster._open == 1.0)  # noqa: B023
            assert poster in seen(pilot)


async def test_the_pane_beside_a_scene_is_there_in_a_broad_terminal_alone_and_whole(table: Table) -> None:
    for width in (109, 110, 114, 120, 200):
        async with opened(table.app(follow="ada"), width, 40) as pilot:
            await shows(pilot, "Something happens.")
            aside = pilot.app.screen.query_one(Aside)
            assert aside.display is (width >= 110)
            if width >= 110:
                await shows(pilot, "▸ A scene")
                assert aside.region.right <= width
                assert aside.region.x >= choices(pilot).region.right


async def test_a_moment_takes_the_lines_of_its_picture_and_words_and_no_more_also_in_another_size(table: Table) -> None:
    async with opened(table.app(), 80, 24) as pilot:
        await go(pilot, PLACES["moment"])
        for size in ((80, 24), (120, 40), (80, 24), (60, 20), (120, 40)):
            await resize(pilot, *size)
            await until(pilot, lambda: _fits(pilot.app.screen.query_one(Reading)))
            assert "They drink tea." in words(pilot.app)
            assert MORE not in words(pilot.app)


def _fits(reading: Reading) -> bool:
    """Whether it is as tall as what it shows."""
    shown = [child for child in reading.children if child.display]
    return reading.size.height == sum(child.outer_size.height + child.styles.margin.height for child in shown)
