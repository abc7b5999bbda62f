"""The album by keyboard: pages, moments found and not, and a way that really leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.branches import Game, Store
from game.branches.album import album_of
from game.paths import shipped
from game.play import Graph
from game.story import read_story
from game.story.pictures import Gallery
from game.story.prose import plain
from game.tui.screens.album import AlbumScreen, MomentCard
from game.tui.screens.way import WayScreen
from game.tui.widgets.choices import TAKEN
from tests.stories import choice, ending, frame, hall, scene, vignette, write_story
from tests.tui.conftest import Table
from tests.tui.watching import opened, press, shows, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture
def table(tmp_path: Path, store: Store) -> Table:
    """Three chapters; moments in the first (two) and the last (one), of which the way to one is barred later."""
    end = {"go": choice("three", say="On to three.")}
    one = hall(choices={"look": choice("porch", say="Look *out*."), "go": choice("two", say="On to two.")})
    one["scenes"]["porch"] = scene(title="Porch", choices={"go": choice("two", say="On to two.", set={"lit": True})})
    del one["scenes"]["yard"]
    both = {"ada": "door", "ben": "door"}
    two = {"chapter": "two", "title": "Two", "entrances": both, "scenes": {"door": scene(choices=end)}}
    three = {
        "chapter": "three",
        "title": "Three",
        "entrances": {"ada": "yard", "ben": "yard"},
        "scenes": {
            "yard": scene(
                title="Yard", choices={"on": choice("end", say="Sit down."), "off": choice("end", say="Go.")}
            ),
            "end": scene(ending=ending()),
        },
    }
    moments = {
        "tea": vignette(id="tea", title="Tea", unlock={"at": "porch"}, hint="Somebody is thirsty."),
        "cat": vignette(id="cat", title="Cat", unlock={"by": "hall/go"}, hint="Something purrs.", text=["A cat."]),
        "moon": vignette(id="moon", title="Moon", unlock={"by": "yard/on"}, hint="Look up.", text=["The moon."]),
    }
    story = frame(episodes=[{"id": "all", "title": "All", "chapters": ["one", "two", "three"]}])
    chapters = {"one": one, "two": two, "three": three}
    return Table.of(write_story(tmp_path, story=story, chapters=chapters, vignettes=moments), store)


async def walk_to(pilot: Pilot[None], moment: str) -> None:
    """Walk the page to a moment, by keyboard."""
    await until(pilot, lambda: bool(focused(pilot)))
    for _ in range(20):
        if focused(pilot) == moment:
            return
        await walked(pilot, "right")
    pytest.fail(f"the arrows do not come to {moment}")


def focused(pilot: Pilot[None]) -> str:
    """The moment that has the focus."""
    card = pilot.app.focused
    return card.moment.vignette.id if isinstance(card, MomentCard) else ""


async def test_it_opens_at_the_chapter_one_stands_in_and_its_pages_turn_round(table: Table) -> None:
    async with opened(table.app(follow="ada")) as pilot:
        await press(pilot, "2", "A cat.")
        await press(pilot, "enter", "Whom do you follow?")
        await press(pilot, "b", f"2 {TAKEN} On to two.")
        await press(pilot, "a", "The album: 1 of 3 moments", "1. Chapter one: 1 of 2", "Cat", "Somebody is thirsty.")
        await press(pilot, "pagedown", "3. Three: 0 of 1", "Look up.")
        assert "Moon" not in words(pilot.app)
        await press(pilot, "pagedown", "1. Chapter one: 1 of 2")
        await press(pilot, "pageup", "3. Three: 0 of 1")
        await press(pilot, "pageup", "1. Chapter one: 1 of 2")


async def test_in_a_chapter_without_moments_it_opens_at_the_first(table: Table) -> None:
    async with opened(table.app(follow="ada")) as pilot:
        await press(pilot, "2", "A cat.")
        await press(pilot, "enter", "Whom do you follow?")
        await press(pilot, "a", "1. Chapter one: 1 of 2")


@pytest.mark.parametrize("width", [60, 80])
async def test_what_is_not_found_shows_its_hint_alone_and_offers_a_way(table: Table, width: int) -> None:
    async with opened(table.app(follow="ada"), width, 24) as pilot:
        await press(pilot, "a", "Somebody is thirsty.", "Something purrs.", "w Show me a way")
        assert "⏎ Open" not in words(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AlbumScreen)
        assert not any(title in words(pilot.app) for title in ("Tea", "Cat", "drink"))


async def test_a_found_moment_opens_again_and_goes_back_to_its_page(table: Table) -> None:
    async with opened(table.app(follow="ada")) as pilot:
        await press(pilot, "2", "A cat.")
        await press(pilot, "enter", "Whom do you follow?")
        await press(pilot, "a", "1. Chapter one")
        await walk_to(pilot, "cat")
        await until(pilot, lambda: "Show me a way" not in words(pilot.app))
        await press(pilot, "enter", "A moment: Cat", "A cat.")
        await press(pilot, "escape", "The album: 1 of 3")
        assert focused(pilot) == "cat"
        await press(pilot, "escape", "Whom do you follow?")


async def test_the_arrows_walk_the_moments_by_their_places_and_on_to_the_next_chapter(table: Table) -> None:
    async with opened(table.app(follow="ada")) as pilot:
        await press(pilot, "a", "1. Chapter one")
        await until(pilot, lambda: bool(focused(pilot)))
        first = focused(pilot)
        assert {first, *await walked(pilot, "right")} == {"tea", "cat"}
        assert await walked(pilot, "left") == [first]
        assert await walked(pilot, "down", "up", "left", "right") == ["moon", first, "moon", first]


async def test_up_and_down_go_by_rows(store: Store) -> None:
    folder = shipped("story")
    table = Table(Graph(read_story(folder)), store, Gallery(folder))
    party = next(shelf for shelf in album_of(Game(table.graph, store)) if shelf.chapter.chapter == "the-party")
    places = {moment.vignette.id: at for at, moment in enumerate(party.moments)}
    async with opened(table.app()) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "a", "1. The raid")
        await press(pilot, "pagedown", "2. The sceptre")
        await press(pilot, "pagedown", "3. The party: 0 of 11")
        await until(pilot, lambda: focused(pilot) in places)
        path = await walked(pilot, "down", "down", "right", "right", "down", "up", "up")
        assert [places[id] for id in path] == [3, 6, 7, 8, 10, 7, 4]


async def walked(pilot: Pilot[None], *keys: str) -> list[str]:
    """The moments that have the focus, one after the other, as the keys are pressed."""
    found = []
    for key in keys:
        before = focused(pilot)
        await pilot.press(key)
        await until(pilot, lambda: focused(pilot) not in (before, ""))  # noqa: B023
        found.append(focused(pilot))
    return found


def steps_shown(pilot: Pilot[None]) -> list[str]:
    """The steps of the way that is open."""
    assert isinstance(pilot.app.screen, WayScreen)
    return list(pilot.app.screen._steps or ())


def follow(game: Game, steps: list[str]) -> None:
    """Take the choices of that wording, one after the other."""
    for step in steps:
        by_words = {plain(offer.say): offer.id for offer in game.page.open}
        by_words |= {f"Follow {offer.say}": offer.id for offer in game.page.open if offer.hero}
        game.choose(by_words[step])


@pytest.mark.parametrize(("pages", "moment"), [(0, "tea"), (1, "moon")])
async def test_the_way_that_is_shown_leads_to_the_moment(table: Table, pages: int, moment: str) -> None:
    async with opened(table.app(follow="ada")) as pilot:
        await press(pilot, "a", "1. Chapter one")
        for _ in range(pages):
            await press(pilot, "pagedown", "3. Three")
        await walk_to(pilot, moment)
        hint = table.graph.story.vignettes[moment].hint
        await press(pilot, "w", "A way from here", hint, "› ")
        steps = steps_shown(pilot)
        shown = words(pilot.app)
        assert all(f"› {step}" in shown for step in steps)
        assert table.graph.story.vignettes[moment].title not in shown
        await press(pilot, "escape", "The album:")
    game = Game(table.graph, table.store)
    game.resume()
    follow(game, steps)
    assert moment in game.album()


async def test_where_no_way_is_left_it_says_why(table: Table) -> None:
    game = Game(table.graph, table.store)
    game.open("mine")
    for choice_ in ("ada", "go", "ada", "go"):
        game.choose(choice_)
    async with opened(table.app(branch="mine")) as pilot:
        await press(pilot, "a", "3. Three")
        await press(pilot, "pageup", "1. Chapter one")
        await walk_to(pilot, "tea")
        await press(pilot, "w", "From here it is out of reach", "A new run can come to it, in 2 choices")
        assert steps_shown(pilot) == []


async def test_a_story_without_moments_has_an_empty_album_that_can_be_left(tmp_path: Path, store: Store) -> None:
    async with opened(Table.of(write_story(tmp_path), store).app(follow="ada")) as pilot:
        await press(pilot, "a", "The album: 0 of 0 moments")
        await pilot.press("right", "left", "down", "w", "enter")
        await press(pilot, "b", "Something happens.")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_at_every_size_the_moment_with_the_focus_is_in_sight(store: Store, size: tuple[int, int]) -> None:
    folder = shipped("story")
    table = Table(Graph(read_story(folder)), store, Gallery(folder))
    most = max(album_of(Game(table.graph, store)), key=lambda shelf: len(shelf.moments))
    game = Game(table.graph, store)
    async with opened(table.app(), *size) as pilot:
        await shows(pilot, "A new run")
        await press(pilot, "a", "The album:")
        while f"{most.number}. {most.chapter.title}" not in words(pilot.app):
            before = words(pilot.app)
            await pilot.press("pagedown")
            await until(pilot, lambda: words(pilot.app) != before)  # noqa: B023
        await until(pilot, lambda: focused(pilot) == most.moments[0].vignette.id)
        for one in most.moments:
            await until(pilot, lambda: focused(pilot) == one.vignette.id)  # noqa: B023
            await until(pilot, lambda: _in_sight(pilot.app.focused))
            await pilot.press("right")
    assert game.turns == 0


def _in_sight(card: object) -> bool:
    """Whether all of a card can be seen in its page."""
    assert isinstance(card, MomentCard)
    page = card.screen.query_one("Page")
    return page.region.contains_region(card.region)
