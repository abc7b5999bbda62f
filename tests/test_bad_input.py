"""Whatever is wrong with a story or a request: a sentence with its place, the right exit code, never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

from game.cli import main
from tests.stories import as_yaml, chapter, choice, frame, hall, marked, vignette, write, write_story

ROOT = Path(__file__).parents[1]
READERS = (["check"], ["stats"], ["moments"], ["play", "--plain"])
"""Every way of reading a story that needs no terminal."""


class Run(Protocol):
    """What the fixture `run` gives: the command, with these arguments."""

    def __call__(self, *arguments: str | Path) -> Answer: ...


class Answer(NamedTuple):
    """What the command said."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, in this process, with a home and a standard input of its own."""
    monkeypatch.setenv("SOKOVIA_HOME", str(tmp_path / "home"))

    def run(*arguments: str | Path) -> Answer:
        monkeypatch.setattr(sys, "argv", ["sokovia", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))
        with pytest.raises(SystemExit) as caught:
            main()
        said = capsys.readouterr()
        assert isinstance(caught.value.code, int)
        return calm(Answer(caught.value.code, said.out, said.err))

    return run


def run_apart(tmp_path: Path, *arguments: str | bytes | Path, **environment: str) -> Answer:
    """The command, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "game", *arguments],
        cwd=ROOT,
        env={**os.environ, "SOKOVIA_HOME": str(tmp_path / "home"), **environment},
        input=b"quit\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    return calm(Answer(done.returncode, done.stdout.decode(), done.stderr.decode()))


def calm(answer: Answer) -> Answer:
    """The answer, which has no traceback and was no surprise."""
    for text in (answer.out, answer.err):
        assert "Traceback" not in text
        assert "unexpected fault" not in text
        assert "\x1b" not in text
    return answer


def test_a_sound_story_is_read_by_every_reader(run: Run, tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    for reader in READERS:
        answer = run(*reader, "--story", folder)
        assert answer.code == 0, answer
        assert answer.out


# A file at fault: the text of chapters/one.yaml, with ▲ where the problem stands.

CHAPTER = as_yaml(chapter())


def with_rule(rule: str) -> str:
    """The chapter with a rule on its choice."""
    return as_yaml(hall(choices={"go": choice("yard", when="RULE")})).replace("RULE", rule)


FAULTS = {
    "not YAML": ("Y01", "not YAML", "chapter: one\ntitle: [a, b\n▲"),
    "a tab": ("Y01", "a tab; indent with spaces", "chapter: one\nscenes:\n▲\thall: x\n"),
    "a colon in a text": ("Y01", "put the text in quotes", "chapter: one\ntitle: The raid▲: a start\n"),
    "an escape byte": ("Y01", "U+001B", "chapter: one\ntitle: “x” ▲\x1b[31mred\n"),
    "a key twice": ("Y02", "`title` stands twice", "chapter: one\ntitle: A\n▲title: B\n"),
    "an alias to nothing": ("Y03", "*x stands for nothing", "chapter: ▲*x\n"),
    "1,000 deep": ("Y04", "nested more than 24 deep", "a: " + "[" * 24 + "▲" + "[" * 976),
    "100,000 deep": ("Y04", "nested more than 24 deep", "a: " + "[" * 24 + "▲" + "[" * 99_976),
    "a tag": ("Y05", "story files have none", "chapter: ▲!!python/object/apply:os.system ['true']\n"),
    "a tag on a key": ("Y05", "story files have none", "▲!!python/name:os.system chapter: one\n"),
    "two documents": ("Y05", "a second document", "chapter: one\n▲---\nchapter: two\n"),
    "a wrong type": ("T01", "expected a text in `title`, found the number 12", CHAPTER.replace("Chapter one", "▲12")),
    "an unknown key": ("T02", "unknown key `tittle`; did you mean `title`?", "▲tittle: x\n" + CHAPTER),
    "a number that is a word": (
        "T01",
        "expected true or false or a whole number or a text in `lit`, found a list",
        CHAPTER.replace("lit: true", "lit: ▲[yes]"),
    ),
    "a target that is not there": ("N01", "did you mean `yard`?", CHAPTER.replace("to: yard", "to: ▲yrad")),
    "a hero that is not there": ("N03", "did you mean `ben`?", CHAPTER.replace("ben:", "▲bne:")),
    "a rule that does not parse": ("R01", "found the end", with_rule("lit and▲")),
    "a rule with an unknown name": ("R02", "did you mean `trust`?", with_rule("lit or ▲turst > 1")),
    "a rule that calls Python": ("R02", "unknown name `__import__`", with_rule("▲__import__(x)")),
    "a rule that calls a method": ("R01", "`.` does not follow", with_rule("lit▲.__class__")),
    "a rule about an unknown scene": ("R02", "unknown scene `unknown`", with_rule("been(▲unknown)")),
    "a flag compared with a number": ("R03", "cannot compare the flag `lit`", with_rule("lit ▲== 1")),
    "a number alone": ("R03", "is not a condition", with_rule("▲trust")),
    "an ANSI escape": ("X01", "U+001B", CHAPTER.replace("Chapter one", '"▲\\e[2Jx"')),
    "a bidi control": ("X02", "U+202E", CHAPTER.replace("Chapter one", "▲x\u202ey")),
    "half a surrogate pair": ("Y01", "Unicode", CHAPTER.replace("Chapter one", '"\\u▲d800"')),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_chapter_at_fault_is_one_line_at_its_exact_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def called(*_: object) -> int:
        raise AssertionError("a story file called Python")

    monkeypatch.setattr(os, "system", called)
    code, words, text = FAULTS[name]
    clean, line, column = marked(text)
    folder = write_story(tmp_path, chapters={"one": clean})
    start = f"{folder / 'chapters' / 'one.yaml'}:{line}:{column}: {code} "
    for reader in READERS:
        answer = run(*reader, "--story", folder)
        assert answer.code == 1
        lines = [said for said in (answer.out + answer.err).splitlines() if said.startswith(start)]
        assert len(lines) == 1, answer
        assert words in lines[0]


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("F03", b"chapter: \xff\n"),
        ("F03", "title: café\n".encode("latin-1")),
        ("F03", b"title: \xed\xa0\x80\n"),  # a lone surrogate
        ("F04", b"# " + b"x" * 10_000_000),
        ("F05", b""),
        ("F05", b"\n \n"),
        ("Y01", b"\x00" * 100),
        ("Y03", ("a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 30))).encode()),
        ("T01", b"just some words"),
        ("T01", b"- a\n- list\n"),
    ],
    ids=range(10),
)
def test_a_file_that_is_no_chapter_at_all_is_a_problem(run: Run, tmp_path: Path, code: str, raw: bytes) -> None:
    folder = write_story(tmp_path, chapters={"one": raw})
    for reader in READERS:
        answer = run(*reader, "--story", folder)
        assert answer.code == 1
        assert re.search(rf"one\.yaml:\d+:\d+: {code} ", answer.out + answer.err)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"chapters": {"one": chapter(), "two": chapter()}}, "N02 the id `hall` is used twice; first at"),
        ({"vignettes": {"a": vignette(unlock={})}}, "N08 a vignette opens `at` a scene or `by` a choice"),
        ({"vignettes": {"a": vignette(unlock={"at": "hal"})}}, "N08 unknown scene `hal`; did you mean `hall`?"),
        ({"vignettes": {"a": vignette(unlock={"by": "went"})}}, "N08 unknown choice `went`"),
        ({"story": frame(start="onne")}, "N04 unknown chapter `onne`; did you mean `one`?"),
        ({"story": "title: x\n"}, "T03 the key `heroes` is missing"),
        ({"chapters": {}}, "F01 no chapter"),
    ],
)
def test_parts_that_do_not_fit_are_a_problem(run: Run, tmp_path: Path, parts: dict[str, Any], words: str) -> None:
    folder = write_story(tmp_path, **parts)
    for reader in READERS:
        answer = run(*reader, "--story", folder)
        assert answer.code == 1
        assert words in answer.out + answer.err


def test_words_that_another_yaml_would_turn_into_truths_and_times_are_words(run: Run, tmp_path: Path) -> None:
    one = chapter(title="TITLE", note="NOTE")
    one["scenes"]["hall"]["text"] = ["TEXT"]
    text = as_yaml(one).replace("TITLE", "yes").replace("NOTE", "1:30").replace("TEXT", "no")
    folder = write_story(tmp_path, chapters={"one": text})
    assert run("check", "--story", folder).code == 0


def test_brackets_in_a_text_are_read_and_shown_as_they_are(run: Run, tmp_path: Path) -> None:
    folder = write_story(tmp_path, chapters={"one": hall(text=["[bold]No[/bold] [@click=app.quit]way[/] ["])})
    assert run("check", "--story", folder).code == 0
    answer = run("play", "--plain", "--follow", "ada", "--story", folder)
    assert answer.code == 0
    assert "[bold]No[/bold] [@click=app.quit]way[/] [" in answer.out


# A folder at fault


def test_a_folder_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "none", tmp_path / "file", tmp_path / "file" / "under", tmp_path / ("x" * 300)):
        for reader in READERS:
            answer = run(*reader, "--story", folder)
            assert answer.code == 1
            assert f"{folder}:1:1: F0" in answer.out + answer.err


def test_a_folder_that_cannot_be_listed_is_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_story(tmp_path)

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    answer = run("check", "--story", folder)
    assert answer.code == 1
    assert f"{folder}:1:1: F02 cannot list this folder: Permission denied" in answer.out


def test_links_pipes_and_folders_with_the_name_of_a_file_are_refused(run: Run, tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    write(tmp_path / "secret.yaml", "password: hunter2")
    (folder / "chapters" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    os.mkfifo(folder / "chapters" / "pipe.yaml")
    (folder / "chapters" / "folder.yaml").mkdir()
    (folder / "chapters" / "dangling.yaml").symlink_to("nowhere")
    for reader in READERS:
        answer = run(*reader, "--story", folder)
        assert answer.code == 1
        assert (answer.out + answer.err).count(": F06 ") == 4
        assert "hunter2" not in answer.out + answer.err


# What is said, and where


def test_check_prints_every_problem_and_its_verdict_apart(run: Run, tmp_path: Path) -> None:
    folder = write_story(tmp_path, chapters={"one": hall(choices={"go": choice("a"), "on": choice("b", when="c")})})
    answer = run("check", "--story", folder)
    assert answer.code == 1
    assert [line.split(": ")[1][:3] for line in answer.out.splitlines()] == ["N01", "N01", "R02", "G03"]
    assert answer.err == "3 errors, 1 warning.\n"


def test_a_warning_alone_is_no_failure(run: Run, tmp_path: Path) -> None:
    one = chapter()
    one["scenes"]["attic"] = hall()["scenes"]["hall"]
    answer = run("check", "--story", write_story(tmp_path, chapters={"one": one}))
    assert answer.code == 0
    assert "G03" in answer.out
    assert answer.err == "0 errors, 1 warning.\n"


def test_json_goes_to_standard_output_alone(run: Run, tmp_path: Path) -> None:
    folder = write_story(tmp_path, chapters={"one": "chapter: \x1b"})
    answer = run("check", "--json", "--story", folder)
    assert answer.code == 1
    assert answer.err == ""
    found = json.loads(answer.out)
    assert found["errors"] >= 1
    assert found["story"] == str(folder)
    first = next(problem for problem in found["problems"] if problem["code"] == "Y01")
    assert (first["line"], first["column"], first["level"]) == (1, 10, "error")
    assert first["file"].endswith("one.yaml")


def test_json_says_that_a_folder_is_missing(run: Run, tmp_path: Path) -> None:
    answer = run("check", "--json", "--story", tmp_path / "none")
    assert answer.code == 1
    assert [problem["code"] for problem in json.loads(answer.out)["problems"]] == ["F01"]


def test_nothing_hostile_in_a_story_reaches_the_terminal(run: Run, tmp_path: Path) -> None:
    hostile = '"\\e]0;owned\\a\\u202e"'
    folder = write_story(
        tmp_path,
        chapters={
            "key": f"{hostile}: 1\nchapter: one\n",
            "twice": f"{hostile}: 1\n{hostile}: 2\n",
            "id": f"chapter: {hostile}\n",
            "again": f"chapter: {hostile}\n",
            "\x07\u202e": "[",
        },
        ledger={"beats": f"beats: [{{id: a, fact: {hostile}}}]"},
    )
    for reader in READERS:
        answer = run(*reader, "--story", folder)
        assert answer.code == 1
        assert all(line.isprintable() for line in (answer.out + answer.err).splitlines())


# A request at fault


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["check", "--nonsense"],
        ["check", "--story"],
        ["check", "more"],
        ["new"],
        ["schema", "nonsense"],
        ["--theme", "nonsense"],
        ["play", "--theme", "nonsense"],
    ],
)
def test_a_request_that_is_no_request_is_usage(run: Run, arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.code == 2
    assert "Usage:" in answer.err or "requires an argument" in answer.err
    assert answer.out == ""


def test_a_hero_that_is_not_there_is_a_fault_of_the_request(run: Run, tmp_path: Path) -> None:
    answer = run("play", "--plain", "--follow", "nobody", "--story", write_story(tmp_path))
    assert answer.code in (1, 2)
    assert "nobody" in answer.err


def test_a_starter_is_never_written_over_anything(run: Run, tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    answer = run("new", folder)
    assert answer.code == 1
    assert "is there already" in answer.err
    assert (folder / "story.yaml").read_text(encoding="utf-8") == as_yaml(frame())


def test_a_starter_that_cannot_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "new", tmp_path / ("x" * 300)):
        answer = run("new", folder)
        assert answer.code == 1
        assert answer.err.startswith("sokovia: cannot write ")
        assert answer.err.count("\n") == 1


def test_a_starter_checks_as_it_says(run: Run, tmp_path: Path) -> None:
    answer = run("new", tmp_path / "mine")
    assert answer.code == 0
    assert f"sokovia check --story {tmp_path / 'mine'}" in answer.out
    assert run("check", "--story", tmp_path / "mine") == Answer(0, "The story is sound: no problem found.\n", "")


def test_a_cache_that_cannot_be_written_changes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_story(tmp_path)
    right = run("stats", "--story", folder)
    (tmp_path / "file").touch()
    monkeypatch.setenv("SOKOVIA_HOME", str(tmp_path / "file"))
    assert run("stats", "--story", folder) == right


# In a process of its own


def test_a_process_says_and_exits_the_same(tmp_path: Path) -> None:
    folder = write_story(tmp_path, chapters={"one": "chapter: one\n\ttitle: x\n"})
    answer = run_apart(tmp_path, "check", "--story", folder)
    assert answer.code == 1
    assert f"{folder}/chapters/one.yaml:2:1: Y01 a tab; indent with spaces" in answer.out


def test_a_process_reads_a_hostile_file_in_bounded_memory(tmp_path: Path) -> None:
    bomb = f"a: &a {'x' * 900_000}\nb: [{'*a, ' * 200_000}]"
    answer = run_apart(tmp_path, "stats", "--story", write_story(tmp_path, chapters={"one": bomb}))
    assert answer.code == 1
    assert ": Y03 " in answer.err


def test_a_file_name_that_is_not_utf_8_is_shown_harmlessly(tmp_path: Path) -> None:
    folder = write_story(tmp_path)
    (folder / "chapters" / os.fsdecode(b"\xff\x1b.yaml")).write_text("[")
    answer = run_apart(tmp_path, "check", "--json", "--story", folder)
    assert answer.code == 1
    assert json.loads(answer.out)["errors"] == 1


def test_a_process_with_a_wrong_request_exits_2(tmp_path: Path) -> None:
    answer = run_apart(tmp_path, "check", "--nonsense")
    assert answer.code == 2
    assert answer.out == ""
