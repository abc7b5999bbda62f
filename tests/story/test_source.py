"""One YAML file becomes plain data with places, or one problem; never anything else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.story.files import SIZE_LIMIT
from game.story.problems import CODES, Problem
from game.story.source import DEPTH_LIMIT, NODE_LIMIT, Place, Source, parse, read_source
from tests.stories import marked

if TYPE_CHECKING:
    from pathlib import Path


def data(text: str) -> object:
    found = parse(text, "a.yaml")
    assert isinstance(found, Source), found
    return found.data


def problem(text: str) -> Problem:
    found = parse(text, "a.yaml")
    assert isinstance(found, Problem), found
    return found


def read(path: Path) -> Problem:
    found = read_source(path, "a.yaml")
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(
    "word",
    ["yes", "no", "on", "off", "Yes", "NO", "y", "n", "1:30", "2001-01-01", "0x1F", "1e3", "1.5", ".inf", "=", "<<"],
)
def test_what_yaml_1_1_would_turn_into_something_else_stays_a_word(word: str) -> None:
    assert data(f"- {word}") == [word]
    assert data(f"{word}: 1") == {word: 1}


@pytest.mark.parametrize(
    ("plain", "value"),
    [("true", True), ("True", True), ("FALSE", False), ("null", None), ("~", None), ("", None), ("0", 0), ("-12", -12)],
)
def test_yaml_1_2_words_have_their_values(plain: str, value: object) -> None:
    found = data(f"a: {plain}")
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


@pytest.mark.parametrize("text", ["+1", "007", "1234567890", "tRUE", "1_000"])
def test_what_only_looks_like_a_number_or_a_truth_stays_text(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}


@pytest.mark.parametrize("quoted", ["'true'", '"12"', "'null'", "|-\n  true", ">-\n  12"])
def test_a_quoted_or_block_value_is_always_text(quoted: str) -> None:
    found = data(f"a: {quoted}")
    assert isinstance(found, dict)
    assert isinstance(found["a"], str)


def test_every_value_and_key_knows_its_place() -> None:
    source = parse('top:\n  - "one"\n  - {k: v}\nlong: >-\n  folded\n', "a.yaml")
    assert isinstance(source, Source)
    assert source.places["top", 0] == Place(2, 6, inline=True)  # inside the quotes
    assert source.places["top", 1, "k"] == Place(3, 9, inline=True)
    assert source.keys["top", 1, "k"] == Place(3, 6)
    assert not source.places["long",].inline
    assert source.place(("top", 1, "k", "deeper", 3)) == Place(3, 9, inline=True)
    assert source.place(("nowhere",)) == Place(1, 1)


@pytest.mark.parametrize(
    ("code", "words", "text"),
    [
        ("Y01", "a tab; indent with spaces", "a:\n▲\tb: 1\n"),
        ("Y01", "a tab; indent with spaces", "▲\ta: 1\n"),
        ("Y01", "a tab; indent with spaces", "a:\n  - b\n▲\t- c\n"),
        ("Y01", "a colon and a space inside an unquoted text", "say: he said▲: no\n"),
        ("Y01", "U+0000", "a: “é” ▲\0"),
        ("Y01", "U+001B", "a: “é”\nb: “▲\x1b[31m”"),
        ("Y01", "U+FFFE", "a: é▲\ufffe"),
        ("Y01", "found character that cannot start any token", "a: ▲@x"),
        ("Y02", "`b` stands twice", "a: {b: 1, c: 2, ▲b: 3}"),
        ("Y02", "`a` stands twice", "a: 1\nb: 2\n▲a: 1\n"),
        ("Y02", "`a` stands twice", "a: 1\n▲'a': 1\n"),
        ("Y03", "*b stands for nothing", "a: 1\nb: ▲*b"),
        ("Y03", "or for itself", "a: &a [1, ▲*a]"),
        ("Y05", "python/object/apply:os.system", "a: ▲!!python/object/apply:os.system [ls]"),
        ("Y05", "python/name:os.system", "a:\n  - ▲!!python/name:os.system ''"),
        ("Y05", "python/object:a.b", "▲!!python/object:a.b key: 1"),
        ("Y05", "tag:yaml.org,2002:str", "a: ▲!!str 12"),
        ("Y05", "!mine", "▲!mine\na: 1"),
        ("Y05", "a second document", "a: 1\n▲---\nb: 2"),
        ("T01", "a key must be a word", "a: 1\n? ▲[b]\n: 1"),
        ("X03", "surrogate", "a: “é” ▲\ud800"),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_one_problem_at_its_exact_place(code: str, words: str, text: str) -> None:
    clean, line, column = marked(text)
    found = problem(clean)
    assert found.code == code
    assert words in found.message
    assert (found.line, found.column) == (line, column)


def test_a_file_of_comments_alone_is_no_document() -> None:
    assert problem("# nothing\n").code == "Y01"


def test_a_document_end_with_nothing_after_it_is_fine() -> None:
    assert data("---\na: 1\n...\n") == {"a": 1}


@pytest.mark.parametrize("depth", [1_000, 100_000])
@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_nesting_is_bounded_however_deep_a_file_goes(opening: str, depth: int) -> None:
    assert problem(opening * depth).code in ("Y04", "T01")


def test_nesting_is_fine_up_to_the_limit() -> None:
    at_limit = "[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT
    assert data(at_limit) is not None
    assert problem(f"[{at_limit}, [{at_limit}]]").code == "Y04"


def test_an_indented_ladder_a_thousand_deep_is_bounded() -> None:
    found = problem("\n".join(" " * level + "a:" for level in range(1_000)))
    assert (found.code, found.line) == ("Y04", DEPTH_LIMIT + 2)


def test_aliases_that_multiply_are_stopped_before_they_are_made() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    found = problem("\n".join(lines))
    assert found.code == "Y03"
    assert f"{NODE_LIMIT:,}" in found.message


def test_aliases_of_one_long_text_are_stopped_too() -> None:
    assert problem(f"a: &a {'x' * 500_000}\nb: [{', '.join(['*a'] * 1_000)}]").code == "Y03"
    assert problem(f"a: &a {{? {'x' * 500_000}\n  : 1}}\nb: [{', '.join(['*a'] * 1_000)}]").code == "Y03"


def test_a_few_aliases_are_fine() -> None:
    assert data("a: &a {k: [1, 2]}\nb: [*a, *a]") == {"a": {"k": [1, 2]}, "b": [{"k": [1, 2]}] * 2}


def test_a_merge_key_merges_nothing() -> None:
    assert data("a: &a {k: 1}\nb: {<<: *a}") == {"a": {"k": 1}, "b": {"<<": {"k": 1}}}


@pytest.mark.parametrize(
    ("raw", "byte", "line", "column"),
    [
        (b"a: \xff", "0xff", 1, 4),
        ("a: “é”\nb: “é” ".encode() + b"\xe9", "0xe9", 2, 8),
        (b"\xef\xbb\xbfa: \xff", "0xff", 1, 4),
        (b"a: 1\r\nb: \xed\xa0\x80", "0xed", 2, 4),  # a lone surrogate
    ],
)
def test_a_byte_that_is_not_utf_8_is_found_where_it_stands(
    tmp_path: Path, raw: bytes, byte: str, line: int, column: int
) -> None:
    (tmp_path / "a.yaml").write_bytes(raw)
    found = read(tmp_path / "a.yaml")
    assert (found.code, found.line, found.column) == ("F03", line, column)
    assert byte in found.message


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\na: 2")
    found = read(tmp_path / "a.yaml")
    assert (found.code, found.line, found.column) == ("Y02", 2, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_another_encoding_is_a_problem(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.yaml").write_bytes("title: café\n".encode(encoding))
    assert read(tmp_path / "a.yaml").code in ("F03", "Y01")


@pytest.mark.parametrize("raw", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b" "])
def test_a_file_of_nothing_is_empty(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(raw)
    assert read(tmp_path / "a.yaml").code == "F05"


def test_a_file_over_the_limit_is_not_read_and_one_at_the_limit_is(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * (SIZE_LIMIT - 5) + b"\na: 1")
    assert isinstance(read_source(path, "a.yaml"), Source)
    path.write_bytes(b"#" * (SIZE_LIMIT - 4) + b"\na: 1")
    assert read(path).code == "F04"
    path.write_bytes(b"")
    os.truncate(path, 50_000_000_000)  # sparse
    assert read(path).code == "F04"


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "missing.yaml", tmp_path / "file" / "under.yaml", tmp_path, tmp_path / ("x" * 300)):
        assert read(path).code == "F02"


@given(st.text())
@settings(max_examples=500, database=None, deadline=None)
def test_any_text_at_all_is_data_or_a_problem_that_prints(text: str) -> None:
    check(parse(text, "a.yaml"))


@given(
    st.lists(st.sampled_from([*"[]{}:,-?&*!|>'\"%@` \n\t\r#ab1", "a: ", "- ", "---\n", "\n  ", "*a", "&a ", "\u2028"]))
)
@settings(max_examples=1_000, database=None, deadline=None)
def test_any_muddle_of_yaml_signs_is_data_or_a_problem_that_prints(pieces: list[str]) -> None:
    check(parse("".join(pieces), "a.yaml"))


def check(found: Source | Problem) -> None:
    if isinstance(found, Problem):
        assert found.code in CODES
        assert found.line >= 1
        assert found.column >= 1
        assert str(found).isprintable()
    else:
        assert () in found.places
