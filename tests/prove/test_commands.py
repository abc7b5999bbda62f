"""`prove`, `way` and `stats` on the command line: what they print, where, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from game.prove.findings import KINDS
from tests import stories
from tests.command import Outcome, sokovia

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _quickly(few_plays: None) -> None:
    """Every proof here plays little."""


def tower() -> dict[str, Any]:
    """Two heroes, a hall and an attic, two endings, and a choice that asks for the attic."""
    return stories.chapter(
        scenes={
            "hall": stories.scene(
                choices={
                    "up": stories.choice("attic", say="Climb *up*."),
                    "out": stories.choice("yard", when="been(attic)"),
                    "off": stories.choice("sea", when="follow == ben"),
                }
            ),
            "attic": stories.scene(choices={"up": stories.choice("roof"), "down": stories.choice("hall")}),
            "roof": stories.scene(choices={"jump": stories.choice("yard")}),
            "yard": stories.scene(ending=stories.ending()),
            "sea": stories.scene(ending=stories.ending("gone", "what-if")),
        }
    )


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A story that is proved."""
    return stories.write_story(
        tmp_path,
        story=stories.frame(state={}),
        chapters={"one": tower()},
        vignettes={"tea": stories.vignette(unlock={"by": "roof/jump"})},
    )


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The same with a choice that nobody can take, and two that do the same."""
    chapter = tower()
    chapter["scenes"]["roof"]["choices"] |= {
        "fly": stories.choice("sea", when="been(sea)"),
        "leap": stories.choice("yard"),
        "hop": stories.choice("yard"),
    }
    return stories.write_story(tmp_path, story=stories.frame(state={}), chapters={"one": chapter})


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Run a command with a home of its own."""
    return lambda *arguments, **given: sokovia(*arguments, home=tmp_path / "home", **given)


def parsed(outcome: Outcome) -> Any:
    """What was printed, which is JSON and nothing else."""
    assert outcome.err == ""
    return json.loads(outcome.out)


STEP = {"at", "choice"}
SHAPE: dict[str, type | tuple[type, ...]] = {
    "verdict": str,
    "unfinished": (str, type(None)),
    "counts": dict,
    "findings": list,
    "endings": list,
    "routes": dict,
    "runs": list,
    "runs_at_least": int,
    "plays": dict,
    "figures": dict,
    "witnesses": dict,
}


