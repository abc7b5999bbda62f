"""A run that is played and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.branches import Game, Lost, Store
from game.errors import ChoiceError, StoreError
from game.play import Graph
from tests.play.island import assemble, frame, hill, home, island, shore, vignettes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store."""
    with Store(tmp_path / "player.sqlite", "The island") as made:
        yield made


@pytest.fixture
def game(store: Store) -> Game:
    """A game of the island."""
    return Game(island(), store)


def play(game: Game, *choices: str) -> Game:
    """Take some choices."""
    for choice in choices:
        game.choose(choice)
    return game


def kept(store: Store, name: str) -> list[str]:
    """The choices of a run, to its end."""
    return [choosing.choice for choosing in store.path(store.named(name).tip)]


def stands(store: Store, name: str) -> list[str]:
    """The choices of a run, to where the player stands."""
    return [choosing.choice for choosing in store.path(store.named(name).node)]


def edited() -> Graph:
    """The island after its author took out the attic's way down."""
    first = shore()
    del first["scenes"]["attic"]["choices"]["down"]
    return Graph(assemble(frame(), [first, hill(), home()], vignettes()))


def test_a_run_gets_its_name_with_its_first_choice(game: Game) -> None:
    assert (game.branch, game.turns) == (None, 0)
    play(game, "ada")
    assert (game.branch, game.turns, game.page.id) == ("run-1", 1, "hall")


def test_each_choice_is_on_disk_when_it_has_been_taken(game: Game, store: Store) -> None:
    taken = []
    for choice in ("ada", "light", "down", "sail"):
        scene = game.page.id
        game.choose(choice)
        taken.append((scene, choice, game.page.id))
        assert store.path(store.branch("run-1").tip) == taken


def test_what_a_run_finds_is_kept_for_all_runs(game: Game, store: Store) -> None:
    turn = play(game, "ada").choose("light")
    assert [vignette.title for vignette in game.unlocked(turn)] == ["Match", "Moth"]
    play(game, "down", "sail")
    game.begin()
    assert game.album() == {"match", "moth"}
    assert store.found("scene") == {"hall", "attic", "sea"}
    assert store.found("ending") == {"sailed"}


def test_a_refused_choice_is_not_kept(game: Game, store: Store) -> None:
    play(game, "ada")
    for refused in ("knock", "secret", "nothing"):
        with pytest.raises(ChoiceError):
            game.choose(refused)
    assert game.turns == 1
    assert kept(store, "run-1") == ["ada"]


def test_a_refused_first_choice_makes_no_branch(game: Game, store: Store) -> None:
    with pytest.raises(ChoiceError):
        game.choose("cleo")
    assert game.branch is None
    assert store.branches() == []


def test_back_takes_back_one_choice_here_and_in_the_store(game: Game, store: Store) -> None:
    play(game, "ada", "light")
    assert game.back()
    assert (game.page.id, stands(store, "run-1"), kept(store, "run-1")) == ("hall", ["ada"], ["ada", "light"])
    assert game.back()
    assert not game.back()
    assert (stands(store, "run-1"), kept(store, "run-1")) == ([], ["ada", "light"])
    assert game.album() == {"match", "moth"}


