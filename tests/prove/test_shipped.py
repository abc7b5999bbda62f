"""The story that is shipped is proved, and what its proof shows can be played."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from game.paths import shipped
from game.play import Graph
from game.prove import Proof, find_target, find_way, prove
from game.story import read_story
from game.story.places import Places
from tests.prove.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.prove import Step

SAMPLE = 300


@pytest.fixture(scope="session")
def graph() -> Graph:
    return Graph(read_story(shipped("story")))


@pytest.fixture(scope="session")
def proof(graph: Graph) -> Proof:
    return prove(graph, Places(shipped("story")))


@pytest.fixture(scope="session")
def replay(graph: Graph) -> Replay:
    return Replay(graph)


def sample(witnesses: dict[str, list[Step]]) -> list[tuple[str, Sequence[Step]]]:
    """Some of the witnesses, always the same."""
    return random.Random(7).sample(sorted(witnesses.items()), min(SAMPLE, len(witnesses)))


def test_the_shipped_story_has_no_fault(proof: Proof) -> None:
    assert [f"{fault.where}: {fault.kind} {fault.subject}: {fault.message}" for fault in proof.faults] == []
    assert (proof.verdict, proof.unfinished) == ("proved", None)


def test_everything_in_the_shipped_story_can_be_seen(proof: Proof) -> None:
    assert {name: count.of - count.seen for name, count in proof.counts.items()} == dict.fromkeys(proof.counts, 0)
    assert min(count.of for count in proof.counts.values()) > 0


def test_nobody_gets_stuck_in_the_shipped_story(proof: Proof) -> None:
    assert proof.plays.stuck == 0
    assert sum(proof.plays.endings.values()) == proof.plays.number > 0


def test_every_vignette_and_ending_of_the_shipped_story_is_shown_by_its_witness(
    graph: Graph, proof: Proof, replay: Replay
) -> None:
    for vignette in graph.story.vignettes:
        replay.check_witness(vignette, proof.witnesses[vignette])
    for ending in proof.endings:
        assert replay.play(ending.witness).ending == ending.id
    assert len(proof.endings) == sum(scene.ending is not None for scene in graph.scenes.values())


def test_the_scenes_and_choices_of_the_shipped_story_are_shown_by_their_witnesses(
    graph: Graph, proof: Proof, replay: Replay
) -> None:
    scenes = {name: steps for name, steps in proof.witnesses.items() if name in graph.scenes}
    choices = {name: steps for name, steps in proof.witnesses.items() if "/" in name}
    assert len(scenes) == len(graph.scenes)
    for name, steps in [*sample(scenes), *sample(choices)]:
        replay.check_witness(name, steps)


def test_each_hero_of_the_shipped_story_can_be_followed_alone(graph: Graph, proof: Proof, replay: Replay) -> None:
    assert set(proof.routes) == set(graph.story.heroes)
    for hero, steps in proof.routes.items():
        replay.check_route(hero, steps)


def test_the_runs_show_every_scene_and_vignette_of_the_shipped_story(
    graph: Graph, proof: Proof, replay: Replay
) -> None:
    assert replay.shown(proof.runs) == {*graph.scenes, *graph.story.vignettes}
    assert 1 <= proof.runs_at_least <= len(proof.runs)


def test_what_the_proof_finds_first_the_search_for_one_thing_finds_as_soon(graph: Graph, proof: Proof) -> None:
    chance = random.Random(7)
    names = [*chance.sample(sorted(graph.scenes), 6), *chance.sample(sorted(graph.story.vignettes), 6)]
    for name in names:
        steps = find_way(graph, find_target(graph, name)).steps
        assert steps is not None
        assert len(steps) == len(proof.witnesses[name])
