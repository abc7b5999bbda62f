"""One turn, as a pure function, on a story made by hand."""

from __future__ import annotations

import pytest

from game.errors import ChoiceError
from game.play import Graph, State, step
from tests import stories
from tests.play.island import assemble, frame, hill, home, island, shore


def after(graph: Graph, *choices: str) -> State:
    """The state after some choices from the start."""
    state = graph.start
    for choice in choices:
        state, _ = step(graph, state, choice)
    return state


def test_following_a_hero_leads_to_their_entrance() -> None:
    graph = island()
    state, events = step(graph, graph.start, "ada")
    assert (state.at, state.follow) == ("hall", "ada")
    assert events.told == ("met", "old")


def test_an_effect_shows_in_the_state_and_in_the_text_on_arrival() -> None:
    graph = island()
    state = after(graph, "ada", "light")
    assert (graph.value(state, "lit"), graph.value(state, "trust")) == (1, 2)
    assert graph.text(state) == ["It is high.", "It is light."]


def test_a_turn_opens_the_vignettes_of_the_choice_and_then_those_of_the_arrival() -> None:
    graph = island()
    _, events = step(graph, after(graph, "ada"), "light")
    assert events.unlocked == ("match", "moth")


def test_a_turn_names_a_vignette_once_however_many_ways_into_it_open() -> None:
    moth = stories.vignette(id="moth", unlock=[{"at": "attic"}, {"by": "light"}, {"at": "attic", "when": "lit"}])
    graph = Graph(assemble(frame(), [shore(), hill(), home()], [moth]))
    assert step(graph, after(graph, "ada"), "light")[1].unlocked == ("moth",)


def test_the_crossroads_forgets_what_lasts_a_chapter_and_keeps_the_rest() -> None:
    graph = island()
    state = after(graph, "ada", "light", "out")
    assert (state.at, state.follow) == ("hill", "ada")
    assert (graph.value(state, "lit"), graph.value(state, "trust")) == (0, 2)
    assert [option.id for option in graph.options(after(graph, "ada", "light", "out", "ada"))] == ["as-ada", "on"]


def test_a_step_past_the_bounds_of_a_range_stops_there() -> None:
    graph = island()
    assert graph.value(after(graph, "ada", "light", "out", "ada", "on"), "trust") == 3


def test_the_scenes_a_rule_asks_about_are_remembered_for_the_whole_run() -> None:
    graph = island()
    long_ago = after(graph, "ada", "light", "out", "ben", "on")
    assert step(graph, long_ago, "ada")[1].unlocked == ("soot",)
    never = after(graph, "ben", "in", "ben", "on")
    assert step(graph, never, "ada")[1].unlocked == ()


def test_an_ending_is_an_event_and_leaves_nothing_to_choose() -> None:
    graph = island()
    state, events = step(graph, after(graph, "ben", "in", "cleo", "on"), "cleo")
    assert events.ending == "home-again"
    assert graph.options(state) == []
    with pytest.raises(ChoiceError, match="the story has ended"):
        step(graph, state, "cleo")


def test_a_closed_choice_is_refused_with_the_authors_reason() -> None:
    graph = island()
    with pytest.raises(ChoiceError, match=r"^closed: Nobody would answer\.$"):
        step(graph, after(graph, "ada"), "knock")


def test_a_hidden_choice_is_refused_like_one_that_is_not_there() -> None:
    graph = island()
    with pytest.raises(ChoiceError) as refusal:
        step(graph, after(graph, "ada"), "secret")
    assert str(refusal.value) == "no choice `secret` here; on offer: light, sail"


def test_an_unknown_choice_is_refused_with_the_nearest_on_offer() -> None:
    graph = island()
    with pytest.raises(ChoiceError, match="did you mean `light`"):
        step(graph, after(graph, "ada"), "lihgt")


def test_what_was_typed_comes_back_short_and_with_nothing_a_terminal_obeys() -> None:
    graph = island()
    with pytest.raises(ChoiceError) as refusal:
        step(graph, graph.start, "\x1b[31m\udcff" + "x" * 500)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 200


def test_the_film_is_what_can_still_reach_a_canon_ending() -> None:
    graph = island()
    assert set(graph.nodes) - graph.film == {"sea"}
    assert [o.id for o in graph.nodes["hall"].options if graph.departs(o)] == ["sail"]
