"""What stands beside a scene, and what is said of the chapter that ends at a crossroads."""

from __future__ import annotations

from game.branches import Game, Margin, Store
from game.play import Graph
from game.story.model import Ledger
from tests.branches.test_game import play
from tests.play.island import assemble, frame, hill, home, island, shore, vignettes


def graph() -> Graph:
    """The island with people in its attic and a picture of its shore."""
    first = shore() | {"art": "waves"}
    first["scenes"]["attic"]["who"] = ["ada", "dog", "owl"]
    first["scenes"]["gate"]["who"] = ["owl"]
    second = hill()
    second["scenes"]["well"]["who"] = ["ada"]
    ledger = Ledger(characters={"ada": "Ada", "owl": "The old owl"})
    return Graph(assemble(frame(), [first, second, home()], [], ledger))


def test_those_who_are_there_are_named_but_not_the_one_who_looks(store: Store) -> None:
    assert play(Game(graph(), store), "ada", "light").margin().who == ("dog", "The old owl")


def test_from_outside_everybody_who_is_there_is_named(store: Store) -> None:
    assert play(Game(graph(), store), "ada", "light", "out", "ada").margin().who == ("Ada",)


def test_the_thread_is_the_chapters_scenes_on_this_run_the_open_one_last(store: Store) -> None:
    game = play(Game(graph(), store), "ada", "light", "down")
    assert game.margin().thread == ("The hall", "The attic", "The hall")
    game.back()
    assert game.margin().thread == ("The hall", "The attic")


def test_a_new_chapter_has_a_new_thread_and_its_own_picture(store: Store) -> None:
    game = play(Game(graph(), store), "ada", "light")
    assert game.margin().art == "waves"
    play(game, "out", "ada")
    assert (game.margin().thread, game.margin().art) == (("The well",), None)


def test_at_a_crossroads_nobody_is_there_and_nothing_of_the_chapter_has_been_read(store: Store) -> None:
    game = Game(graph(), store)
    assert game.margin() == Margin((), (), "waves")
    assert play(game, "ada", "light", "out").margin() == Margin((), (), None)


def test_before_the_first_chapter_none_has_been_passed(store: Store) -> None:
    assert Game(island(), store).passed() is None


def test_inside_a_chapter_none_has_just_been_passed(store: Store) -> None:
    assert play(Game(island(), store), "ada", "light").passed() is None


def test_at_a_crossroads_the_chapter_before_is_told_with_its_moments(store: Store) -> None:
    passed = play(Game(island(), store), "ada", "light", "out").passed()
    assert passed is not None
    assert (passed.recap.chapter.chapter, passed.recap.facts) == (
        "shore",
        ("It is old.", "They met.", "It was high."),
    )
    assert (passed.found, passed.of) == (2, 2)


def test_its_moments_count_when_any_run_has_found_them_and_its_facts_only_on_this_one(store: Store) -> None:
    play(Game(island(), store), "ada", "light")
    passed = play(Game(island(), store), "ben", "in").passed()
    assert passed is not None
    assert (passed.recap.chapter.title, passed.recap.facts) == ("The shore", ())
    assert (passed.found, passed.of) == (2, 2)


def test_a_chapter_without_moments_has_none_to_find(store: Store) -> None:
    passed = play(Game(island(), store), "ada", "light", "out", "ada", "on").passed()
    assert passed is not None
    assert (passed.recap.chapter.chapter, passed.found, passed.of) == ("hill", 0, 0)


def test_it_is_the_chapter_one_came_through_also_after_going_back_and_opening_again(store: Store) -> None:
    game = play(Game(island(), store), "ada", "light", "out", "ada")
    game.back()
    again = Game(island(), store)
    again.resume()
    for found in (game.passed(), again.passed()):
        assert found is not None
        assert found.recap.chapter.chapter == "shore"


def test_a_story_without_a_ledger_tells_no_facts(store: Store) -> None:
    bare = Graph(assemble(frame(), [shore(), hill(), home()], vignettes(), Ledger()))
    passed = play(Game(bare, store), "ada", "light", "out").passed()
    assert passed is not None
    assert passed.recap.facts == ()
