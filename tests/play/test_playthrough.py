"""One run: choices, back, rewind, replay, departure."""

from __future__ import annotations

import random

import pytest

from game.errors import ChoiceError
from game.play import Graph, Machine, Playthrough
from tests import stories
from tests.play.island import assemble, frame, hill, home, island, run, shore

HOME = ("ada", "light", "down", "light", "out", "ada", "on", "ada")


def test_a_run_is_its_list_of_scenes_and_choices() -> None:
    assert run("ada", "light", "out", "cleo").path == [
        ("shore", "ada"),
        ("hall", "light"),
        ("attic", "out"),
        ("hill", "cleo"),
    ]


def test_what_is_told_and_opened_stands_once_in_the_order_it_came() -> None:
    played = run(*HOME)
    assert played.told == ["met", "old", "high", "last"]
    assert played.unlocked == ["match", "moth", "soot"]
    assert played.ending == "home-again"


def test_a_vignette_opens_once_in_a_run() -> None:
    played = run(*HOME)
    assert [turn.events.unlocked for turn in played.turns[1:4]] == [("match", "moth"), (), ()]


def test_a_run_that_has_not_ended_has_no_ending() -> None:
    assert run().ending is None
    assert run("ada").ending is None


def test_a_vignette_with_several_ways_in_opens_by_the_first_and_not_again() -> None:
    ways = [{"at": "attic", "when": "not lit"}, {"at": "attic", "when": "lit"}, {"by": "hall/light"}, {"at": "door"}]
    moth = stories.vignette(id="moth", unlock=ways)
    played = Playthrough(Machine(Graph(assemble(frame(), [shore(), hill(), home()], [moth]))))
    assert played.replay(run(*HOME).path) == len(HOME)
    assert [turn.events.unlocked for turn in played.turns] == [(), ("moth",), *[()] * 6]
    assert played.unlocked == ["moth"]
    played.rewind(1)
    played.choose("sail")
    assert played.unlocked == []


def test_back_restores_the_state_before_each_choice() -> None:
    played = run()
    states = [played.state]
    for choice in HOME:
        played.choose(choice)
        states.append(played.state)
    for state in reversed(states[:-1]):
        undone = played.back()
        assert undone is not None
        assert undone.before == played.state == state
    assert played.back() is None
    assert played.turns == []


def test_after_back_the_machine_goes_on_from_there() -> None:
    played = run("ada", "light", "down")
    played.rewind(1)
    with pytest.raises(ChoiceError):
        played.choose("secret")
    assert played.choose("sail").events.ending == "sailed"


def test_a_vignette_taken_back_opens_again() -> None:
    played = run("ada", "light")
    played.back()
    assert played.unlocked == []
    assert played.choose("light").events.unlocked == ("match", "moth")


@pytest.mark.parametrize("length", [-1, 3, 99])
def test_a_rewind_to_no_earlier_point_changes_nothing(length: int) -> None:
    played = run("ada", "light", "down")
    before = (played.state, list(played.turns))
    assert played.rewind(length) is None
    assert (played.state, played.turns) == before


def test_a_refused_choice_changes_nothing() -> None:
    played = run("ada")
    before = (played.state, list(played.turns))
    for refused in ("knock", "secret", "nothing", ""):
        with pytest.raises(ChoiceError):
            played.choose(refused)
        assert (played.state, played.turns) == before


def test_replay_gives_the_same_turns() -> None:
    played = run(*HOME)
    again = run()
    assert again.replay(played.path) == len(HOME)
    assert again.turns == played.turns
    assert again.state == played.state


@pytest.mark.parametrize(
    ("path", "fitted"),
    [
        ([("hall", "light")], 0),
        ([("shore", "ada"), ("attic", "down")], 1),
        ([("shore", "ada"), ("hall", "knock"), ("attic", "down")], 1),
        ([("shore", "ada"), ("hall", "gone")], 1),
        ([("shore", "ben"), ("gate", "in"), ("hill", "nobody")], 2),
    ],
)
def test_replay_stops_at_the_first_choice_that_does_not_fit(path: list[tuple[str, str]], fitted: int) -> None:
    played = run()
    assert played.replay(path) == fitted
    assert played.path == path[:fitted]


def test_a_run_in_the_film_has_not_departed() -> None:
    for length in range(len(HOME) + 1):
        assert run(*HOME[:length]).departure is None


def test_a_departure_is_the_choice_that_left_the_film_and_rewinding_to_it_returns() -> None:
    played = run("ada", "light", "down", "sail")
    assert played.departure == 3
    played.rewind(3)
    assert played.state.at == "hall"
    assert played.departure is None


def test_two_runs_on_one_machine_do_not_disturb_each_other() -> None:
    machine = Machine(island())
    chance = random.Random(5)
    runs = [Playthrough(machine) for _ in range(6)]
    for _ in range(60):
        one = chance.choice(runs)
        if options := one.graph.options(one.state):
            one.choose(chance.choice(options).id)
        else:
            one.back()
    for one in runs:
        alone = Playthrough(Machine(island()))
        assert alone.replay(one.path) == len(one.turns)
        assert alone.state == one.state
