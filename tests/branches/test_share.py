"""Runs that leave one computer for another: as a file, as a short code; a stranger's file does no harm."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from game.branches import Choosing, decode, encode, fit_path, read_shared, story_version, write_shared
from game.branches.share import PATH_LIMIT
from game.errors import SokoviaError
from game.paths import shipped
from game.play import Graph, Machine, Playthrough
from game.story import read_story
from tests.command import sokovia
from tests.play.island import assemble, frame, hill, home, island, run, shore, vignettes
from tests.test_cli import STARTER

if TYPE_CHECKING:
    from pathlib import Path

PATH = ("keeper", "go-down", "let-him-carry", "keeper", "show-him")


@pytest.fixture(scope="module")
def machine() -> Machine:
    """The shipped story."""
    return Machine(Graph(read_story(shipped("story"))))


def blind(machine: Machine, seed: int) -> Playthrough:
    """A run to an ending, picked blindly."""
    chance, played = random.Random(seed), Playthrough(machine)
    while options := machine.graph.options(played.state):
        played.choose(chance.choice(options).id)
    return played


def code_of(played: Playthrough) -> str:
    return encode(played.graph, [turn.choice for turn in played.turns])


def path_of(played: Playthrough) -> list[Choosing]:
    return [Choosing(turn.before.at, turn.choice, turn.after.at) for turn in played.turns]


# The code


def test_the_code_of_any_run_is_short_and_stands_for_that_run(machine: Machine) -> None:
    for seed in range(300):
        played = blind(machine, seed)
        code = code_of(played)
        assert len(code) <= 45
        assert set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
        assert decode(machine, code).path == played.path


@pytest.mark.parametrize("seed", range(3))
def test_every_single_wrong_character_and_every_swap_of_neighbours_is_caught(machine: Machine, seed: int) -> None:
    code = code_of(blind(machine, seed)).replace("-", "")
    wrong = [
        code[:at] + other + code[at + 1 :]
        for at in range(len(code))
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        if other != code[at]
    ]
    wrong += [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1) if code[at] != code[at + 1]
    ]
    for mistyped in wrong:
        with pytest.raises(SokoviaError, match="mistyped"):
            decode(machine, mistyped)


def test_a_code_may_be_typed_in_lower_case_with_spaces_and_the_letters_that_look_like_digits() -> None:
    code = code_of(run("ada", "light", "down"))
    typed = f"  {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\n"
    assert decode(Machine(island()), typed).path == run("ada", "light", "down").path


@pytest.mark.parametrize("text", ["", "-", "!", "U", "\u0660", "\x00", "Z" * 5000, "0" * 100, "7"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(SokoviaError, match="code"):
        decode(Machine(island()), text)


def changed(what: str) -> Graph:
    """The island after an edit to what can be done in it."""
    parts = frame(), shore(), hill(), home()
    choices = parts[1]["scenes"]["hall"]["choices"]
    if what == "target":
        choices["light"]["to"] = "sea"
    elif what == "rule":
        choices["knock"]["when"] = "trust >= 3"
    elif what == "effect":
        choices["light"]["set"] = {}
    elif what == "order":
        parts[1]["scenes"]["hall"]["choices"] = dict(reversed(choices.items()))
    elif what == "range":
        parts[0]["state"]["trust"]["from"] = 0
    elif what == "start":
        parts[0]["start"] = "hill"
    return Graph(assemble(parts[0], parts[1:], vignettes()))


@pytest.mark.parametrize("what", ["target", "rule", "effect", "order", "range", "start"])
def test_a_code_of_another_version_of_the_story_is_refused(what: str) -> None:
    code = code_of(run("ada", "light", "down"))
    with pytest.raises(SokoviaError, match="another version of this story"):
        decode(Machine(changed(what)), code)
    assert story_version(changed(what)) != story_version(island())


def test_a_code_still_counts_when_only_words_have_changed() -> None:
    first = shore()
    first["scenes"]["hall"]["text"] = ["Other words."]
    machine = Machine(Graph(assemble(frame(), [first, hill(), home()], vignettes())))
    assert decode(machine, code_of(run("ada", "light"))).path == run("ada", "light").path


def test_a_run_too_long_for_a_code_says_so() -> None:
    with pytest.raises(SokoviaError, match="export it to a file"):
        encode(island(), ["ada", *["light", "down"] * 2048])


# The file


def test_a_file_holds_the_run_the_story_and_its_version_and_nothing_else(machine: Machine) -> None:
    played = blind(machine, 1)
    text = write_shared("Ada’s: “one”\u2028", machine.graph, path_of(played))
    read = read_shared(text, "run.yaml")
    assert (read.name, read.story) == ("Ada’s: “one”\u2028", "Age of Ultron")
    assert read.version == story_version(machine.graph)
    assert read.path == path_of(played)
    assert len(text.splitlines()) <= 7 + len(played.turns)


@pytest.mark.parametrize("id", ["true", "null", "12", "no", "a-b", "x: y", "a, b", "]", "'", '"', "#", "\n", "é"])
def test_whatever_stands_in_a_store_its_file_is_sound_yaml(id: str) -> None:
    text = write_shared(id, island(), [Choosing("hall", id, id)])
    try:
        assert read_shared(text, "run.yaml").path == [Choosing("hall", id, id)]
    except SokoviaError as error:
        assert "each an id" in str(error)  # noqa: PT017  # any other error fails the test


HEAD = "sokovia-branch: 1\nstory: x\nname: y\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "nothing": ("", "not"),
    "no run": ("a: b", "not an exported run"),
    "a list": ("[1, 2]", "not an exported run"),
    "another form": ("sokovia-branch: 2\npath: []", "another version of sokovia"),
    "a form of a wrong type": ("sokovia-branch: {a: b}\npath: []", "another version of sokovia"),
    "no path": (HEAD, "must be a list"),
    "an empty path": (f"{HEAD}path: []", "must be a list"),
    "a path of a wrong type": (f"{HEAD}path: {{a: b}}", "must be a list"),
    "numbers": (f"{HEAD}path: [[1, 2, 3]]", "choice 1 of `path`"),
    "too few": (f"{HEAD}path: [[a, b]]", "choice 1 of `path`"),
    "nulls": (f"{HEAD}path: [[a, b, ~]]", "choice 1 of `path`"),
    "mappings": (f"{HEAD}path: [[a, b, c], {{scene: a}}]", "choice 2 of `path`"),
    "a path of the file system": (f"{HEAD}path: [[../../etc, passwd, c]]", "choice 1 of `path`"),
    "markup": (f'{HEAD}path: [["[red]x[/]", b, c]]', "choice 1 of `path`"),
    "controls": (f'{HEAD}path: [["\\e[2J", b, c]]', "choice 1 of `path`"),
    "huge ids": (f"{HEAD}path: [[{'a' * 100_000}, b, c]]", "choice 1 of `path`"),
    "deep": (f"{HEAD}path: {'[' * 100_000}", "deep"),
    "aliases": (f"{HEAD}{BOMB}", "aliases"),
    "tags": (f"{HEAD}path: !!python/object/apply:os.system [ls]", "tag"),
    "more entries than a run has": (f"{HEAD}path: [{'[a,b,c],' * (PATH_LIMIT + 1)}]", "at most|1 to 20,000"),
    "a million entries": (f"{HEAD}path: [{'[a,b,c],' * 1_000_000}]", "larger than"),
    "ten megabytes": ("# " + "x" * 10_000_000, "larger than"),
    "half a surrogate pair": (f'{HEAD}path: [["\\uD800", b, c]]', ""),
    "not the story's ids": (f"{HEAD}path: [[a, b, c]]", "none of its choices fits"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_strangers_file_is_refused_in_one_line_and_nothing_is_kept(tmp_path: Path, kind: str) -> None:
    text, said = HOSTILE[kind]
    file = tmp_path / "run.yaml"
    file.write_text(text, encoding="utf-8")
    outcome = sokovia("branches", "import", file, "--story", STARTER, home=tmp_path / "home")
    assert (outcome.code, outcome.out) == (1, "")
    (line,) = outcome.err.splitlines()
    assert line.isprintable()
    assert len(line) < 600
    assert any(part in line for part in said.split("|"))
    assert "unexpected" not in line
    assert "Nothing is saved yet" in sokovia("branches", "--story", STARTER, home=tmp_path / "home").out


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\x00" * 1000, bytes(range(256)) * 40])
def test_a_file_of_bytes_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "run.yaml").write_bytes(raw)
    outcome = sokovia("branches", "import", tmp_path / "run.yaml", "--story", STARTER, home=tmp_path / "home")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.strip().isprintable()


@pytest.mark.parametrize("source", ["nowhere.yaml", "/", "", "a\nb.yaml", "x" * 5000, "\udcff.yaml", "NOCODE"])
def test_a_source_that_is_neither_file_nor_code_is_refused(tmp_path: Path, source: str) -> None:
    outcome = sokovia("branches", "import", source, "--story", STARTER, home=tmp_path / "home")
    assert (outcome.code, outcome.out) == (1, "")
    (line,) = outcome.err.splitlines()
    assert line.isprintable()
    assert "unexpected" not in line


def shared_run(tmp_path: Path, name: str = "mine") -> Path:
    """An exported run of the starter story."""
    given = "".join(f"{choice}\n" for choice in PATH)
    sokovia("play", "--plain", "--story", STARTER, "--branch", name, home=tmp_path / "a", given=given)
    file = tmp_path / "run.yaml"
    outcome = sokovia("branches", "export", name, "-o", file, "--story", STARTER, home=tmp_path / "a")
    assert outcome == (0, "", "")
    return file


def imported(tmp_path: Path, *arguments: str | Path, given: str = "") -> dict[str, object]:
    """What an import said, as JSON."""
    outcome = sokovia("branches", "import", "--json", "--story", STARTER, *arguments, home=tmp_path / "b", given=given)
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, object] = json.loads(outcome.out)
    return found


def choices_of(home: Path, name: str) -> list[str]:
    shown = json.loads(sokovia("branches", "show", name, "--json", "--story", STARTER, home=home).out)
    return [step["choice"] for step in shown["path"]]


def test_a_run_goes_through_a_file_into_another_profile_and_overwrites_nothing(tmp_path: Path) -> None:
    file = shared_run(tmp_path)
    sokovia("play", "--plain", "--story", STARTER, "--branch", "mine", home=tmp_path / "b", given="boy\n")
    assert imported(tmp_path, file) == {"name": "mine-2", "choices": 5, "fits": 5, "change": None}
    assert imported(tmp_path, "-", given=file.read_text())["name"] == "mine-3"
    assert imported(tmp_path, file, "--name", "mine")["name"] == "mine-4"
    assert imported(tmp_path, file, "--name", "hers")["name"] == "hers"
    assert choices_of(tmp_path / "b", "mine") == ["boy"]
    assert choices_of(tmp_path / "b", "mine-2") == choices_of(tmp_path / "b", "hers") == list(PATH)


def test_a_file_names_nobody_and_no_place_on_the_computer(tmp_path: Path) -> None:
    text = shared_run(tmp_path).read_text()
    assert text.replace('version: "', "version: ").replace('"\nname', "\nname").splitlines()[1:5] == [
        "sokovia-branch: 1",
        'story: "The lighthouse"',
        f"story-version: {story_version(Graph(read_story(STARTER)))}",
        "name: mine",
    ]
    assert str(tmp_path) not in text
    assert "player" not in text


def test_exported_json_is_taken_in_too(tmp_path: Path) -> None:
    shared_run(tmp_path)
    written = sokovia("branches", "export", "mine", "--json", "--story", STARTER, home=tmp_path / "a").out
    assert json.loads(written)["path"][0] == ["the-rock", "keeper", "rock-keeper-stairs"]
    assert imported(tmp_path, "-", given=written)["fits"] == 5


def test_a_run_that_fits_in_part_is_taken_in_whole_and_says_how_far(tmp_path: Path) -> None:
    file = shared_run(tmp_path)
    file.write_text(file.read_text().replace("let-him-carry", "let-her-carry").replace("mine", '"\\e[2J"'))
    outcome = sokovia("branches", "import", file, "--story", STARTER, home=tmp_path / "b")
    assert outcome.code == 0
    assert "Took in “imported”: 2 of 5 choices fit." in outcome.out
    assert "the choice `let-her-carry` is gone" in outcome.out
    opened = sokovia("play", "--plain", "--story", STARTER, "--branch", "imported", home=tmp_path / "b")
    assert "The last 3 choices of this run no longer" in " ".join(opened.out.split())
    listed = json.loads(sokovia("branches", "--json", "--story", STARTER, home=tmp_path / "b").out)["runs"]
    assert [(row["name"], row["choices"], row["fits"]) for row in listed] == [("imported", 5, 2)]


def test_a_run_of_another_story_says_whose_it_is(tmp_path: Path) -> None:
    file = tmp_path / "run.yaml"
    file.write_text(write_shared("x", island(), path_of(run("ada"))))
    outcome = sokovia("branches", "import", file, "--story", STARTER, home=tmp_path / "b")
    assert outcome.code == 1
    assert "(it is a run of “The island”)" in outcome.err


def test_a_run_goes_through_a_code_that_show_prints(tmp_path: Path) -> None:
    shared_run(tmp_path)
    shown = sokovia("branches", "show", "mine", "--story", STARTER, home=tmp_path / "a").out
    code = shown.split("branches import")[1].split()[0]
    assert imported(tmp_path, code.lower()) == {"name": "shared", "choices": 5, "fits": 5, "change": None}
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    outcome = sokovia("branches", "import", wrong, "--story", STARTER, home=tmp_path / "b")
    assert outcome.code == 1
    assert "mistyped" in outcome.err


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    shared_run(tmp_path)
    outcome = sokovia(
        "branches", "export", "mine", "-o", tmp_path / "no" / "x", "--story", STARTER, home=tmp_path / "a"
    )
    assert (outcome.code, len(outcome.err.splitlines())) == (1, 1)


def test_a_path_without_where_it_led_fits_by_its_choices() -> None:
    path = [Choosing(scene, choice, None) for scene, choice in run("ada", "light", "out").path]
    assert fit_path(Machine(island()), path).fitted == 3
