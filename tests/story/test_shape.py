"""The shape of a file: every key, type and form that is wrong, in words, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.story.shape import check_shape, check_texts
from game.story.source import Source, parse
from tests.stories import as_yaml, chapter, choice, codex, ending, frame, hall, marked, scene, vignette

if TYPE_CHECKING:
    from game.story.problems import Problem


def shape(data: dict[str, Any] | list[Any] | str, kind: str = "chapter") -> list[Problem]:
    source = parse(as_yaml(data), "a.yaml")
    assert isinstance(source, Source), source
    return check_shape(source, kind)


def told(data: dict[str, Any] | list[Any] | str, kind: str = "chapter") -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in shape(data, kind)]


def without(data: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != key}


@pytest.mark.parametrize(
    ("kind", "data"), [("story", frame()), ("chapter", chapter()), ("vignette", vignette()), ("codex", codex())]
)
def test_a_right_file_of_each_kind_has_no_problem(kind: str, data: dict[str, Any]) -> None:
    assert shape(data, kind) == []


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (chapter(titel="x"), "T02", "unknown key `titel`; did you mean `title`?"),
        (hall(choises={}), "T02", "unknown key `choises`; did you mean `choices`?"),
        (hall(text=[{"whem": "lit", "say": "x"}]), "T02", "unknown key `whem`; did you mean `when`?"),
        (hall(otherwise="x"), "T02", "unknown key `otherwise`; known here: "),
        (without(chapter(), "title"), "T03", "the key `title` is missing"),
        (hall(choices={"go": {"say": "Go."}}), "T03", "the key `to` is missing in `go`"),
        (hall(lens={"part": "climax"}), "T03", "the key `ask` is missing in `lens`"),
        (chapter(title=12), "T01", "expected a text in `title`, found the number 12"),
        (chapter(title=True), "T01", "expected a text in `title`, found true"),
        (chapter(title=None), "T01", "expected a text in `title`, found nothing"),
        (chapter(title=["x"]), "T01", "expected a text in `title`, found a list"),
        (chapter(title={"x": 1}), "T01", "expected a text in `title`, found a mapping"),
        (chapter(scenes=["x"]), "T01", "expected a mapping (`key: value` lines) in `scenes`, found a list"),
        (chapter(note=3), "T01", "expected a text in `note`, found the number 3"),
        (hall(text="Once."), "T01", "expected a list in `text`, found the text `Once.`"),
        (hall(text=[3]), "T01", "in `text`, found the number 3"),
        (hall(lens=3), "T01", "expected a mapping (`key: value` lines) in `lens`, found the number 3"),
        (hall(choices={"go": choice("yard", set={"lit": None})}), "T01", "in `lit`, found nothing"),
        (chapter(chapter="Not An Id"), "T04", "`Not An Id` is not an id: lower-case words joined by hyphens"),
        (chapter(chapter="one\n"), "T04", "is not an id"),
        (chapter(entrances={"Ada": "hall"}), "T04", "`Ada` is not an id"),
        (chapter(entrances={"ada": "Hall"}), "T04", "`Hall` is not an id"),
        (chapter(scenes={}), "T04", "empty in `scenes`; it needs at least 1"),
        (hall(text=[]), "T04", "empty in `text`"),
        (hall(text=[""]), "T04", "empty in `text`"),
        (hall(title="x" * 401), "T04", "too long in `title`: 401, at most 400"),
        (hall(text=["x" * 4001]), "T04", "too long in `text`: 4,001, at most 4,000"),
        (hall(choices={f"c{n}": choice("yard") for n in range(41)}), "T04", "too long in `choices`: 41, at most 40"),
        (hall(ending=ending(kind="cannon")), "T04", "`cannon` is not one of: canon, what-if; did you mean `canon`?"),
        (hall(lens={"part": "climx", "device": "irony", "note": "n", "ask": "a"}), "T04", "did you mean `climax`?"),
    ],
)
def test_what_is_wrong_in_a_chapter_is_said_in_words(data: dict[str, Any], code: str, message: str) -> None:
    assert any(found == code and message in words for found, words in told(data)), told(data)


@pytest.mark.parametrize(
    ("state", "code", "message"),
    [
        ({"type": "flagg", "lasts": "story", "about": "x"}, "T04", "`flagg` is not one of: flag"),
        ({"type": "flag", "lasts": "storey", "about": "x"}, "T04", "did you mean `story`?"),
        ({"type": "flag", "lasts": "story"}, "T03", "the key `about` is missing"),
        ({"type": "flag", "lasts": "story", "about": "x", "from": 0}, "T02", "unknown key `from`"),
        ({"type": "range", "from": 0, "lasts": "story", "about": "x"}, "T03", "the key `to` is missing"),
        ({"type": "range", "from": 0, "to": 100, "lasts": "story", "about": "x"}, "T04", "100 is out of bounds"),
        ({"type": "range", "from": -1, "to": 9, "lasts": "story", "about": "x"}, "T04", "-1 is out of bounds"),
        ({"lasts": "story", "about": "x"}, "T03", "the key `type` is missing"),
        ("flag", "T01", "found the text `flag`"),
    ],
)
def test_what_is_wrong_in_a_variable_is_said_of_its_own_type(state: Any, code: str, message: str) -> None:
    found = told(frame(state={"a": state}), "story")
    assert [code for code, _ in found] == [code]
    assert message in found[0][1]


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1234567"])
def test_a_colour_has_six_digits(colour: str) -> None:
    data = frame()
    data["heroes"][0]["colour"] = colour
    assert told(data, "story") == [("T04", f"`{colour}` is not a colour as #rrggbb")]


@pytest.mark.parametrize("data", ["just words", "[1, 2]", "12", "null", "--- true"])
def test_a_file_that_is_no_mapping_is_one_problem(data: str) -> None:
    assert [problem.code for problem in shape(data)] == ["T01"]


def test_every_problem_of_a_file_is_found_at_once() -> None:
    data = chapter(title=1, nonsense=2, scenes={"hall": scene(text=[], eyes="Ada"), "yard": {"title": "x"}})
    assert sorted(problem.code for problem in shape(data)) == ["T01", "T02", "T03", "T04", "T04"]


TEXT = """\
chapter: one
title: T
entrances: {ada: a}
scenes:
  a:
    title: T
    text:
      - x