@pytest.mark.parametrize("extra", [(), ("--max-states", "2")])
@pytest.mark.parametrize("which", ["sound", "broken"])
def test_a_proof_as_json_has_always_the_same_keys(
    run: Any, which: str, extra: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(which)
    proof = parsed(run("prove", "--json", "--story", folder, *extra))
    assert list(proof) == list(SHAPE)
    assert all(isinstance(proof[key], kind) for key, kind in SHAPE.items())
    assert set(proof["counts"]) == {
        *("scenes", "choices", "paragraphs", "vignettes", "endings", "cards", "entrances", "routes")
    }
    assert all(set(count) == {"seen", "of"} for count in proof["counts"].values())
    for finding in proof["findings"]:
        assert set(finding) == {"kind", "subject", "message", "where", "witness"}
        assert finding["kind"] in KINDS
    for ending in proof["endings"]:
        assert set(ending) == {"id", "title", "kind", "choices", "plays", "witness"}
    assert set(proof["plays"]) == {"number", "seed", "endings", "stuck", "words", "choices"}
    assert set(proof["plays"]["words"]) == {"least", "tenth", "median", "ninetieth", "most"}
    assert set(proof["figures"]) == {"states", "edges", "seconds", "peak_bytes"}


def test_a_sound_story_is_proved_with_exit_0(run: Any, sound: Path) -> None:
    assert parsed(run("prove", "--json", "--story", sound))["verdict"] == "proved"
    outcome = run("prove", "--story", sound)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("A small story: proved\n")
    assert "fault" not in outcome.out


def test_a_fault_fails_the_proof_with_exit_1_and_says_where_and_how_to_see_it(run: Any, broken: Path) -> None:
    outcome = run("prove", "--story", broken)
    assert outcome.code == 1
    lines = [line.strip() for line in outcome.out.splitlines()]
    assert lines[0] == "A small story: failed"
    fault = next(f for f in parsed(run("prove", "--json", "--story", broken))["findings"] if f["kind"].startswith("un"))
    at = lines.index(fault["where"])
    assert lines[at + 1].startswith("roof/fly: the choice is never on offer")
    assert "To see it, 3 choices:" in lines
    assert lines[lines.index("To see it, 3 choices:") + 1] == "ada › up › up"


def test_a_warning_neither_fails_the_proof_nor_prints_a_way(run: Any, broken: Path) -> None:
    outcome = run("prove", "--story", broken)
    assert "roof/leap: always does the same as `jump`." in outcome.out
    assert "roof/hop: always does the same as `jump`." in outcome.out
    assert outcome.out.count("To see it") == 1
    assert "1 fault\n" in outcome.out
    assert "2 warnings\n" in outcome.out


def test_a_proof_that_meets_its_limit_is_unproven_with_exit_3(run: Any, broken: Path) -> None:
    outcome = run("prove", "--max-states", "3", "--story", broken)
    assert (outcome.code, outcome.err) == (3, "")
    assert outcome.out.startswith("A small story: unproven\n")
    assert "The search stopped early: more than 3 states." in outcome.out
    assert all(word not in outcome.out for word in ("fault", "never", "No state without", "no fewer"))
    proof = parsed(run("prove", "--json", "--max-states", "3", "--story", broken))
    assert (proof["verdict"], proof["findings"]) == ("unproven", [])


def test_a_proof_that_takes_more_memory_than_allowed_is_unproven_with_exit_3(run: Any, sound: Path) -> None:
    outcome = run("prove", "--json", "--max-memory", "1", "--story", sound)
    assert outcome.code == 3
    assert parsed(outcome)["unfinished"] == "the search took more than 1,000,000 bytes"


def test_an_interrupted_proof_is_unproven_with_exit_3(run: Any, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("game.prove.search._fill", interrupt)
    outcome = run("prove", "--json", "--story", sound)
    assert outcome.code == 3
    assert (parsed(outcome)["verdict"], parsed(outcome)["unfinished"]) == ("unproven", "interrupted")


def test_the_runs_that_show_everything_are_listed_when_asked_for(run: Any, sound: Path) -> None:
    count = len(parsed(run("prove", "--json", "--story", sound))["runs"])
    outcome = run("prove", "--runs", "--story", sound)
    assert sum(line.startswith("Run ") for line in outcome.out.splitlines()) == count


@pytest.mark.parametrize(
    ("target", "kind", "choices"),
    [
        ("roof", "scene", ["ada", "up", "up"]),
        ("hall/out", "choice", ["ada", "up", "down", "out"]),
        ("jump", "choice", ["ada", "up", "up", "jump"]),
        ("tea", "vignette", ["ada", "up", "up", "jump"]),
        ("gone", "ending", ["ben", "off"]),
        ("one", "chapter", []),
    ],
)
def test_a_way_to_each_kind_of_thing_is_shown_as_json_and_in_words(
    run: Any, sound: Path, target: str, kind: str, choices: list[str]
) -> None:
    found = parsed(run("way", target, "--json", "--story", sound))
    assert list(found) == ["target", "from", "steps", "reason"]
    assert (found["target"]["kind"], found["from"], found["reason"]) == (kind, None, None)
    assert [step["choice"] for step in found["steps"]] == choices
    assert all(set(step) == STEP for step in found["steps"])
    outcome = run("way", target, "--story", sound)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"To the {kind} {found['target']['id']}")
    assert f": {len(choices)} choices\n" in " ".join(outcome.out.split(" "))
    assert [line.rpartition("(")[2][:-1] for line in outcome.out.splitlines()[2:] if line.endswith(")")] == choices
    assert "*" not in outcome.out


def test_a_way_starts_where_a_saved_run_stands(run: Any, sound: Path) -> None:
    assert run("play", "--plain", "--branch", "mine", "--story", sound, given="ben\nup\n").code == 0
    found = parsed(run("way", "yard", "--from", "mine", "--json", "--story", sound))
    assert found["from"] == "mine"
    assert [step["choice"] for step in found["steps"]] in (["up", "jump"], ["down", "out"])
    assert [
        s["choice"] for s in parsed(run("way", "attic", "--from", "mine", "--json", "--story", sound))["steps"]
    ] == []
    assert [s["choice"] for s in parsed(run("way", "gone", "--from", "mine", "--json", "--story", sound))["steps"]] == [
        *("down", "off")
    ]


def test_from_the_wrong_saved_run_there_is_no_way_and_the_reason_is_told(run: Any, sound: Path) -> None:
    assert run("play", "--plain", "--branch", "hers", "--story", sound, given="ada\nup\nup\n").code == 0
    outcome = run("way", "gone", "--from", "hers", "--story", sound)
    assert (outcome.code, outcome.err) == (1, "")
    assert "There is no way to the ending gone" in outcome.out
    assert "no choices lead there from here, whatever the rules" in " ".join(outcome.out.split())
    assert run("play", "--plain", "--branch", "his", "--story", sound, given="ada\nup\n").code == 0
    found = run("way", "gone", "--from", "his", "--json", "--story", sound)
    assert found.code == 1
    assert parsed(found)["steps"] is None
    assert "all closed by their rules" in parsed(found)["reason"]


def test_a_way_to_what_nobody_can_reach_is_none_with_its_reason_and_exit_1(run: Any, broken: Path) -> None:
    outcome = run("way", "roof/fly", "--json", "--story", broken)
    assert outcome.code == 1
    found = parsed(outcome)
    assert (found["target"]["id"], found["steps"]) == ("roof/fly", None)
    assert "all closed by their rules" in found["reason"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rof", "did you mean `roof`?"),
        ("hall/owt", "did you mean `hall/out`?"),
        ("tee", "did you mean `tea`?"),
        ("up", "2 scenes have a choice `up`; name one of them, such as hall/up, attic/up"),
        ("zzzzzz", "no scene, choice, vignette, ending or chapter is called `zzzzzz`\n"),
        ("\x1b[2Jroof", "`\N{REPLACEMENT CHARACTER}[2Jroof`"),
    ],
)
def test_an_unknown_target_is_refused_with_the_nearest_name(run: Any, sound: Path, name: str, said: str) -> None:
    outcome = run("way", name, "--json", "--story", sound)
    assert (outcome.code, outcome.out) == (1, "")
    assert said in outcome.err
    assert "\x1b" not in outcome.err


