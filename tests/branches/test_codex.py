"""The codex: when a card opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from game.branches import Game, Store
from game.branches.codex import codex_of
from game.play import Graph
from game.story.model import Codex
from tests.branches.test_game import play
from tests.play.island import LEDGER, assemble, frame, hill, home, shore

if TYPE_CHECKING:
    import pytest


def card(**changes: Any) -> dict[str, Any]:
    return {"title": "A card", "text": ["It is so."]} | changes


PEOPLE = {"ada": card(title="Ada"), "ben": card(title="Ben"), "dog": card(title="The dog")}
LORE = {"well": card(title="The well"), "bones": card(title="Bones", met=["dog", "well"]), "none": card(met=["ghost"])}


def graph(people: dict[str, Any] = PEOPLE, lore: dict[str, Any] = LORE) -> Graph:
    """The island with a dog at the attic, and a codex of two shelves."""
    first = shore()
    first["scenes"]["attic"]["who"] = ["dog"]
    story = assemble(frame(), [first, hill(), home()], [], LEDGER)
    shelves = {
        "people": {"codex": "people", "title": "People", "entries": people},
        "lore": {"codex": "lore", "title": "Lore", "entries": lore},
    }
    return Graph(msgspec.structs.replace(story, codex=msgspec.convert(shelves, dict[str, Codex])))


def cards(game: Game) -> list[tuple[str, list[str], int]]:
    """(title, open cards, all cards) of each shelf."""
    return [(shelf.title, [card.id for card in shelf.cards], shelf.of) for shelf in codex_of(game)]


def test_before_anything_is_read_every_shelf_is_empty_and_says_how_many_it_holds(store: Store) -> None:
    assert cards(Game(graph(), store)) == [("People", [], 3), ("Lore", [], 3)]


def test_a_scene_opens_the_cards_of_its_hero_and_its_place(store: Store) -> None:
    assert cards(play(Game(graph(), store), "ada")) == [("People", ["ada"], 3), ("Lore", ["well", "bones"], 3)]


def test_a_scene_opens_the_cards_of_all_who_are_there(store: Store) -> None:
    assert cards(play(Game(graph(), store), "ada", "light"))[0] == ("People", ["ada", "dog"], 3)


def test_a_card_that_says_whom_to_meet_opens_with_any_of_them_and_not_with_its_own_id(store: Store) -> None:
    own = graph(lore={"ben": card(met=["dog"])})
    assert cards(play(Game(own, store), "ben"))[1] == ("Lore", [], 1)
    assert cards(play(Game(own, store), "ada", "light"))[1] == ("Lore", ["ben"], 1)


def test_it_grows_over_all_runs_and_does_not_shrink_when_one_goes_back(store: Store) -> None:
    game = play(Game(graph(), store), "ada", "light")
    game.back()
    game.back()
    game.begin()
    play(game, "ben")
    assert cards(game)[0] == ("People", ["ada", "ben", "dog"], 3)


def test_cards_stand_in_the_authors_order_whenever_they_opened(store: Store) -> None:
    other_way = {id: PEOPLE[id] for id in ("dog", "ben", "ada")}
    game = play(Game(graph(other_way), store), "ada", "light")
    assert cards(game)[0] == ("People", ["dog", "ada"], 3)


def test_a_scene_read_that_the_story_no_longer_has_opens_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game(graph(), store)
    monkeypatch.setattr(game, "seen", lambda: {"burnt-down", "gate"})
    assert cards(game)[0] == ("People", ["ben"], 3)


def test_a_story_without_a_codex_has_no_shelf(store: Store) -> None:
    game = Game(Graph(assemble(frame(), [shore(), hill(), home()], [])), store)
    assert codex_of(play(game, "ada")) == []
