"""Through other eyes: which events are told more than once, by whom, and what has been read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.branches import Game, Store
from game.branches.eyes import Event, events_of
from game.play import Graph
from game.story.model import Ledger
from tests.branches.test_game import play
from tests.play.island import LEDGER, assemble, frame, hill, home, island, shore

if TYPE_CHECKING:
    from collections.abc import Sequence


def graph(gate: Sequence[str] = (), ledger: Ledger = LEDGER, **changes: Any) -> Graph:
    """The island, whose gate (Ben's first scene) tells some beats too."""
    first = shore()
    first["scenes"]["gate"] |= {"tells": list(gate), **changes}
    return Graph(assemble(frame(), [first, hill(), home()], [], ledger))


def tellings(event: Event) -> list[tuple[str, str | None, bool]]:
    """(scene, whose, read) of each telling."""
    return [(one.scene, one.hero.name if one.hero else None, one.read) for one in event.tellings]


def test_before_anything_is_read_only_their_number_is_known(store: Store) -> None:
    assert events_of(Game(island(), store)) == ([], 1)
    assert events_of(Game(graph(["old", "met"]), store)) == ([], 2)


def test_an_event_is_there_once_one_telling_of_it_has_been_read(store: Store) -> None:
    events, others = events_of(play(Game(island(), store), "ada"))
    assert [(one.beat, one.fact, one.chapter.chapter, one.number, one.read) for one in events] == [
        ("met", "They met.", "shore", 1, 1)
    ]
    assert tellings(events[0]) == [("hall", "Ada", True), ("well", None, False)]
    assert others == 0


def test_what_has_been_read_comes_first_and_the_rest_in_story_order(store: Store) -> None:
    game = play(Game(graph(["met"]), store), "ben", "in", "ben")
    (event,), _ = events_of(game)
    assert tellings(event) == [("gate", "Ben", True), ("well", None, True), ("hall", "Ada", False)]
    assert event.read == 2


def test_it_counts_what_was_read_in_any_run(store: Store) -> None:
    play(Game(island(), store), "ada")
    game = Game(island(), store)
    play(game, "ben", "in", "ben")
    (event,), _ = events_of(game)
    assert event.read == 2


def test_an_event_of_one_scene_is_none(store: Store) -> None:
    events, others = events_of(play(Game(island(), store), "ada", "light"))
    assert {one.beat for one in events} == {"met"}
    assert others == 0


def test_what_depends_on_what_was_done_is_left_out_of_a_telling(store: Store) -> None:
    text = ["Always.", {"when": "trust >= 2", "say": "Once."}, "And always."]
    (event,), _ = events_of(play(Game(graph(["met"], text=text), store), "ben"))
    assert event.tellings[0].text == ("Always.", "And always.")


def test_events_of_a_chapter_stand_in_the_ledgers_order(store: Store) -> None:
    game = play(Game(graph(["met", "old"]), store), "ben")
    assert [event.beat for event in events_of(game)[0]] == ["old", "met"]


def test_events_stand_in_the_order_of_the_chapters_whatever_the_ledger_says(store: Store) -> None:
    later = hill()
    for scene in later["scenes"].values():
        scene["tells"] = ["old"]
    first = shore()
    first["scenes"]["hall"]["tells"] = first["scenes"]["gate"]["tells"] = ["met"]
    game = Game(Graph(assemble(frame(), [first, later, home()], [], LEDGER)), store)
    play(game, "ben", "in", "ben")
    assert [(event.beat, event.number) for event in events_of(game)[0]] == [("met", 1), ("old", 2)]


def test_a_story_without_a_ledger_tells_events_by_their_ids(store: Store) -> None:
    (event,), _ = events_of(play(Game(graph(["met"], Ledger()), store), "ben"))
    assert event.fact == "met"


def test_a_scene_that_is_gone_from_the_story_tells_nothing(store: Store) -> None:
    play(Game(island(), store), "ada", "light")
    first = shore()
    first["scenes"]["cellar"] = first["scenes"].pop("hall")
    for scene in first["scenes"].values():
        for choice in scene.get("choices", {}).values():
            choice["to"] = choice["to"].replace("hall", "cellar")
    first["entrances"]["ada"] = "cellar"
    game = Game(Graph(assemble(frame(), [first, hill(), home()], [], LEDGER)), store)
    assert events_of(game) == ([], 1)
