"""`sokovia branches`, `replay` and `way --from`: every verb in words and as JSON, near names, completion."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from tests.command import Outcome, program, sokovia
from tests.test_cli import STARTER

if TYPE_CHECKING:
    from pathlib import Path

SHARED = ("keeper", "go-down", "let-him-carry")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two runs that part at the second crossroads."""
    play(tmp_path, "hers", *SHARED, "keeper", "show-him")
    play(tmp_path, "his", *SHARED, "boy")
    return tmp_path


def play(home: Path, name: str, *choices: str) -> None:
    given = "".join(f"{choice}\n" for choice in choices)
    assert sokovia("play", "--plain", "--story", STARTER, f"--branch={name}", home=home, given=given).code == 0


def verb(home: Path, *arguments: str, given: str = "") -> Outcome:
    return sokovia(*arguments, "--story", STARTER, home=home, given=given)


def words(home: Path, *arguments: str) -> str:
    """What a verb says, which is fine."""
    outcome = verb(home, *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def data(home: Path, *arguments: str) -> dict[str, Any]:
    """What a verb gives as JSON, alone on standard output."""
    found: dict[str, Any] = json.loads(words(home, *arguments, "--json"))
    return found


def cells(line: str) -> int:
    """How wide a terminal shows a line."""
    shown = [letter for letter in line if unicodedata.category(letter) not in ("Mn", "Me", "Cf")]
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in shown)


@pytest.mark.parametrize("arguments", [["branches"], ["branches", "list"]])
def test_list_has_a_row_for_each_run_the_last_played_first(home: Path, arguments: list[str]) -> None:
    rows = data(home, *arguments)["runs"]
    assert [(row["name"], row["choices"], row["stands"], row["fits"]) for row in rows] == [
        ("his", 4, 4, 4),
        ("hers", 5, 5, 5),
    ]
    assert [row["trash"] for row in rows] == [False, False]
    lines = words(home, *arguments).splitlines()
    assert [line.split()[0] for line in lines] == ["Run", "his", "hers"]
    assert "The end" in lines[2]


def test_where_nothing_is_saved_the_list_says_so(tmp_path: Path) -> None:
    assert words(tmp_path, "branches") == "Nothing is saved yet. `sokovia` starts a run.\n"
    assert data(tmp_path, "branches") == {"runs": []}


def test_show_tells_each_choice_and_a_code(home: Path) -> None:
    found = data(home, "branches", "show", "hers")
    assert [step["choice"] for step in found["path"]] == [*SHARED, "keeper", "show-him"]
    assert (found["choices"], found["fits"], found["change"], found["ending"]) == (5, 5, None, "kept-together")
    told = words(home, "branches", "show", "hers")
    for said in ("1. Follow Ada Lund  (keeper)", "(let-him-carry)", "The end: ", found["code"]):
        assert said in told


def test_rename_delete_and_restore(home: Path) -> None:
    assert data(home, "branches", "rename", "hers", "Ada’s") == {"renamed": "hers", "to": "Ada’s"}
    assert words(home, "branches", "rename", "Ada’s", "hers") == "“Ada’s” is now “hers”.\n"
    assert verb(home, "branches", "rename", "hers", "his").code == 1
    assert data(home, "branches", "delete", "hers") == {"deleted": "hers"}
    assert words(home, "branches").splitlines()[-1].endswith("in the trash")
    assert "restore" in verb(home, "play", "--plain", "--branch", "hers").err
    assert words(home, "branches", "restore", "hers") == "“hers” is back.\n"
    assert "in the trash" in words(home, "branches", "delete", "hers")
    assert data(home, "branches", "restore", "hers") == {"restored": "hers"}
    assert [row["trash"] for row in data(home, "branches")["runs"]] == [False, False]


def test_diff_tells_where_runs_part(home: Path) -> None:
    found = data(home, "branches", "diff", "hers", "his")
    kinds = [row["kind"] for row in found["rows"]]
    assert kinds[:4] == ["shared"] * 4
    assert "choice" in found["rows"][3]["differs"]
    assert set(kinds[4:]) <= {"parted", "joined"}
    told = words(home, "branches", "diff", "hers", "his")
    assert "The same for the first 3 scenes and crossroads." in told
    assert "< Follow Ada Lund" in told
    assert "> Follow Jonas" in told


