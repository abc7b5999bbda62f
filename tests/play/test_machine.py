"""The machine is the pure step, and both do what the format says; a story's text is never more than text."""

from __future__ import annotations

import builtins
import os
import random
import subprocess
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.errors import ChoiceError
from game.paths import shipped
from game.play import Graph, Machine, Playthrough, State, step
from game.story import check_story, read_story
from game.story.model import Chapter, Choice, Ending, Frame, Hero, Ledger, Scene, Story, Unlock, Vignette
from tests import stories
from tests.play.generated import Parts, story_parts
from tests.play.island import island
from tests.play.naive import Naive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from game.play import Events, Session

Outcome = tuple[State, "Events"] | str


def by_machine(machine: Machine, state: State, choice: str) -> Outcome:
    """What the machine makes of a choice; a refused one must leave the session where it was."""
    session = machine.begin(state)
    before = session.events
    try:
        events = machine.choose(session, choice)
    except ChoiceError as error:
        assert (session.state, session.at) == (state, state.at)
        assert session.events is before
        return str(error)
    assert session.at == session.state.at
    return session.state, events


def by_step(graph: Graph, state: State, choice: str) -> Outcome:
    """What the pure step makes of a choice."""
    try:
        return step(graph, state, choice)
    except ChoiceError as error:
        return str(error)


def walk(graph: Graph, machine: Machine, chance: Callable[[int], int], limit: int) -> list[tuple[str, str]]:
    """Walk at random; at each turn try every option of the node, open or closed, on both, and one that is not there."""
    naive = Naive(graph.story)
    session: Session = machine.begin(graph.start)
    state = graph.start
    path: list[tuple[str, str]] = []
    while len(path) < limit:
        tried = [option.id for option in graph.nodes[state.at].options]
        outcomes = {id: by_step(graph, state, id) for id in [*tried, "nowhere"]}
        assert {id: by_machine(machine, state, id) for id in outcomes} == outcomes
        taken = {id: outcome for id, outcome in outcomes.items() if not isinstance(outcome, str)}
        legal = list(taken)
        assert legal == [option.id for option in graph.options(state)] == naive.options()
        assert graph.text(state) == naive.text()
        if not legal:
            return path
        chosen = legal[chance(len(legal))]
        path.append((state.at, chosen))
        state, events = taken[chosen]
        assert machine.choose(session, chosen) == events
        assert session.state == state
        assert list(events.unlocked) == naive.choose(chosen)
        assert (state.at, state.follow) == (naive.at, naive.follow)
        assert {name: graph.value(state, name) for name in naive.values} == naive.values
    return path


@given(story_parts(), st.lists(st.integers(0, 59), min_size=30, max_size=60))
@settings(max_examples=100, deadline=None)
def test_over_random_walks_of_random_stories_machine_step_and_format_agree(parts: Parts, draws: list[int]) -> None:
    graph = Graph(parts.story)
    numbers = iter(draws)
    path = walk(graph, Machine(graph), lambda many: next(numbers) % many, len(draws))
    run = Playthrough(Machine(graph))
    assert run.replay(path) == len(path)


@given(story_parts())
@settings(max_examples=15, deadline=None)
def test_the_random_stories_are_stories(tmp_path_factory: pytest.TempPathFactory, parts: Parts) -> None:
    folder = stories.write_story(
        tmp_path_factory.mktemp("random"),
        story=parts.frame,
        chapters={chapter["chapter"]: chapter for chapter in parts.chapters},
        vignettes={vignette["id"]: vignette for vignette in parts.vignettes},
    )
    report = check_story(folder)
    assert [problem for problem in report.problems if problem.level == "error"] == []
    assert report.story == parts.story


def test_over_whole_random_runs_of_the_shipped_story_machine_step_and_format_agree() -> None:
    graph = Graph(read_story(shipped("story")))
    machine = Machine(graph)
    endings = set()
    for seed in range(200):
        chance = random.Random(seed)
        path = walk(graph, machine, chance.randrange, 2000)
        run = Playthrough(machine)
        run.replay(path)
        assert run.ending is not None, f"seed {seed} stopped at {run.state.at}"
        endings.add(run.ending)
    assert len(endings) > 4


