"""A proof says of a generated story just what trying everything says."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pytest

from game.play import Graph
from game.prove import Finding, Proof, find_target, find_way, prove
from game.prove.search import explore
from game.prove.traps import find_traps
from game.story.model import Flag
from tests.prove import generated
from tests.prove.brute import Brute, Here
from tests.prove.replay import Replay, last_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.story import Story

SEEDS = range(400)
BATCH = 40
"""Stories a test, so that a failure names few of them and the list of tests stays short."""

pytestmark = [
    pytest.mark.usefixtures("few_plays"),
    pytest.mark.parametrize("seeds", [SEEDS[n : n + BATCH] for n in SEEDS[::BATCH]], ids=str),
]


class Case(NamedTuple):
    """A story, what is proved of it, and what is true of it."""

    seed: int
    graph: Graph
    proof: Proof
    brute: Brute

    @property
    def story(self) -> Story:
        return self.graph.story

    def subjects(self, kind: str) -> set[str]:
        """What the findings of a kind are about."""
        return {finding.subject for finding in self.of(kind)}

    def of(self, kind: str) -> list[Finding]:
        """The findings of a kind."""
        return [finding for finding in self.proof.findings if finding.kind == kind]


@pytest.fixture(scope="session")
def proved() -> dict[int, Case]:
    """The cases that some test has made already."""
    return {}


@pytest.fixture
def cases(seeds: range, proved: dict[int, Case]) -> list[Case]:
    for seed in seeds:
        if seed not in proved:
            graph = Graph(generated.story(seed))
            proved[seed] = Case(seed, graph, prove(graph), Brute(graph.story))
    return [proved[seed] for seed in seeds]


def test_what_can_be_seen_is_what_some_run_shows_and_no_witness_could_be_shorter(cases: list[Case]) -> None:
    for case in cases:
        brute, proof, story = case.brute, case.proof, case.story
        assert {name: len(steps) for name, steps in proof.witnesses.items()} == {
            **brute.nodes,
            **brute.choices,
            **brute.vignettes,
        }, case.seed
        ends = {s.ending.id: brute.nodes[id] for id, s in story.scenes.items() if s.ending and id in brute.nodes}
        assert {ending.id: ending.choices for ending in proof.endings} == ends, case.seed


def test_what_can_never_be_seen_is_reported_and_nothing_else(cases: list[Case]) -> None:
    for case in cases:
        brute, story = case.brute, case.story
        unseen = {id: scene for id, scene in story.scenes.items() if id not in brute.nodes}
        assert case.subjects("unreachable-scene") == {id for id, scene in unseen.items() if not scene.ending}
        assert case.subjects("unreachable-ending") == {scene.ending.id for scene in unseen.values() if scene.ending}
        assert case.subjects("unreachable-vignette") == set(story.vignettes) - set(brute.vignettes)
        assert case.subjects("unreachable-unlock") == {
            f"{id}, way {number + 1}"
            for id, number, _ in brute.unlocks
            if id in brute.vignettes and (id, number) not in brute.ways_in
        }
        assert case.subjects("unreachable-card") == set(generated.THINGS) - brute.cards
        assert case.subjects("unreachable-entrance") == {
            f"{id}/{hero}"
            for id, chapter in story.chapters.items()
            for hero in chapter.entrances
            if f"{id}/{hero}" not in brute.choices
        }


def test_the_counts_are_those_of_what_can_be_seen(cases: list[Case]) -> None:
    for case in cases:
        brute, story = case.brute, case.story
        seen = {name: count.seen for name, count in case.proof.counts.items()}
        assert seen == {
            "scenes": len(set(brute.nodes) & set(story.scenes)),
            "choices": sum(name.partition("/")[0] in story.scenes for name in brute.choices),
            "paragraphs": sum(kind == "paragraph" and True in given for (kind, *_), given in brute.answers.items()),
            "vignettes": len(brute.vignettes),
            "endings": sum(bool(story.scenes[id].ending) for id in brute.nodes if id in story.scenes),
            "cards": len(brute.cards),
            "entrances": sum(name.partition("/")[0] in story.chapters for name in brute.choices),
            "routes": sum(brute.route_length(hero) is not None for hero in story.heroes),
        }, case.seed


def subject(case: Case, kind: str, id: str, part: str | int) -> str:
    """How a finding names the rule of a choice, a paragraph or a vignette."""
    if kind == "choice":
        return f"{id}/{part}"
    if kind == "paragraph":
        return f"{id}, paragraph {int(part) + 1}"
    alone = id not in case.brute.vignettes or len(case.story.vignettes[id].unlocks) == 1
    return id if alone else f"{id}, way {int(part) + 1}"


def test_rules_that_never_or_always_hold_are_reported_at_the_first_place_they_are_asked(cases: list[Case]) -> None:
    for case in cases:
        never: dict[str, int] = {}
        always: dict[str, int] = {}
        for (kind, id, part), given in case.brute.answers.items():
            name = subject(case, kind, id, part)
            if True not in given:
                never[name] = min(given[False], never.get(name, given[False]))
            elif False not in given:
                always[name] = given[True]
        kinds = ("unreachable-choice", "unreachable-paragraph", "unreachable-vignette", "unreachable-unlock")
        found = [finding for kind in kinds for finding in case.of(kind)]
        assert {f.subject: len(f.witness) for f in found if f.witness is not None} == never, case.seed
        assert {f.subject: len(f.witness or ()) for f in case.of("always-true")} == always, case.seed


def test_traps_are_found_with_their_scenes_and_how_soon_a_run_can_be_lost(cases: list[Case]) -> None:
    for case in cases:
        space = explore(case.graph)
        assert {trap.scenes: len(space.way(trap.state)) for trap in find_traps(space)} == case.brute.traps, case.seed
        told = [len(finding.witness or ()) for finding in case.of("trap")]
        assert sorted(told) == sorted(case.brute.traps.values()), case.seed
        for finding in case.of("trap"):
            assert case.brute.walk(step.choice for step in finding.witness or ()) in case.brute.caught


def test_eyes_are_wrong_just_where_somebody_else_can_stand(cases: list[Case]) -> None:
    for case in cases:
        found = {finding.subject: len(finding.witness or ()) for finding in case.of("wrong-eyes")}
        assert found == case.brute.wrong_eyes, case.seed


def test_choices_called_alike_have_the_same_future_wherever_both_are_open(cases: list[Case]) -> None:
    for case in cases:
        together: dict[tuple[str, str], dict[str, list[tuple[bool, int]]]] = {}
        for depth, scene, one, other, same in case.brute.side_by_side():
            together.setdefault((f"{scene}/{other}", one), {}).setdefault("", []).append((same, depth))
        for finding in case.of("alike-choices"):
            one = finding.message.split("`")[1]
            pairs = together[finding.subject, one][""]
            assert all(same for same, _ in pairs), case.seed
            assert len(finding.witness or ()) == min(depth for _, depth in pairs), case.seed
        assert len(case.subjects("alike-choices")) == len(case.of("alike-choices"))


def test_values_called_unused_are_those_no_rule_can_meet(cases: list[Case]) -> None:
    for case in cases:
        story, brute = case.story, case.brute
        silent = case.subjects("unread-variable") | case.subjects("unwritten-variable")
        written = {name for scene in story.scenes.values() for c in scene.choices.values() for name in c.set}
        assert case.subjects("unwritten-variable") <= set(brute.names) - written
        expected = {}
        for name, variable in story.frame.state.items():
            missing = set(range(variable.low, variable.high + 1)) - brute.values[name]
            if name not in silent and missing:
                words = ("false", "true") if isinstance(variable, Flag) else range(variable.high + 1)
                never = " or ".join(str(words[value]) for value in sorted(missing))
                expected[name] = f"`{name}` is never {never} where a rule reads it"
        told = {finding.subject: finding.message for finding in case.of("unused-value")}
        assert told == expected, case.seed


def test_the_route_of_a_hero_is_a_shortest_one(cases: list[Case]) -> None:
    for case in cases:
        shortest = {hero: case.brute.route_length(hero) for hero in case.story.heroes}
        assert case.subjects("broken-route") == {hero for hero, length in shortest.items() if length is None}
        for hero, steps in case.proof.routes.items():
            joins = case.story.heroes[hero].joins
            assert len(steps) - last_at(steps, joins) == shortest[hero], (case.seed, hero)


def test_a_proof_fails_when_there_is_a_fault_and_only_then(cases: list[Case]) -> None:
    for case in cases:
        assert case.proof.verdict == ("failed" if case.proof.faults else "proved")


def test_every_witness_replays_on_the_machine_to_what_it_claims(cases: list[Case]) -> None:
    for case in cases:
        Replay(case.graph).check_proof(case.proof)


def test_the_runs_show_everything_between_them_and_fewer_than_the_bound_could_not(cases: list[Case]) -> None:
    bounds = 0
    for case in cases:
        everything = set(case.brute.nodes) - set(case.story.chapters) | set(case.brute.vignettes)
        assert Replay(case.graph).shown(case.proof.runs) == everything, case.seed
        assert case.proof.runs_at_least <= len(case.proof.runs)
        shown = case.brute.shown_by_runs()
        if shown is not None and 1 < case.proof.runs_at_least <= 4:
            bounds += 1
            fewer = combinations(shown, min(len(shown), case.proof.runs_at_least - 1))
            assert not any(set().union(*runs) == everything for runs in fewer), case.seed
    assert bounds


def test_random_plays_reach_only_what_can_be_reached(cases: list[Case]) -> None:
    for case in cases:
        plays = case.proof.plays
        assert sum(plays.endings.values()) + plays.stuck == plays.number == 40
        assert {id for id, count in plays.endings.items() if count} <= {ending.id for ending in case.proof.endings}
        if case.brute.start in case.brute.caught:
            assert plays.stuck == 40
        assert plays.choices.least <= plays.choices.median <= plays.choices.most


def stops(case: Case) -> Iterator[tuple[Here, list[str]]]:
    """The start, and some states on the way."""
    chance = random.Random(case.seed)
    yield case.brute.start, []
    for here in chance.sample(list(case.brute.depth), min(3, len(case.brute.depth))):
        yield here, case.brute.path(here)


def test_a_way_is_found_just_when_there_is_one_and_it_is_a_shortest_from_wherever_one_stands(
    cases: list[Case],
) -> None:
    for case in cases:
        replay = Replay(case.graph)
        endings = [scene.ending.id for scene in case.story.scenes.values() if scene.ending]
        choices = [f"{id}/{choice}" for id, scene in case.story.scenes.items() for choice in scene.choices]
        names = [*case.story.scenes, *endings, *choices, *case.story.vignettes, *case.story.chapters]
        for here, path in stops(case):
            for name in names:
                run = replay.play([])
                for choice in path:
                    run.choose(choice)
                assert (run.state.at, run.state.follow) == (here.at, here.follow)
                target = find_target(case.graph, name)
                found = find_way(case.graph, target, run.state if path else None)
                length = None if found.steps is None else len(found.steps)
                assert length == case.brute.way_length(here, name), (case.seed, name, path)
                assert (found.reason is None) == (found.steps is not None)
                assert run.replay(found.steps or ()) == (length or 0)
                if found.steps is not None:
                    arrived = (run.state.at, run.ending, "/".join(run.path[-1]) if run.path else "")
                    assert name in arrived or name in run.unlocked, (case.seed, name, path)