def test_replay_gives_each_page_and_what_was_chosen(home: Path) -> None:
    found = data(home, "replay", "his")
    assert [page["choice"] for page in found["pages"]] == [*SHARED, "boy", None]
    assert (found["name"], found["change"]) == ("his", None)
    told = words(home, "replay", "his", "--plain", "--speed", "0")
    assert told.count("Whom do you follow?") == 2
    assert "> Jonas" in told
    assert "A moment: Dry socks" in told


def test_way_starts_where_a_run_stands(home: Path) -> None:
    from_run = data(home, "way", "kept-together", "--from", "his")
    assert from_run["from"] == "his"
    assert len(from_run["steps"]) < len(data(home, "way", "kept-together")["steps"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["branches", "show", "hrs"],
        ["branches", "rename", "hrs", "x"],
        ["branches", "delete", "hrs"],
        ["branches", "diff", "his", "hrs"],
        ["branches", "export", "hrs"],
        ["replay", "hrs", "--plain"],
        ["way", "kept-together", "--from", "hrs"],
    ],
)
@pytest.mark.parametrize("json_", [False, True])
def test_a_name_that_is_nearly_right_gets_the_right_one(home: Path, arguments: list[str], json_: bool) -> None:
    outcome = verb(home, *arguments, *(["--json"] if json_ else []))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "sokovia: no saved run is called “hrs”; did you mean `hers`?\n"


def test_a_name_nearly_right_in_the_trash_gets_the_right_one(home: Path) -> None:
    verb(home, "branches", "delete", "hers")
    assert "did you mean `hers`?" in verb(home, "branches", "restore", "hrs").err


HOSTILE = [
    "../../etc/passwd",
    "/",
    "[@click=app.quit]x[/]",
    "日本語の名前" * 10,
    "e\u0301" * 40,
    "n" * 80,
    "-rf",
    "'; drop table branch; --",
    "שלום עולם",
    "👩‍👩‍👧" * 10,
]


def test_the_table_fits_a_terminal_whatever_runs_are_called(tmp_path: Path) -> None:
    names = [name for name in HOSTILE if name.isprintable()]
    for name in names:
        play(tmp_path, name, "keeper")
    lines = words(tmp_path, "branches").splitlines()
    assert len(lines) == len(names) + 1
    assert max(map(cells, lines)) <= 80
    assert {cells(line.partition("       1")[0]) for line in lines[1:]} == {22}


@pytest.mark.parametrize("name", ["", " ", "\x1b[2J", "a\nb", "x" * 10_000, "\udcff", "a\u202eb", "\x00"])
@pytest.mark.parametrize("command", [["branches", "show"], ["branches", "rename", "hers"], ["replay", "--plain"]])
def test_a_hostile_name_is_refused_in_one_line_a_terminal_can_show(home: Path, command: list[str], name: str) -> None:
    outcome = verb(home, *command, name)
    assert (outcome.code, outcome.out) == (1, "")
    (line,) = outcome.err.splitlines()
    assert line.isprintable()
    assert len(line) < 300
    assert [row["name"] for row in data(home, "branches")["runs"]] == ["his", "hers"]


def complete(home: Path, line: str) -> list[str]:
    """What the shell offers at the end of a line."""
    typed = line.split(" ")
    env = {"_SOKOVIA_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(typed) - 1)}
    outcome = program(home=home, env=env)
    assert (outcome.code, outcome.err) == (0, "")
    return [row.partition(",")[2] for row in outcome.out.splitlines() if row]


def test_tab_completes_the_names_of_runs(home: Path) -> None:
    verb(home, "branches", "delete", "his")
    story = f"--story {STARTER}"
    assert complete(home, f"sokovia {story} branches show h") == ["hers"]
    assert complete(home, f"sokovia {story} branches diff hers ") == ["hers"]
    assert complete(home, f"sokovia {story} branches restore ") == ["his"]
    assert complete(home, f"sokovia {story} replay he") == ["hers"]
    assert complete(home, f"sokovia {story} way kept-together --from h") == ["hers"]
    assert complete(home, f"sokovia {story} --branch h") == ["hers"]
    assert complete(home, f"sokovia {story} branches --profile other show h") == []
    assert complete(home, "sokovia --story /nowhere branches show h") == []
    assert "recover" in complete(home, "sokovia branches re")


def test_the_documented_line_installs_completion(tmp_path: Path) -> None:
    outcome = program(home=tmp_path, env={"_SOKOVIA_COMPLETE": "bash_source"})
    assert (outcome.code, outcome.err) == (0, "")
    assert "complete -o nosort -F" in outcome.out
