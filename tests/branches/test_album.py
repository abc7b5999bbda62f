"""The album: which moment stands where, and when it counts as found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.branches import Game, Store
from game.branches.album import album_of, chapters_of_vignettes
from game.play import Graph
from tests import stories
from tests.branches.test_game import play
from tests.play.island import assemble, frame, hill, home, island, shore

if TYPE_CHECKING:
    from collections.abc import Sequence


def graph(*moments: dict[str, Any]) -> Graph:
    """The island with other moments."""
    return Graph(assemble(frame(), [shore(), hill(), home()], moments))


def moment(id: str, *unlock: dict[str, str]) -> dict[str, Any]:
    """A moment with some ways in."""
    return stories.vignette(id=id, unlock=list(unlock) if len(unlock) > 1 else unlock[0])


def shelves(game: Game) -> list[tuple[str, int, Sequence[tuple[str, bool]]]]:
    """(chapter, number, [(moment, found)]) of each shelf."""
    return [
        (shelf.chapter.chapter, shelf.number, [(one.vignette.id, one.found) for one in shelf.moments])
        for shelf in album_of(game)
    ]


def test_each_moment_is_on_the_shelf_of_its_chapter_and_chapters_without_one_have_none(store: Store) -> None:
    assert shelves(Game(island(), store)) == [
        ("shore", 1, [("match", False), ("moth", False)]),
        ("home", 3, [("soot", False)]),
    ]


def test_a_moment_found_in_any_run_is_found(store: Store) -> None:
    game = Game(island(), store)
    play(game, "ada", "light")
    game.back()
    game.begin()
    assert shelves(Game(island(), store)) == [
        ("shore", 1, [("match", True), ("moth", True)]),
        ("home", 3, [("soot", False)]),
    ]


def test_a_shelf_counts_what_was_found_on_it(store: Store) -> None:
    game = play(Game(island(), store), "ada", "light")
    assert [(shelf.found, len(shelf.moments)) for shelf in album_of(game)] == [(2, 2), (0, 1)]


def test_a_story_without_moments_has_an_empty_album(store: Store) -> None:
    assert album_of(Game(graph(), store)) == []


def test_a_moment_with_several_ways_in_is_in_the_first_chapter_where_one_is() -> None:
    late_first = moment("tea", {"at": "door"}, {"by": "well/on"}, {"at": "attic"})
    assert chapters_of_vignettes(graph(late_first)) == {"tea": "shore"}


def test_a_choice_that_opens_a_moment_gives_it_the_chapter_it_is_taken_in() -> None:
    assert chapters_of_vignettes(graph(moment("tea", {"by": "attic/out"}))) == {"tea": "shore"}


def test_moments_stand_in_the_order_in_which_a_reader_can_meet_them() -> None:
    files = graph(moment("last", {"at": "door"}), moment("by", {"by": "hall/sail"}), moment("second", {"at": "attic"}))
    assert list(chapters_of_vignettes(files)) == ["by", "second", "last"]


def test_one_found_that_the_story_no_longer_has_is_left_out(store: Store) -> None:
    play(Game(island(), store), "ada", "light")
    assert shelves(Game(graph(moment("moth", {"at": "attic"})), store)) == [("shore", 1, [("moth", True)])]
