"""The arc: the tension of a run, scene by scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from game.branches import Game, Store
from game.branches.arc import TENSION, Arc, arc_of, arcs_of
from game.play import Graph
from game.story.model import Part
from tests.branches.test_game import play
from tests.play.island import assemble, frame, hill, home, island, shore

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS: dict[str, Part] = {
    "hall": "exposition",
    "attic": "rising-action",
    "gate": "inciting-incident",
    "well": "crisis",
    "door": "resolution",
}


def graph(parts: Mapping[str, Part] = PARTS, *, without_way_down: bool = False) -> Graph:
    """The island with a lens on some of its scenes."""
    chapters = [shore(), hill(), home()]
    for chapter in chapters:
        for id in chapter["scenes"].keys() & parts.keys():
            lens = {"part": parts[id], "device": "synecdoche", "note": "A part for the whole.", "ask": "Why?"}
            chapter["scenes"][id]["lens"] = lens
    if without_way_down:
        del chapters[0]["scenes"]["attic"]["choices"]["down"]
    return Graph(assemble(frame(), chapters, []))


def points(arc: Arc) -> list[tuple[float, int, str]]:
    """(where, tension, title) of each point."""
    return [(point.where, point.tension, point.title) for point in arc.points]


def arc(game: Game) -> Arc:
    """The arc of the open run."""
    return arc_of(game, game.node, "mine")


def test_every_part_of_a_plot_has_a_tension_from_1_to_10() -> None:
    assert set(TENSION) == set(get_args(Part))
    assert all(1 <= tension <= 10 for tension in TENSION.values())


def test_the_climax_is_the_highest_and_both_ends_are_the_lowest() -> None:
    assert max(TENSION, key=lambda part: TENSION[part]) == "climax"
    assert TENSION["exposition"] == TENSION["resolution"] == min(TENSION.values())


def test_a_run_has_a_point_for_each_scene_spread_over_its_chapter(store: Store) -> None:
    game = play(Game(graph(), store), "ada", "light", "out", "ada", "as-ada", "ada")
    assert points(arc(game)) == [
        (1.0, 1, "The hall"),
        (1.5, 6, "The attic"),
        (2.0, 9, "The well"),
        (3.0, 1, "The door"),
    ]
    assert [point.chapter for point in arc(game).points] == ["The shore", "The shore", "The hill", "Home"]
    assert arc(game).chapters == ("The shore", "The hill", "Home")


def test_a_scene_visited_twice_has_two_points(store: Store) -> None:
    game = play(Game(graph(), store), "ada", "light", "down", "light")
    assert points(arc(game)) == [
        (1.0, 1, "The hall"),
        (1.25, 6, "The attic"),
        (1.5, 1, "The hall"),
        (1.75, 6, "The attic"),
    ]


def test_a_scene_without_a_lens_keeps_its_place_and_has_no_point(store: Store) -> None:
    game = play(Game(graph({"attic": "midpoint"}), store), "ada", "light", "down")
    assert [point.where for point in arc(game).points] == pytest.approx([4 / 3])


def test_a_story_without_lens_has_arcs_without_points(store: Store) -> None:
    game = play(Game(island(), store), "ada", "light")
    assert [found.points for found in arcs_of(game)] == [()]


def test_a_run_that_has_not_begun_has_an_arc_without_points(store: Store) -> None:
    assert arcs_of(Game(graph(), store)) == [Arc("this run", (), ("The shore", "The hill", "Home"))]


def test_a_run_that_no_longer_fits_has_an_arc_as_far_as_it_does(store: Store) -> None:
    play(Game(graph(), store), "ada", "light", "down", "light", "out")
    later = Game(graph(without_way_down=True), store)
    later.open("run-1")
    assert points(arc(later)) == [(1.0, 1, "The hall"), (1.5, 6, "The attic")]
    later.begin()
    assert [points(found) for found in arcs_of(later)] == [[], [(1.0, 1, "The hall"), (1.5, 6, "The attic")]]


def test_the_open_run_comes_first_and_the_others_follow_by_name(store: Store) -> None:
    game = Game(graph(), store)
    for name, first in (("one", "ada"), ("two", "ben"), ("three", "ada")):
        game.open(name)
        play(game, first)
    game.open("two")
    names = [found.name for found in arcs_of(game)]
    assert (names[0], sorted(names[1:])) == ("two", ["one", "three"])


def test_the_open_run_goes_to_where_one_stands_and_others_to_their_ends(store: Store) -> None:
    game = Game(graph(), store)
    for name in ("one", "two"):
        game.open(name)
        play(game, "ada", "light")
        game.back()
    assert [len(found.points) for found in arcs_of(game)] == [1, 2]


def test_what_is_in_the_trash_lies_over_nothing(store: Store) -> None:
    game = Game(graph(), store)
    game.open("one")
    play(game, "ada")
    store.delete(store.named("one"))
    game.begin()
    assert [found.name for found in arcs_of(game)] == ["this run"]
