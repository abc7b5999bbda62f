"""From a folder to a story, or to every problem; whatever the folder holds, never anything else."""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.errors import StoryError
from game.play.graph import Graph
from game.starter import write_starter
from game.story import CODES, Report, check_story, read_story
from game.story.files import FILE_LIMIT, story_files
from tests.stories import (
    chapter,
    choice,
    codex,
    ending,
    found,
    frame,
    hall,
    load,
    report,
    scene,
    vignette,
    write,
    write_story,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def codes(folder: Path) -> list[str]:
    try:
        return [problem.code for problem in check_story(folder).problems]
    except StoryError as error:
        return [problem.code for problem in error.problems]


# A story


def test_a_story_is_what_its_files_say(tmp_path: Path) -> None:
    story = load(tmp_path, vignettes={"a": vignette()}, shelves={"people": codex()})
    assert story.frame.title == "A small story"
    assert list(story.scenes) == ["hall", "yard"]
    assert story.scenes["hall"].choices["go"].set == {"lit": True, "trust": "+1"}
    assert list(story.heroes) == ["ada", "ben"]
    assert list(story.vignettes) == ["tea"]
    assert list(story.codex["people"].entries) == ["ada"]
    assert story.ledger.beats == {}


def test_chapters_stand_in_the_order_of_the_episodes_else_of_the_files(tmp_path: Path) -> None:
    two = chapter(chapter="two", entrances={"ada": "gate"}, scenes={"gate": scene(ending=ending("left"))})
    chapters = {"01": two, "02": hall(choices={"go": choice("yard"), "on": choice("two")})}
    assert list(load(tmp_path / "a", chapters=chapters).chapters) == ["two", "one"]
    episodes = [{"id": "e", "title": "E", "chapters": ["one"]}, {"id": "f", "title": "F", "chapters": ["two"]}]
    assert list(load(tmp_path / "b", story=frame(episodes=episodes), chapters=chapters).chapters) == ["one", "two"]


def test_a_file_may_end_in_yml_and_other_files_are_not_read(tmp_path: Path) -> None:
    folder = write_story(tmp_path, chapters={})
    write(folder / "chapters" / "one.yml", chapter())
    write(folder / "chapters" / "notes.txt", b"\xff")
    write(folder / "chapters" / "one.yaml~", b"\xff")
    write(folder / "notes.yaml", b"\xff")
    assert [path.name for _, path in story_files(folder)] == ["story.yaml", "one.yml"]
    assert check_story(folder).problems == []


def test_the_ledger_is_read_from_beside_the_story(tmp_path: Path) -> None:
    ledger = {"beats": {"beats": [{"id": "storm", "fact": "There was a storm."}, {"id": "calm", "fact": "It passed."}]}}
    assert load(tmp_path, ledger=ledger).ledger.beats == {"storm": "There was a storm.", "calm": "It passed."}


@pytest.mark.parametrize(
    ("beats", "code"),
    [
        ("beats: [", "Y01"),
        ("beats: 1", "T01"),
        ("beats: word", "T01"),
        ("beats: {a: b}", "T01"),
        ("beats: [{id: a}]", "T01"),
        ("beats: [a]", "T01"),
        (b"\xff", "F03"),
        ("", "F05"),
        ('beats: [{id: a, fact: "\\e[2J"}]', "X01"),
        ("beats: [{id: a, fact: x\u202ey}]", "X02"),
    ],
)
def test_a_ledger_at_fault_is_a_problem(tmp_path: Path, beats: str | bytes, code: str) -> None:
    assert [got for got, _ in found(tmp_path, ledger={"beats": beats})] == [code]


# A folder at fault


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    for folder in (tmp_path / "none", tmp_path / "file", tmp_path / "file" / "under", tmp_path / "loop"):
        with pytest.raises(StoryError) as caught:
            check_story(folder)
        assert str(caught.value) == f"{folder}:1:1: F01 there is no such story folder"


def test_a_folder_whose_name_the_system_refuses_is_one_problem(tmp_path: Path) -> None:
    assert codes(tmp_path / ("x" * 300)) == ["F02"]


def test_a_folder_that_cannot_be_listed_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_story(tmp_path)

    def refuse(_: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert codes(folder) == ["F02"]


def test_an_empty_folder_lacks_a_frame_and_a_chapter(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["F01", "F01"]


@pytest.mark.parametrize("name", ["chapters", "vignettes"])
def test_a_file_in_place_of_a_folder_is_no_crash(tmp_path: Path, name: str) -> None:
    folder = write_story(tmp_path, chapters={})
    (folder / name).write_text("x")
    assert codes(folder)[0] == "F01"


def test_too_many_files_are_one_problem(tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    (folder / "vignettes").mkdir()
    for number in range(FILE_LIMIT):
        (folder / "vignettes" / f"{number}.yaml").touch()
    assert codes(folder) == ["F04"]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_story(tmp_path, vignettes={"a": vignette()})
    opened = Path.open

    def refuse(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "a.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    problems = check_story(folder).problems
    assert [problem.code for problem in problems] == ["F02"]
    assert "Permission denied" in problems[0].message


# A file that is no plain file of the folder


def test_a_symlink_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = write_story(tmp_path, vignettes={})
    write(tmp_path / "outside.yaml", vignette())
    (folder / "vignettes").mkdir()
    (folder / "vignettes" / "a.yaml").symlink_to(tmp_path / "outside.yaml")
    assert codes(folder) == ["F06"]


def test_a_folder_linked_from_outside_is_refused_file_by_file(tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    write(tmp_path / "outside" / "a.yaml", vignette())
    (folder / "vignettes").symlink_to(tmp_path / "outside")
    assert codes(folder) == ["F06"]


def test_a_symlink_inside_the_folder_and_to_the_folder_is_fine(tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    write(folder / "drafts" / "tea.yaml", vignette())
    (folder / "vignettes").mkdir()
    (folder / "vignettes" / "a.yaml").symlink_to("../drafts/tea.yaml")
    (tmp_path / "link").symlink_to(folder)
    assert list(read_story(tmp_path / "link").vignettes) == ["tea"]


@pytest.mark.parametrize("target", ["nowhere.yaml", "a.yaml", "/dev/zero", "/proc/self/mem"])
def test_a_symlink_to_nothing_or_to_a_device_is_refused(tmp_path: Path, target: str) -> None:
    folder = write_story(tmp_path)
    (folder / "vignettes").mkdir()
    (folder / "vignettes" / "a.yaml").symlink_to(target)
    assert codes(folder) == ["F06"]


def test_a_pipe_or_a_folder_with_the_name_of_a_file_is_refused_and_nothing_waits(tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    os.mkfifo(folder / "chapters" / "pipe.yaml")
    (folder / "chapters" / "folder.yaml").mkdir()
    (folder / "story.yaml").unlink()
    os.mkfifo(folder / "story.yaml")
    assert codes(folder) == ["F06", "F06", "F06"]


@pytest.mark.parametrize("name", [b"\xff.yaml", b"\x1b[2J.yaml", b"a\nb.yaml", "\u202e.yaml".encode()])
def test_a_file_name_that_a_terminal_would_act_on_is_shown_harmlessly(tmp_path: Path, name: bytes) -> None:
    folder = write_story(tmp_path)
    with (folder / "chapters" / os.fsdecode(name)).open("wb") as file:
        file.write(b"[")
    problems = check_story(folder).problems
    assert [problem.code for problem in problems] == ["Y01"]
    assert str(problems[0]).isprintable()


# Reading and checking


def test_reading_raises_every_error_and_leaves_out_the_warnings(tmp_path: Path) -> None:
    one = hall(choices={"go": choice("nowhere"), "on": choice("neither")})
    with pytest.raises(StoryError) as caught:
        load(tmp_path, chapters={"one": one})
    assert [problem.code for problem in caught.value.problems] == ["N01", "N01"]
    assert str(caught.value).count("\n") == 1


def test_a_problem_is_reported_once(tmp_path: Path) -> None:
    problems = report(tmp_path, chapters={"one": "a: &a [1]\nscenes: [*a, *a]"}).problems
    assert len(problems) == len(set(problems))


# Fuzzing: the starter story's files, changed in every way an editor, a disk or a person may change them.


STARTER = (
    "story.yaml",
    "chapters/01-the-rock.yaml",
    "chapters/02-the-light.yaml",
    "vignettes/dry-socks.yaml",
    "codex/people.yaml",
)

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.text(max_size=12),
    st.sampled_from(
        [
            "the-rock",
            "light-room",
            "keeper",
            "lamp-cleaned",
            "trust",
            "+1",
            "go-down",
            "trust > 1",
            "been(light-room)",
            "not",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.sampled_from(["id", "to", "say", "when", "type", "x"]), st.text(max_size=3), max_size=3),
)


def spots(data: Any) -> list[tuple[Any, Any]]:
    """(container, key or index) of everything inside `data`."""
    here = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    return [(data, key) for key, _ in here] + [spot for _, inner in here for spot in spots(inner)]


def changed_bytes(draw: st.DrawFn, raw: bytes) -> bytes:
    """Some bytes flipped, or some taken out, or some put in."""
    made = bytearray(raw)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(made) - 1)))
        match draw(st.sampled_from(["flip", "cut", "put"])):
            case "flip" if made:
                made[at] ^= draw(st.integers(1, 255))
            case "cut":
                del made[at : at + draw(st.integers(1, 40))]
            case _:
                made[at:at] = draw(st.one_of(st.binary(max_size=6), st.text(max_size=6).map(str.encode)))
    return bytes(made)


def changed_lines(draw: st.DrawFn, raw: bytes) -> bytes:
    """Some lines dropped, doubled, swapped or indented."""
    lines = raw.split(b"\n")
    for _ in range(draw(st.integers(1, 4))):
        one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.sampled_from(["drop", "double", "swap", "indent"])):
            case "drop" if len(lines) > 1:
                del lines[one]
            case "double":
                lines.insert(other, lines[one])
            case "swap":
                lines[one], lines[other] = lines[other], lines[one]
            case _:
                lines[one] = draw(st.sampled_from([b" ", b"  ", b"\t", b"- "])) + lines[one]
    return b"\n".join(lines)


@functools.cache
def as_json(raw: bytes) -> str:
    return json.dumps(yaml.safe_load(raw))


def changed_values(draw: st.DrawFn, raw: bytes) -> bytes:
    """Some values replaced by others, some keys renamed, dropped or moved."""
    data = json.loads(as_json(raw))
    for _ in range(draw(st.integers(1, 3))):
        places = spots(data)
        if not places:
            break
        (container, key), (other, name) = (draw(st.sampled_from(places)) for _ in range(2))
        match draw(st.sampled_from(["replace", "copy", "drop", "rename"])):
            case "replace":
                container[key] = draw(odd)
            case "copy":
                container[key] = json.loads(json.dumps(other[name]))
            case "drop":
                del container[key]
            case _ if isinstance(container, dict):
                container[draw(st.one_of(st.text(max_size=6), st.just(str(name))))] = container.pop(key)
    return json.dumps(data, ensure_ascii=draw(st.booleans())).encode("utf-8", "replace")


@st.composite
def damage(draw: st.DrawFn, files: dict[str, bytes]) -> dict[str, bytes]:
    """One or two files of a story, each changed in one of these ways."""
    names = draw(st.lists(st.sampled_from(STARTER), min_size=1, max_size=2, unique=True))
    change = draw(st.sampled_from([changed_bytes, changed_lines, changed_values, changed_values]))
    return {name: change(draw, files[name]) for name in names}


def examine(report: Report) -> None:
    """A report is a story without errors, or errors without a story; either way it can be printed, or played."""
    assert (report.story is None) == any(problem.level == "error" for problem in report.problems)
    for problem in report.problems:
        assert problem.code in CODES
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert str(problem).isprintable()
    if report.story is not None:
        assert Graph(report.story).nodes


def test_whatever_becomes_of_a_story_it_is_read_or_explained(tmp_path: Path) -> None:
    folder = tmp_path / "story"
    write_starter(folder)
    files = {name: (folder / name).read_bytes() for name in STARTER}
    outcomes = {"read": 0, "explained": 0}

    @given(damage(files))
    @settings(max_examples=2_000, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    def fuzz(changed: dict[str, bytes]) -> None:
        for name, raw in changed.items():
            (folder / name).write_bytes(raw)
        try:
            found = check_story(folder)
        finally:
            for name in changed:
                (folder / name).write_bytes(files[name])
        examine(found)
        outcomes["explained" if found.story is None else "read"] += 1

    fuzz()
    assert outcomes["read"] > 100
    assert outcomes["explained"] > 500
