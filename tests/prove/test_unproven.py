"""A search that stops early denies nothing it has not seen, and what it has seen is true."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from game.play import Graph, State
from game.prove import Proof, prove
from game.prove.search import Space, explore
from game.prove.traps import can_end, find_traps
from game.story.model import Codex
from tests import stories
from tests.prove import generated
from tests.prove.brute import Brute
from tests.prove.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Callable

CERTAIN = {"wrong-eyes", "one-way-crossroads"}
"""What is wrong whatever the rest of the story shows."""

pytestmark = pytest.mark.usefixtures("few_plays")


def check_what_is_claimed(graph: Graph, proof: Proof, brute: Brute) -> None:
    """Nothing is denied, and every positive is so."""
    assert {finding.kind for finding in proof.findings} <= CERTAIN
    assert {f.subject for f in proof.findings if f.kind == "wrong-eyes"} <= set(brute.wrong_eyes)
    assert proof.verdict == ("failed" if proof.faults else "unproven")
    true = {**brute.nodes, **brute.choices, **brute.vignettes}
    assert {name: true[name] for name in proof.witnesses} == {n: len(steps) for n, steps in proof.witnesses.items()}
    assert proof.counts["cards"].seen <= len(brute.cards)
    assert proof.counts["routes"].seen == len(proof.routes)
    assert all(count.seen <= count.of for count in proof.counts.values())
    assert (proof.plays.number, proof.plays.stuck, sum(proof.plays.endings.values())) == (0, 0, 0)
    assert proof.runs_at_least == 1
    replay = Replay(graph)
    replay.check_proof(proof)
    reached = {name for name in proof.witnesses if name in graph.scenes or name in graph.story.vignettes}
    assert replay.shown(proof.runs) >= reached


@pytest.mark.parametrize("seeds", [range(n, n + 20) for n in range(1_000, 1_120, 20)], ids=str)
def test_a_search_that_is_cut_short_claims_nothing_that_is_not_so(seeds: range) -> None:
    cut = 0
    for seed in seeds:
        graph = Graph(generated.story(seed))
        whole = len(explore(graph))
        for limit in {1, whole // 2, whole - 1} - {0, whole}:
            proof = prove(graph, max_states=limit)
            assert proof.unfinished == f"more than {limit:,} states"
            check_what_is_claimed(graph, proof, Brute(graph.story))
            cut += 1
    assert cut > len(seeds)


@pytest.mark.parametrize("seed", range(1_000, 1_020))
def test_a_limit_that_the_story_just_fits_is_no_limit(seed: int) -> None:
    graph = Graph(generated.story(seed))
    whole = explore(graph)
    limited = explore(graph, max_states=len(whole))
    assert limited.unfinished is None
    assert limited.states == whole.states


class Interrupting:
    """Calls what it stands for, and is interrupted at one of the calls."""

    def __init__(self, inner: Callable[..., Any], at: int) -> None:
        self.inner, self.left = inner, at

    def __call__(self, *arguments: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return self.inner(*arguments)


def interrupted(graph: Graph, moves: int) -> Space:
    """A search that is interrupted in the middle of looking at a state, after so many moves."""
    with mock.patch.object(graph, "move", Interrupting(graph.move, moves)):
        return explore(graph)


@pytest.mark.parametrize("seeds", [range(n, n + 10) for n in range(1_000, 1_040, 10)], ids=str)
def test_an_interrupt_in_the_middle_of_a_state_leaves_a_space_that_agrees_with_itself(seeds: range) -> None:
    for seed in seeds:
        graph = Graph(generated.story(seed))
        whole = explore(graph)
        for moves in range(0, len(whole.to), 3):
            space = interrupted(graph, moves)
            assert space.unfinished == "interrupted"
            assert list(space.to) == list(whole.to[: len(space.to)])
            assert space.states == whole.states[: len(space)]
            assert len(space.to) == len(space.slot) == space.first[-1]
            assert len(space) == len(space.parent) == len(space.parent_slot)
            assert max(space.parent) < max(space.expanded, 1)
            assert max([*space.to, 0]) < len(space)
            free = can_end(whole)
            assert not any(free[trap.state] for trap in find_traps(space))


@pytest.mark.parametrize("seed", range(1_000, 1_010))
def test_a_proof_that_is_interrupted_in_the_middle_of_a_state_says_so_and_stays_true(seed: int) -> None:
    graph = Graph(generated.story(seed))
    for moves in (0, 1, 2, 5, 8):
        if moves >= len(explore(graph).to):
            continue
        with mock.patch("game.prove.proof.explore", lambda graph, moves=moves, **_: interrupted(graph, moves)):
            proof = prove(graph)
        assert proof.unfinished == "interrupted"
        check_what_is_claimed(graph, proof, Brute(graph.story))


def chain(length: int) -> Graph:
    """A story of one way through many scenes, of which the last is an ending, and a card for its place."""
    scenes = {f"s{n}": stories.scene(choices={"on": stories.choice(f"s{n + 1}")}) for n in range(length)}
    scenes[f"s{length}"] = stories.scene(ending=stories.ending(), place="end")
    chapter = stories.chapter(chapter="one", entrances={"ada": "s0", "ben": "s0"}, scenes=scenes)
    shelf = stories.codex(entries={"end": {"title": "The end", "text": ["It is there."]}})
    story = generated.assemble(stories.frame(state={}), [chapter], [], shelf)
    assert isinstance(story.codex["people"], Codex)
    return Graph(story)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is reported, and memory looked at, every ten states."""
    monkeypatch.setattr("game.prove.search._STRIDE", 10)