def test_a_refused_choice_leaves_the_session_where_it_was() -> None:
    machine = Machine(island())
    session = machine.begin(machine.graph.start)
    machine.choose(session, "ada")
    state, events = session.state, session.events
    for refused in ("knock", "secret", "ben", "choice_0", "", "sail "):
        with pytest.raises(ChoiceError):
            machine.choose(session, refused)
        assert session.state is state
        assert session.events is events
        assert session.at == "hall"
    assert machine.choose(session, "sail").ending == "sailed"


def hostile(words: dict[str, str]) -> Graph:
    """A story in which every id and text is one of `words`; made past the checker, which would refuse some."""
    here, there, pick, hero, chapter = (words[key] for key in ("here", "there", "pick", "hero", "chapter"))
    done = Ending(id=pick, title=here, kind="canon")
    scenes = {
        here: Scene(title=there, text=[pick], choices={pick: Choice(say=pick, to=there)}),
        there: Scene(title=here, text=[here], ending=done),
    }
    heroes = [Hero(id=hero, name=hero, colour=pick, tagline=pick, joins=chapter)]
    moment = Vignette(id=pick, title=pick, unlock=Unlock(at=there), text=[here], hint=there)
    return Graph(
        Story(
            frame=Frame(title=pick, start=chapter, heroes=heroes),
            chapters={chapter: Chapter(chapter=chapter, title=pick, entrances={hero: here}, scenes=scenes)},
            vignettes={pick: moment},
            codex={},
            ledger=Ledger(),
        )
    )


HOSTILE = (
    {
        "here": "os.system",
        "there": "os.popen",
        "pick": "subprocess.run",
        "hero": "builtins.exec",
        "chapter": "os.abort",
    },
    {"here": "on_enter_b", "there": "b", "pick": "trigger", "hero": "is_b", "chapter": "initial"},
    {"here": "state", "there": "events", "pick": "choice_0", "hero": "machine", "chapter": "at"},
    {"here": "to_b", "there": "__class__", "pick": "__init__", "hero": "after", "chapter": "before"},
)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words["here"])
def test_a_story_named_after_functions_and_attributes_is_inert(
    words: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def alarm(*_: object, **__: object) -> None:
        pytest.fail("a text from a story was called")

    graph = hostile(words)
    for owner, attribute in ((os, "system"), (os, "popen"), (os, "abort"), (subprocess, "run"), (builtins, "exec")):
        monkeypatch.setattr(owner, attribute, alarm)
    run = Playthrough(Machine(graph))
    run.choose(words["hero"])
    assert run.choose(words["pick"]).events.unlocked == (words["pick"],)
    assert run.ending == words["pick"]
    assert run.path == [(words["chapter"], words["hero"]), (words["here"], words["pick"])]


def test_every_callback_of_the_machine_is_a_function_and_no_text() -> None:
    machine = Machine(island())
    callbacks = list(_callbacks(machine))
    assert len(callbacks) > 10
    assert all(callable(callback) for callback in callbacks)


def _callbacks(machine: Machine) -> Iterable[object]:
    inner: Any = machine._machine
    shared = (inner.before_state_change, inner.after_state_change, inner.prepare_event, inner.finalize_event)
    yield from chain(*shared, inner.on_exception, inner.on_final)
    for state in inner.states.values():
        yield from chain(state.on_enter, state.on_exit)
    for event in inner.events.values():
        for transition in chain(*event.transitions.values()):
            yield from chain(transition.prepare, transition.before, transition.after)
            yield from (condition.func for condition in transition.conditions)


def test_ids_that_name_python_are_refused_by_the_checker(tmp_path: Path) -> None:
    made = stories.chapter()
    made["scenes"]["os.system"] = made["scenes"].pop("yard")
    assert "T04" in {code for code, _ in stories.found(tmp_path, chapters={"one": made})}
