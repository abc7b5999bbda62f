"""The command line: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import game.starter
from game import __version__
from game.cli import sokovia as group
from game.starter import write_starter
from tests import stories
from tests.command import program, sokovia

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STARTER = Path(game.starter.__file__).parent / "files"
README = Path(game.__file__).parents[1] / "README.md"


def commands() -> Mapping[str, click.Command]:
    """Every subcommand, by its name."""
    group.list_commands(click.Context(group))  # they are imported when they are asked for
    return group.commands


def parameters() -> Iterator[tuple[str, click.Parameter]]:
    """(command, parameter) of the whole command line."""
    for name, command in {"sokovia": group, **commands()}.items():
        for parameter in command.params:
            yield name, parameter


def described() -> list[str]:
    """The first column of README's table of commands."""
    return re.findall(r"^\| `sokovia(.*?)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)


def first_lines(message: str) -> list[str]:
    """The lines of what was said, which is never a traceback."""
    assert "Traceback" not in message
    return message.splitlines()


def test_the_version_is_the_packages(tmp_path: Path) -> None:
    assert sokovia("--version", home=tmp_path) == (0, f"sokovia {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], *([name, "--help"] for name in sorted(commands()))])
def test_help_is_there_for_each_command(tmp_path: Path, arguments: list[str]) -> None:
    outcome = sokovia(*arguments, home=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("Usage: sokovia ")
    assert list(tmp_path.iterdir()) == []


def test_the_game_itself_imports_no_subcommand(tmp_path: Path) -> None:
    code = "import sys, game.cli, atexit; atexit.register(lambda: print(*sorted(sys.modules))); game.cli.main()"
    for arguments, imported in (([], False), (["schema"], True)):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "SOKOVIA_HOME": str(tmp_path)},
        )
        assert ("game.cli.branches" in done.stdout.split()) is imported


def test_every_command_and_every_option_has_help() -> None:
    assert [name for name, command in commands().items() if not command.help] == []
    options = [(name, p) for name, p in parameters() if isinstance(p, click.Option)]
    assert len(options) > 10
    assert [(name, option.name) for name, option in options if not option.help] == []


def test_every_command_stands_in_the_readme_and_every_command_there_exists() -> None:
    named = {words.split()[0] for words in described() if words}
    assert named == set(commands())
    assert "" in described(), "the bare command"


def test_every_option_of_the_game_stands_in_the_readme() -> None:
    options = {option for p in group.params for option in p.opts if option.startswith("--")} - {"--help", "--version"}
    row = next(line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `sokovia` |"))
    assert {option for option in options if option not in row} == set()
    assert set(re.findall(r"--[a-z]+", row)) == options


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["--dance"],
        ["check", "--dance"],
        ["check", "too", "many"],
        ["new"],
        ["schema", "dance"],
        ["--theme", "beige"],
    ],
)
def test_a_command_that_makes_no_sense_exits_2_with_usage(tmp_path: Path, arguments: list[str]) -> None:
    outcome = sokovia(*arguments, home=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: sokovia ")
    assert "Error: " in outcome.err


@pytest.mark.parametrize("arguments", [["--story"], ["play", "--plain", "--follow"]])
def test_an_option_without_its_value_exits_2(tmp_path: Path, arguments: list[str]) -> None:
    outcome = sokovia(*arguments, home=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"'{arguments[-1]}' requires an argument" in outcome.err


@pytest.mark.parametrize("arguments", [[], ["play"]])
def test_the_game_without_a_terminal_points_to_plain_mode(tmp_path: Path, arguments: list[str]) -> None:
    outcome = sokovia(*arguments, home=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert "sokovia play --plain" in outcome.err


@pytest.mark.parametrize("command", [name for name, p in parameters() if p.name == "as_json"])
def test_json_stands_alone_on_standard_output(tmp_path: Path, command: str) -> None:
    needed = {"way": ["light-shared"], "replay": ["mine"]}.get(command, [])
    if command == "replay":
        sokovia("play", "--plain", "--branch", "mine", "--story", STARTER, home=tmp_path, given="keeper\n")
    outcome = sokovia(command, *needed, "--json", "--story", STARTER, home=tmp_path)
    assert outcome.err == ""
    assert isinstance(json.loads(outcome.out), dict)


def test_check_says_that_a_sound_story_is_sound(tmp_path: Path) -> None:
    assert sokovia("check", "--story", STARTER, home=tmp_path) == (0, "The story is sound: no problem found.\n", "")


def test_check_prints_every_problem_and_exits_1(tmp_path: Path) -> None:
    folder = stories.write_story(
        tmp_path, chapters={"one": stories.hall(eyes="nobody", choices={"go": {"to": "yard"}})}
    )
    outcome = sokovia("check", "--story", folder, home=tmp_path)
    assert outcome.code == 1
    assert re.fullmatch(rf"({re.escape(str(folder))}/chapters/one\.yaml:\d+:\d+: [A-Z]\d\d .+\n)+", outcome.out)
    assert re.fullmatch(r"\d+ errors?, \d+ warnings?\.\n", outcome.err)
    as_json = sokovia("check", "--json", "--story", folder, home=tmp_path)
    assert (as_json.code, as_json.err) == (1, "")
    found = json.loads(as_json.out)
    assert found["errors"] + found["warnings"] == len(found["problems"]) == len(outcome.out.splitlines())
    assert {"file", "line", "column", "code", "message", "level"} == set(found["problems"][0])


def test_a_warning_alone_is_no_failure(tmp_path: Path) -> None:
    made = stories.chapter()
    made["scenes"]["attic"] = stories.scene(ending=stories.ending("other"))
    folder = stories.write_story(tmp_path, chapters={"one": made})
    outcome = sokovia("check", "--story", folder, home=tmp_path)
    assert (outcome.code, outcome.err) == (0, "0 errors, 1 warning.\n")


@pytest.mark.parametrize("command", ["stats", "moments", "play"])
def test_a_broken_story_is_refused_with_its_problems_and_prints_nothing_else(tmp_path: Path, command: str) -> None:
    folder = stories.write_story(tmp_path, chapters={"one": "chapter: [broken"})
    options: list[str | Path] = ["--plain"] if command == "play" else ["--json"]
    outcome = sokovia(command, *options, "--story", folder, home=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert "chapters/one.yaml:" in first_lines(outcome.err)[0]


@pytest.mark.parametrize("command", [["check"], ["check", "--json"], ["stats"], ["moments"], ["play", "--plain"]])
@pytest.mark.parametrize("folder", ["nowhere", "not\udcff-utf-8", "a\nb"])
def test_a_story_folder_that_is_not_there_is_an_error_whatever_its_name(
    tmp_path: Path, command: list[str], folder: str
) -> None:
    outcome = sokovia(*command, "--story", tmp_path / folder, home=tmp_path / "home")
    assert outcome.code == 1
    assert "there is no such story folder" in outcome.out + outcome.err
    assert "unexpected" not in outcome.err


@pytest.mark.parametrize("before", [True, False])
def test_options_count_before_and_after_the_command(tmp_path: Path, before: bool) -> None:
    options: list[str | Path] = ["--story", STARTER, "--profile", "ada", "--follow", "boy", "--branch", "mine"]
    arguments: list[str | Path] = [*options, "play", "--plain"] if before else ["play", "--plain", *options]
    outcome = sokovia(*arguments, home=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert "The boat. Jonas." in outcome.out
    assert "Kept as “mine”." in outcome.out
    assert [path.name for path in (tmp_path / "profiles").glob("*.sqlite")] == ["ada.sqlite"]


@pytest.mark.parametrize("before", [True, False])
def test_unsaved_keeps_nothing(tmp_path: Path, before: bool) -> None:
    rest: list[str | Path] = ["play", "--plain", "--story", STARTER]
    arguments: list[str | Path] = ["--unsaved", *rest] if before else [*rest, "--unsaved"]
    outcome = sokovia(*arguments, home=tmp_path, given="keeper\n1\n1\nmoments\n")
    assert outcome.code == 0
    assert "Moments found: 1 of 1" in outcome.out
    assert "Kept" not in outcome.out
    assert not (tmp_path / "profiles").exists()


def test_what_stands_after_the_command_wins(tmp_path: Path) -> None:
    arguments: list[str | Path] = ["--follow", "keeper", "play", "--plain", "--story", STARTER, "--follow", "boy"]
    assert "The boat. Jonas." in sokovia(*arguments, home=tmp_path).out


def test_a_branch_goes_on_where_it_was_left_and_profiles_are_apart(tmp_path: Path) -> None:
    common: list[str | Path] = ["play", "--plain", "--story", STARTER, "--branch", "mine"]
    sokovia(*common, home=tmp_path, given="keeper\n")
    assert "The stairs" in sokovia(*common, home=tmp_path).out
    assert "Whom do you follow?" in sokovia(*common, "--profile", "other", home=tmp_path).out


def test_moments_shows_what_all_runs_of_the_profile_found(tmp_path: Path) -> None:
    story: list[str | Path] = ["--story", STARTER]
    play: list[str | Path] = ["play", "--plain", *story]
    before = json.loads(sokovia("moments", "--json", *story, home=tmp_path).out)
    assert before["found"] == 0
    assert [set(row) for row in before["moments"]] == [{"id", "found", "hint"}]
    sokovia(*play, "--profile", "ada", home=tmp_path, given="keeper\n1\n1\n")
    assert json.loads(sokovia("moments", "--json", *story, home=tmp_path).out) == before
    after = json.loads(sokovia("moments", "--json", *story, "--profile", "ada", home=tmp_path).out)
    assert (after["found"], after["of"]) == (1, 1)
    assert [(row["id"], row["title"]) for row in after["moments"]] == [("dry-socks", "Dry socks")]
    assert "Found: Dry socks" in sokovia("moments", *story, "--profile", "ada", home=tmp_path).out


def test_the_data_folder_is_the_one_named_and_no_other(tmp_path: Path) -> None:
    user = tmp_path / "user"
    user.mkdir()
    env = {"HOME": str(user), "XDG_DATA_HOME": "", "XDG_CACHE_HOME": ""}
    arguments: list[str | Path] = ["play", "--plain", "--story", STARTER]
    program(*arguments, home=tmp_path / "named", given=b"keeper\n", env=env)
    assert (tmp_path / "named" / "profiles" / "player.sqlite").is_file()
    assert list(user.iterdir()) == []
    program(*arguments, home=Path(), given=b"keeper\n", env=env | {"SOKOVIA_HOME": ""})
    assert [path.name for path in user.rglob("*.sqlite")] == ["player.sqlite"]


@pytest.mark.parametrize("home", ["~nobody-of-that-name/x", "/dev/null", "/proc/nowhere"])
def test_a_data_folder_that_cannot_be_is_an_error_that_names_it(home: str) -> None:
    outcome = sokovia("moments", "--story", STARTER, home=Path(home))
    assert (outcome.code, outcome.out) == (1, "")
    assert [line for line in first_lines(outcome.err) if home in line] == first_lines(outcome.err)
    assert "SOKOVIA_HOME" in outcome.err


@pytest.mark.parametrize("profile", ["../../etc/passwd", "a b", "\x1b[31m", "\udcff", "", "A", "x" * 999])
def test_a_hostile_profile_is_refused(tmp_path: Path, profile: str) -> None:
    outcome = sokovia("moments", "--story", STARTER, "--profile", profile, home=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("sokovia: a profile's name is ")
    assert not (tmp_path / "profiles").exists()


@pytest.mark.parametrize("branch", ["\x1b[2J", "a\nb", "\udcff", "x" * 999])
def test_a_branch_with_a_hostile_name_is_refused(tmp_path: Path, branch: str) -> None:
    outcome = sokovia("play", "--plain", "--story", STARTER, "--branch", branch, home=tmp_path, given="keeper\n")
    assert outcome.code == 1
    assert outcome.err.startswith("sokovia: a run's name is ")
    assert "\x1b" not in outcome.out


@pytest.mark.parametrize(
    "branch", ["[@click=app.quit]x[/]", "'; drop table node; --", "../x", "$HOME `id`", "-x", "é 日本"]
)
def test_any_other_branch_name_is_only_a_name(tmp_path: Path, branch: str) -> None:
    arguments: list[str | Path] = ["play", "--plain", "--story", STARTER, f"--branch={branch}"]
    assert f"Kept as “{branch}”." in sokovia(*arguments, home=tmp_path, given="keeper\n").out
    assert "The stairs" in sokovia(*arguments, home=tmp_path).out


@pytest.mark.parametrize("hero", ["\x1b[31mkeeper", "os.system", "keeper\n1", "\udcff", "x" * 999])
def test_a_hostile_hero_is_refused_in_one_line_a_terminal_can_show(tmp_path: Path, hero: str) -> None:
    outcome = sokovia("play", "--plain", "--story", STARTER, "--follow", hero, home=tmp_path)
    assert outcome.code == 1
    (line,) = first_lines(outcome.err)
    assert line.startswith("sokovia: no choice `")
    assert line.isprintable()


def test_a_store_that_cannot_be_used_is_one_line_with_its_path(tmp_path: Path) -> None:
    store = tmp_path / "profiles" / "player.sqlite"
    store.parent.mkdir()
    store.write_text("not a database, " * 40)
    outcome = sokovia("play", "--plain", "--story", STARTER, home=tmp_path, given="keeper\n")
    assert outcome.code == 1
    (line,) = first_lines(outcome.err)
    assert str(store) in line
    assert store.read_text() == "not a database, " * 40


def test_new_writes_a_story_that_is_sound_and_can_be_played(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    outcome = sokovia("new", folder, home=tmp_path / "home")
    assert outcome.code == 0
    assert str(folder) in outcome.out
    assert sokovia("check", "--story", folder, home=tmp_path / "home").code == 0
    played = sokovia("play", "--plain", "--story", folder, home=tmp_path / "home", given="boy\n1\nboy\n1\n")
    assert "The end: Kept together." in played.out


@pytest.mark.parametrize("kind", ["full", "file", "broken-link"])
def test_new_never_writes_over_anything(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "mine"
    if kind == "full":
        folder.mkdir()
        (folder / "story.yaml").write_text("years of work")
    elif kind == "file":
        folder.write_text("years of work")
    else:
        (tmp_path / "gone").mkdir()
        folder.symlink_to(tmp_path / "gone" / "further" / "away")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    outcome = sokovia("new", folder, home=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert str(folder) in outcome.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert all(path.read_text() == "years of work" for path in tmp_path.rglob("*") if path.is_file())


def test_new_into_an_empty_folder_is_fine(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert sokovia("new", tmp_path / "mine", home=tmp_path).code == 0


def test_schema_prints_one_and_writes_all(tmp_path: Path) -> None:
    for kind in ("story", "chapter", "vignette", "codex"):
        assert "$schema" in json.loads(sokovia("schema", kind, home=tmp_path).out)
    write_starter(tmp_path / "mine")
    written = {path.name: path.read_text() for path in (tmp_path / "mine" / "schema").iterdir()}
    for path in (tmp_path / "mine" / "schema").iterdir():
        path.write_text("stale")
    outcome = sokovia("schema", "--write", "--story", tmp_path / "mine", home=tmp_path)
    assert outcome.code == 0
    assert {path.name: path.read_text() for path in (tmp_path / "mine" / "schema").iterdir()} == written


def test_an_unexpected_fault_is_one_line_with_its_log_and_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a\nb \udcff")

    monkeypatch.setattr("game.plain.play_plain", fail)
    outcome = sokovia("play", "--plain", "--story", STARTER, home=tmp_path)
    log = tmp_path / "fault.log"
    assert (outcome.code, outcome.out) == (1, "")
    (line,) = first_lines(outcome.err)
    assert "ZeroDivisionError" in line
    assert str(log) in line
    assert "saved" in line
    assert "Traceback" in log.read_text()


def test_a_fault_whose_log_cannot_be_written_is_still_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("game.starter.write_starter", fail)
    for home in ("/dev/null/x", "~nobody-of-that-name"):
        outcome = sokovia("new", "x", home=Path(home))
        assert outcome.code == 1
        (line,) = first_lines(outcome.err)
        assert "could not be written" in line


def test_an_interrupt_ends_it_quietly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("game.plain.play_plain", interrupt)
    outcome = sokovia("play", "--plain", "--story", STARTER, home=tmp_path)
    assert (outcome.code, outcome.err.strip()) == (130, "")


@pytest.mark.parametrize("arguments", [["stats", "--json"], ["check"], ["schema", "story"], ["--help"]])
def test_a_reader_who_has_had_enough_is_no_failure(tmp_path: Path, arguments: list[str]) -> None:
    story: list[str | Path] = [] if "schema" in arguments or "--help" in arguments else ["--story", STARTER]
    outcome = program(*arguments, *story, home=tmp_path, redirect="| true")
    assert (outcome.code, outcome.err) == (0, "")


def test_the_module_is_the_command(tmp_path: Path) -> None:
    assert program("--version", home=tmp_path).out == sokovia("--version", home=tmp_path).out
