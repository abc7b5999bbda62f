"""Prose has one mark-up, `*emphasis*`, and everything else is plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.story.prose import count_words, plain, spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He is *late*.", [("He is ", False), ("late", True), (".", False)]),
        ("*All of it*", [("All of it", True)]),
        ("*one* and *two*", [("one", True), (" and ", False), ("two", True)]),
        ("", []),
        ("plain", [("plain", False)]),
    ],
)
def test_emphasis_stands_between_asterisks(text: str, expected: list[tuple[str, bool]]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize("text", ["2 * 3 * 4", "a lone * star", "**", "* spaced *", "*across\nlines*", "snow*"])
def test_an_asterisk_that_closes_nothing_is_an_asterisk(text: str) -> None:
    assert spans(text) == [(text, False)]


@pytest.mark.parametrize("text", ["[bold]no[/bold]", "[@click=app.quit]x", "_under_", "# title", "<b>", "{name}", "$x"])
def test_no_other_mark_up_means_anything(text: str) -> None:
    assert spans(text) == [(text, False)]


@given(st.text(alphabet="ab *\n[]’"))
@settings(max_examples=500, database=None, deadline=None)
def test_the_pieces_joined_are_the_text_less_its_asterisks(text: str) -> None:
    pieces = spans(text)
    assert plain(text) == "".join(piece for piece, _ in pieces)
    assert plain(text).replace("*", "") == text.replace("*", "")
    assert all(piece for piece, _ in pieces)
    assert all("*" not in piece for piece, strong in pieces if strong)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("—", 0), ("One, two; three.", 3), ("He doesn’t.", 2), ("harbour-master's", 1), ("*late* again", 2)],
)
def test_words_are_counted_as_a_reader_reads_them(text: str, count: int) -> None:
    assert count_words(text) == count
