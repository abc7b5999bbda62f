"""The exported ink, tried by ink's own compiler and engine: nobody here wrote them."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from game.export import to_ink
from game.export.ink import escape
from game.paths import shipped
from game.play import Graph, Machine, Playthrough, page_of
from game.prove import prove
from game.story import check_story, read_story
from tests import stories
from tests.play import island

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
RANDOM_RUNS = 1_000

Turn = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _judge_is_here() -> None:
    if shutil.which("node") is None or not (HERE / "node_modules" / "inkjs").is_dir():
        if os.environ.get("SOKOVIA_CI"):
            pytest.fail("node or inkjs is missing; .ci/run installs both")
        pytest.skip("node and inkjs are needed: npm ci --prefix tests/export")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(read_story(shipped("story")))


@pytest.fixture(scope="module")
def machine(graph: Graph) -> Machine:
    return Machine(graph)


def judge(source: str, runs: list[list[int]], *, whole: bool = False) -> dict[str, Any]:
    """What ink's compiler says of `source`, and what its engine shows of each run."""
    asked = json.dumps({"source": source, "runs": runs, "whole": whole})
    done = subprocess.run(["node", "judge.mjs"], cwd=HERE, input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def lines_of(texts: Iterable[str]) -> list[str]:
    return [" ".join(line.split()) for text in texts for line in text.split("\n") if line.strip()]


class Recorder:
    """Plays runs on the machine, and notes of each turn what ink should show."""

    def __init__(self, machine: Machine) -> None:
        self._machine, self._graph = machine, machine.graph

    def by_ids(self, choices: Iterable[str]) -> tuple[list[int], list[Turn]]:
        run = Playthrough(self._machine)
        indices, turns = [], [self._turn(run, ())]
        for choice in choices:
            indices.append([option.id for option in self._graph.options(run.state)].index(choice))
            turns.append(self._turn(run, run.choose(choice).events.unlocked))
        return indices, turns

    def at_random(self, seed: int) -> tuple[list[int], list[Turn]]:
        chooser = random.Random(seed)
        run = Playthrough(self._machine)
        indices, turns = [], [self._turn(run, ())]
        while options := self._graph.options(run.state):
            indices.append(chooser.randrange(len(options)))
            turns.append(self._turn(run, run.choose(options[indices[-1]].id).events.unlocked))
        return indices, turns

    def _turn(self, run: Playthrough, unlocked: tuple[str, ...]) -> Turn:
        page = page_of(self._graph, run.state)
        moments = [text for id in unlocked for text in self._graph.story.vignettes[id].text]
        ending = page.ending.id if page.ending else None
        choices = [" ".join(offer.say.split()) for offer in page.open]
        return {"lines": lines_of([*moments, *page.text]), "choices": choices, "ending": ending}


def digest(turn: Turn) -> str:
    text = json.dumps(turn, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def assert_same(source: str, recorded: list[tuple[list[int], list[Turn]]]) -> None:
    """Both engines show the same, turn by turn; the first difference is shown whole."""
    answer = judge(source, [indices for indices, _ in recorded])
    assert answer["messages"] == []
    assert len(answer["played"]) == len(recorded)
    for (indices, turns), played in zip(recorded, answer["played"], strict=True):
        ours = [digest(turn) for turn in turns]
        if ours != played:
            first = next(i for i, (a, b) in enumerate(zip(ours, played, strict=True)) if a != b)
            theirs = judge(source, [indices[:first]], whole=True)["played"][0][first]
            assert turns[first] == theirs


def test_every_witness_of_the_shipped_story_plays_the_same_in_ink(graph: Graph, machine: Machine) -> None:
    ways = {tuple(step.choice for step in way) for way in prove(graph).witnesses.values()}
    beginnings = {way[:-1] for way in ways}
    recorder = Recorder(machine)
    recorded = [recorder.by_ids(way) for way in sorted(ways - beginnings)]
    assert len(recorded) > len(graph.scenes) / 2
    assert_same(to_ink(graph), recorded)


def test_a_thousand_random_runs_of_the_shipped_story_play_the_same_in_ink(graph: Graph, machine: Machine) -> None:
    recorder = Recorder(machine)
    recorded = [recorder.at_random(seed) for seed in range(RANDOM_RUNS)]
    assert {turns[-1]["ending"] for _, turns in recorded} >= {
        scene.ending.id for scene in graph.scenes.values() if scene.ending and scene.ending.kind == "canon"
    }
    assert_same(to_ink(graph), recorded)


def test_a_moment_with_several_ways_in_is_shown_once_in_ink_too() -> None:
    ways = [{"at": "attic", "when": "not lit"}, {"by": "hall/light"}, {"at": "hall", "when": "lit"}, {"at": "door"}]
    moth = stories.vignette(id="moth", text=["A moth."], unlock=ways)
    graph = Graph(island.assemble(island.frame(), [island.shore(), island.hill(), island.home()], [moth]))
    recorder = Recorder(Machine(graph))
    recorded = [recorder.at_random(seed) for seed in range(60)]
    shown = ["".join(line for turn in turns for line in turn["lines"]).count("A moth.") for _, turns in recorded]
    assert set(shown) == {0, 1}
    assert_same(to_ink(graph), recorded)


HOSTILE = [
    "* a star", "+ a plus", "- a dash", "= equals", "== knot ==", "~ x = 1", "{x: y}", "{", "}", "a|b", "# tag",
    "a # b",
    "TODO: this", "VAR x = 1", "CONST y = 2", "LIST z = a", "INCLUDE other.ink", "EXTERNAL f()", "-> END",
    "a -> b", "->->",
    "<- thread", "<>", "glue <> glue", "// comment", "a // b", "/* c */", "[in brackets]", "a [b] c",
    "back\\slash", "\\",
    "!bang", "&amp", "$x", "(not x)", "else: no", "*emphasis* here", "“quoted”", "a  b   c", "return", "DONE", "END",
    "x = 1", "- else:", "{ x:", "}}", "{{", "||", "##", "~~", "->", "<-", ">>", "1. one", "%", "@", "^", "`", "'", '"',
]  # fmt: skip


def test_text_that_means_something_to_ink_is_shown_as_it_is(tmp_path: Path) -> None:
    story = tmp_path / "story"
    (story / "chapters").mkdir(parents=True)
    (story / "vignettes").mkdir()
    frame = {
        "title": "Hostile // title", "start": "one",
        "heroes": [{"id": "ann", "name": "{Ann} [x] # y", "colour": "#ffffff", "tagline": "t", "joins": "one"}],
        "state": {"flag": {"type": "flag", "lasts": "story", "about": "a"}},
    }  # fmt: skip
    scenes: dict[str, Any] = {}
    for number, text in enumerate(HOSTILE):
        scenes[f"s-{number}"] = {
            "title": "t",
            "text": [text, {"when": "flag or not flag", "say": text}, f"end with {text}"],
            "choices": {
                "go": {"say": text, "to": f"s-{number + 1}", "set": {"flag": True}},
                "also": {"say": f"say {text}", "to": f"s-{number + 1}", "when": "not flag == true"},
            },
        }
        vignette = {"id": f"v-{number}", "title": "t", "hint": "h", "text": [text], "unlock": {"at": f"s-{number}"}}
        (story / "vignettes" / f"v-{number}.yaml").write_text(json.dumps(vignette), encoding="utf-8")
    scenes[f"s-{len(HOSTILE)}"] = {"title": "t", "text": ["x"], "ending": {"id": "fin", "title": "F", "kind": "canon"}}
    chapter = {"chapter": "one", "title": "t", "entrances": {"ann": "s-0"}, "scenes": scenes}
    (story / "story.yaml").write_text(json.dumps(frame), encoding="utf-8")
    (story / "chapters" / "one.yaml").write_text(json.dumps(chapter), encoding="utf-8")
    found = check_story(story)
    assert found.story is not None, found.problems[:5]
    graph = Graph(found.story)
    recorder = Recorder(Machine(graph))
    assert_same(to_ink(graph), [recorder.at_random(seed) for seed in range(5)])


def test_an_escaped_line_never_starts_with_a_mark() -> None:
    assert all(escape(text)[0] not in "*+-=~{|#" for text in HOSTILE)