def raise_at(call: int) -> Callable[[int, int], None]:
    """A report of progress in which the user presses Ctrl-C, at the so-many-th call."""
    calls: list[int] = []

    def progress(found: int, left: int) -> None:
        assert 0 < left <= found
        calls.append(found)
        if len(calls) == call:
            raise KeyboardInterrupt

    return progress


@pytest.mark.usefixtures("often")
def test_ctrl_c_ends_the_search_and_the_proof_says_what_it_saw() -> None:
    proof = prove(chain(90), progress=raise_at(6))
    assert (proof.verdict, proof.unfinished, proof.findings) == ("unproven", "interrupted", [])
    assert proof.figures.states == 51
    assert (proof.counts["endings"].seen, proof.counts["cards"].seen) == (0, 0)
    assert proof.counts["scenes"].seen == proof.figures.states - 1


def test_ctrl_c_before_the_first_state_leaves_the_start_and_nothing_denied() -> None:
    proof = prove(chain(5), progress=raise_at(1))
    assert (proof.verdict, proof.figures.states, proof.runs) == ("unproven", 1, [])


@pytest.mark.usefixtures("often")
def test_progress_does_not_change_what_is_proved() -> None:
    proof = prove(chain(90), progress=raise_at(99))
    assert (proof.verdict, proof.findings, proof.unfinished) == ("proved", [], None)


def test_a_limit_on_memory_ends_the_search() -> None:
    proof = prove(chain(5), max_memory=1)
    assert (proof.verdict, proof.unfinished) == ("unproven", "the search took more than 1 bytes")
    assert proof.findings == []


def test_a_limit_on_memory_that_is_not_reached_is_no_limit() -> None:
    assert prove(chain(5), max_memory=1 << 50).verdict == "proved"


def test_random_plays_of_a_story_that_goes_round_for_ever_come_to_an_end() -> None:
    scenes = {
        "s0": stories.scene(choices={"on": stories.choice("s1")}),
        "s1": stories.scene(choices={"on": stories.choice("s0")}),
    }
    story = generated.assemble(
        stories.frame(state={}),
        [stories.chapter(entrances={"ada": "s0", "ben": "s1"}, scenes=scenes)],
        [],
        stories.codex(),
    )
    started = time.perf_counter()
    with mock.patch("game.prove.proof.PLAYS", 10_000):
        proof = prove(Graph(story))
    assert proof.plays.stuck == 10_000
    assert time.perf_counter() - started < 20  # 10,000 plays to their limit would take minutes


def test_traps_that_many_states_fall_into_are_found_in_time() -> None:
    """Twelve flags make 4,096 states in which the last scene has no way on."""
    flags = [f"f{n}" for n in range(12)]
    scenes = {
        f"s{n}": stories.scene(
            choices={
                "set": stories.choice(f"s{n + 1}", set={flag: True}),
                "leave": stories.choice(f"s{n + 1}"),
            }
        )
        for n, flag in enumerate(flags)
    }
    scenes["s12"] = stories.scene(
        text=["So.", *({"when": flag, "say": "It is set."} for flag in flags)],
        choices={"wait": stories.choice("s12")},
    )
    state = {flag: {"type": "flag", "lasts": "story", "about": "A flag."} for flag in flags}
    story = generated.assemble(
        stories.frame(state=state),
        [stories.chapter(entrances={"ada": "s0", "ben": "s0"}, scenes=scenes)],
        [],
        stories.codex(),
    )
    space = explore(Graph(story))
    started = time.perf_counter()
    (trap,) = find_traps(space)
    assert trap.scenes == ("s12",)
    assert space.states[trap.state] == State("one", None, 0)
    assert time.perf_counter() - started < 10