"""


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("T01", "title: T", "title: ▲12"),
        ("T01", "- x", "- x\n      - ▲[y]"),
        ("T01", "- x", "- ▲null"),
        ("T02", "title: T", "▲tittle: T\ntitle: T"),
        ("T02", "- x", "- x\n    ▲eye: ada"),
        ("T03", "  a:\n    title: T\n", "  ▲a:\n"),
        ("T04", "one", "'▲One'"),
        ("T04", "{ada: a}", "{▲Ada: a}"),
        ("T04", "{ada: a}", "{ada: ▲A}"),
        ("X01", "title: T", 'title: "▲\\e[2J"'),
        ("X02", "- x", "- ▲x\u202ey"),
    ],
)
def test_a_problem_stands_at_its_exact_place(code: str, right: str, wrong: str) -> None:
    clean, line, column = marked(TEXT.replace(right, wrong, 1))
    assert shape(TEXT) == []
    assert [(p.code, p.line, p.column) for p in shape(clean)] == [(code, line, column)]


@pytest.mark.parametrize(
    "text", ["[bold]x[/]", "[@click=app.quit]x", "[", "]]", "a\nb", "“é” — 字 🙂", "a\u00a0b", "fl\u200drog"]
)
def test_brackets_and_any_letter_are_plain_text(text: str) -> None:
    assert shape(hall(text=[text])) == []


@pytest.mark.parametrize(
    ("code", "character"),
    [
        *(("X01", character) for character in "\x1b\x07\x08\x7f\x9b\x85\t\r\x00\u2028\u2029"),
        *(("X02", character) for character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        *(("X03", character) for character in "\ud800\udfff"),
    ],
)
def test_a_character_that_acts_on_a_terminal_is_an_error_wherever_it_stands(code: str, character: str) -> None:
    for data in (f"a{character}b", [f"{character}"], {f"k{character}": 1}, {"a": [{"b": f"{character}["}]}):
        problems = check_texts(Source("a.yaml", data, {}, {}))
        assert [problem.code for problem in problems] == [code]
        assert f"U+{ord(character):04X}" in problems[0].message
        assert str(problems[0]).isprintable()


def test_a_control_character_in_a_key_is_found_at_the_key() -> None:
    source = parse('a: 1\n"b\\e": 2\n', "a.yaml")
    assert isinstance(source, Source)
    assert [(p.code, p.line, p.column) for p in check_texts(source)] == [("X01", 2, 1)]


def test_a_message_quotes_a_hostile_text_harmlessly_and_briefly() -> None:
    problems = shape(chapter(chapter="\x1b[2J\u202e" + "x" * 5_000))
    assert {problem.code for problem in problems} == {"T04", "X01", "X02"}
    assert all(str(problem).isprintable() and len(str(problem)) < 200 for problem in problems)