def test_an_unknown_saved_run_is_refused_with_the_nearest_name(run: Any, sound: Path) -> None:
    run("play", "--plain", "--branch", "mine", "--story", sound, given="ben\n")
    outcome = run("way", "roof", "--from", "mime", "--json", "--story", sound)
    assert (outcome.code, outcome.out) == (1, "")
    assert "did you mean `mine`?" in outcome.err


def test_where_memory_cannot_be_told_a_story_is_proved_and_the_limit_is_said_to_be_none(
    sound: Path, tmp_path: Path
) -> None:
    blocked = "import sys; sys.modules['resource'] = None; from game.cli import main; main()"
    command = [sys.executable, "-c", blocked, "prove", "--story", str(sound)]
    env = {**os.environ, "SOKOVIA_HOME": str(tmp_path)}
    for more in ([], ["--max-memory", "1"]):
        done = subprocess.run([*command, *more], capture_output=True, text=True, check=False, env=env)
        assert (done.returncode, "--max-memory is no limit" in done.stderr) == (0, bool(more)), done.stderr
        assert "proved" in done.stdout
        assert "MB" not in done.stdout
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True, env=env)
    assert json.loads(done.stdout)["figures"]["peak_bytes"] is None


def test_stats_count_what_is_there(run: Any, sound: Path) -> None:
    found = parsed(run("stats", "--json", "--story", sound))
    assert (found["scenes"], found["choices"], found["vignettes"]) == (5, 6, 1)
    assert found["endings"] == {"canon": 1, "what-if": 1}
    assert found["heroes"]["ada"] == {"shortest": {"words": 8, "choices": 3}, "longest": None, "grade": None}
    assert found["heroes"]["ben"] == {"shortest": {"words": 4, "choices": 1}, "longest": None, "grade": None}
    assert run("stats", "--story", sound).code == 0


def test_stats_of_a_story_without_loops_measure_the_longest_run_too(run: Any, tmp_path: Path) -> None:
    folder = stories.write_story(tmp_path, vignettes={"tea": stories.vignette()})
    found = parsed(run("stats", "--json", "--story", folder))
    both = {"words": 7, "choices": 1}
    assert found["heroes"] == {hero: {"shortest": both, "longest": both, "grade": None} for hero in ("ada", "ben")}


def test_stats_grade_a_thread_of_long_words_above_one_of_short_ones(run: Any, tmp_path: Path) -> None:
    hard = "Considerable deliberation preceded the administration’s unanticipated capitulation."
    one = stories.hall(eyes="ada", text=["The cat sat. It ate. It slept."])
    two = stories.scene(eyes="ben", text=[hard], choices={"go": stories.choice("yard")})
    one["scenes"]["nook"] = two
    one["entrances"] = {"ada": "hall", "ben": "nook"}
    folder = stories.write_story(tmp_path, chapters={"one": one})
    found = parsed(run("stats", "--json", "--story", folder))
    assert found["heroes"]["ada"]["grade"] < 3
    assert found["heroes"]["ben"]["grade"] > 12
    assert run("stats", "--story", folder).out.count("grade") == 1


def test_stats_count_a_moment_that_a_scene_or_a_vignette_tells(run: Any, tmp_path: Path) -> None:
    moments = [{"id": id, "moment": "It is warm."} for id in ("seen", "found", "missed")]
    folder = stories.write_story(
        tmp_path,
        chapters={"one": stories.hall(moments=["seen"])},
        vignettes={"tea": stories.vignette(moments=["found", "seen"])},
        ledger={"moments": {"moments": moments}},
    )
    assert parsed(run("stats", "--json", "--story", folder))["moments"] == {"told": 2, "of": 3, "missing": ["missed"]}


def test_stats_do_not_count_the_run_of_a_hero_who_cannot_join(run: Any, tmp_path: Path) -> None:
    folder = stories.write_story(tmp_path, chapters={"one": stories.chapter(entrances={"ada": "hall"})})
    found = parsed(run("stats", "--json", "--story", folder))
    assert found["heroes"]["ben"] == {"shortest": None, "longest": None, "grade": None}