def test_what_was_taken_back_can_be_taken_again_until_something_new_is_chosen(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down")
    assert (game.can_forward, game.forward()) == (False, None)
    game.back()
    game.back()
    again = Game(island(), store)  # as well after leaving in between
    again.open("run-1")
    turn = again.forward()
    assert turn is not None
    assert (turn.choice, again.page.id, again.can_forward, again.branch) == ("light", "attic", True, "run-1")
    play(again, "out")
    assert (again.can_forward, kept(store, "run-1")) == (False, ["ada", "light", "out"])
    again.back()
    assert again.can_forward


def test_nothing_is_taken_again_that_would_now_lead_elsewhere(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down", "light", "out")
    for _ in range(4):
        game.back()
    first = shore()
    first["scenes"]["hall"]["choices"]["light"]["to"] = "sea"
    later = Game(Graph(assemble(frame(), [first, hill(), home()], [])), store)
    later.open("run-1")
    assert (later.page.id, later.lost, later.can_forward, later.forward()) == ("hall", None, False, None)
    assert kept(store, "run-1") == ["ada", "light", "down", "light", "out"]


def test_going_back_and_choosing_anew_forks_and_overwrites_nothing(game: Game, store: Store) -> None:
    play(game, "ada", "light")
    old = game.node
    game.back()
    play(game, "sail")
    assert (game.branch, kept(store, "run-1")) == ("run-1", ["ada", "sail"])
    assert [choosing.choice for choosing in store.path(old)] == ["ada", "light"]
    game.go(old)
    assert (game.page.id, game.branch, store.names()) == ("attic", None, ["run-1"])
    play(game, "out")
    assert (game.branch, kept(store, "run-2"), kept(store, "run-1")) == (
        "run-2",
        ["ada", "light", "out"],
        ["ada", "sail"],
    )


def test_going_to_a_node_of_the_open_run_moves_it_and_to_another_runs_end_opens_that(game: Game, store: Store) -> None:
    play(game, "ada", "light")
    end = game.node
    play(game, "out")
    game.go(end)
    assert (game.branch, game.page.id, game.can_forward) == ("run-1", "attic", True)
    game.go(store.root)
    assert (game.branch, game.turns, game.can_forward) == ("run-1", 0, True)
    game.begin()
    play(game, "ben")
    game.go(store.named("run-1").tip)
    assert (game.branch, game.page.id, kept(store, "run-2")) == ("run-1", "hill", ["ben"])
    game.go(end)
    assert (game.branch, game.page.id, kept(store, "run-1")) == ("run-1", "attic", ["ada", "light", "out"])


def test_to_look_at_a_lost_run_from_the_tree_changes_no_run(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down", "light", "out")
    first, *_ = store.trail(game.node)
    before = store.branches()
    later = Game(edited(), store)
    later.open("run-1")
    later.go(first)
    later.back()
    later.go(first)
    assert (later.page.id, later.lost, store.branches()) == ("hall", None, before)


def test_the_same_way_again_from_where_a_run_was_lost_does_not_touch_it(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down", "light")
    later = Game(edited(), store)
    later.open("run-1")
    assert later.back()
    assert later.can_forward
    assert later.forward()
    assert (later.page.id, later.branch, later.can_forward) == ("attic", "run-1-2", False)
    assert (kept(store, "run-1"), kept(store, "run-1-2")) == (["ada", "light", "down", "light"], ["ada", "light"])


def test_a_player_may_play_on_unsaved_and_nothing_more_is_kept(game: Game, store: Store) -> None:
    play(game, "ada", "light")
    page, album = game.page, game.album()
    game.unsave()
    assert (game.page, game.turns, game.album()) == (page, 2, album)
    play(game, "down", "sail")
    assert game.back()
    assert game.forward()
    assert (kept(store, "run-1"), store.found("ending")) == (["ada", "light"], set())


def test_a_run_is_opened_where_it_was_left(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down")
    again = Game(island(), store)
    again.open("run-1")
    assert (again.page, again.turns, again.branch, again.lost) == (game.page, 3, "run-1", None)
    assert again.recap() == game.recap()
    play(again, "sail")
    assert kept(store, "run-1") == ["ada", "light", "down", "sail"]


def test_opening_an_unknown_name_starts_a_run_of_that_name(game: Game, store: Store) -> None:
    game.open("mine")
    assert (game.page.kind, game.turns) == ("crossroads", 0)
    play(game, "ben")
    assert kept(store, "mine") == ["ben"]


def test_resume_opens_the_run_played_last(game: Game, store: Store) -> None:
    assert not game.resume()
    assert game.can_resume() is None
    play(game, "ada", "light")
    game.begin()
    play(game, "ben", "in")
    again = Game(island(), store)
    assert again.can_resume() == "run-2"
    assert again.resume()
    assert (again.branch, again.page.id, again.turns) == ("run-2", "hill", 2)


def test_a_new_run_leaves_the_old_one_as_it_is(game: Game, store: Store) -> None:
    play(game, "ada", "light")
    game.begin()
    assert (game.branch, game.turns, game.page.kind) == (None, 0, "crossroads")
    play(game, "ben")
    assert (kept(store, "run-1"), kept(store, "run-2")) == (["ada", "light"], ["ben"])


def test_from_a_what_if_one_can_go_back_to_the_choice_that_left_the_film(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down")
    assert [game.departed, game.rejoin()] == [False, False]
    play(game, "sail")
    assert [game.departed, game.rejoin()] == [True, True]
    assert (game.page.id, game.turns, game.departed) == ("hall", 3, False)
    assert (len(stands(store, "run-1")), len(kept(store, "run-1"))) == (3, 4)
    assert store.found("ending") == {"sailed"}


def test_after_a_story_edit_a_run_lands_on_the_last_node_that_fits(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down", "light", "out")
    later = Game(edited(), store)
    later.open("run-1")
    assert (later.page.id, later.turns) == ("attic", 2)
    assert later.lost == Lost(3, "in “The attic”, the choice `down` is gone")
    assert str(later.lost) == (
        "The story has changed: in “The attic”, the choice `down` is gone. The last 3 choices of this run no longer"
        " fit; what you tried is kept, and you stand where it still fits."
    )


def test_after_a_story_edit_the_old_run_is_kept_whole_and_fits_again_if_the_story_does(
    game: Game, store: Store
) -> None:
    played = ["ada", "light", "down", "light", "out"]
    play(game, *played)
    for _ in range(2):  # to look at it does not change it
        later = Game(edited(), store)
        later.open("run-1")
    play(later, "out", "cleo")
    assert (later.branch, later.lost) == ("run-1-2", None)
    assert kept(store, "run-1") == stands(store, "run-1") == played
    assert kept(store, "run-1-2") == ["ada", "light", "out", "cleo"]
    restored = Game(island(), store)
    restored.open("run-1")
    assert (restored.turns, restored.lost, restored.page.id) == (5, None, "hill")


def test_going_back_in_a_run_that_lost_its_end_keeps_the_old_one_whole(game: Game, store: Store) -> None:
    play(game, "ada", "light", "down")
    later = Game(edited(), store)
    assert later.resume()
    assert later.back()
    assert (later.page.id, later.branch) == ("hall", None)
    assert play(later, "sail").branch == "run-1-2"
    assert (stands(store, "run-1"), kept(store, "run-1-2")) == (["ada", "light", "down"], ["ada", "sail"])


def test_a_scene_that_is_gone_from_the_story_costs_only_what_came_after_it(game: Game, store: Store) -> None:
    play(game, "ada", "light", "out", "cleo")
    first = shore()
    first["scenes"]["loft"] = first["scenes"].pop("attic")
    for choice in first["scenes"]["hall"]["choices"].values():
        choice["to"] = choice["to"].replace("attic", "loft")
        choice.pop("when", None)
    later = Game(Graph(assemble(frame(), [first, hill(), home()], [])), store)
    later.open("run-1")
    assert (later.page.id, later.turns) == ("hall", 1)
    assert later.lost == Lost(3, "in “The hall”, the choice “Light it.” now leads to “The attic”, not to `attic`")


def test_a_choice_that_cannot_be_kept_is_not_taken(game: Game, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    play(game, "ada")
    page = game.page

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "add", full)
        with pytest.raises(StoreError, match="full"):
            game.choose("light")
    assert (game.page, game.turns) == (page, 1)
    play(game, "light")
    assert kept(store, "run-1") == ["ada", "light"]


def test_two_games_on_one_run_both_keep_what_they_played(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "player.sqlite", "The island") as second:
        one, other = Game(island(), store), Game(island(), second)
        one.open("ours")
        other.open("ours")
        play(one, "ada", "light", "down")
        play(other, "ben", "in", "cleo")
        assert (one.branch, other.branch) == ("ours", "ours-2")
        for game, name in ((one, "ours"), (other, "ours-2")):
            again = Game(island(), store)
            again.open(name)
            assert (again.page, again.turns, again.lost) == (game.page, 3, None)
