"""The recap at its three lengths."""

from __future__ import annotations

from game.play import Recap, shortened
from tests.play.island import island

TOLD = [
    Recap(chapter, tuple(f"{id} {number}" for number in range(5))) for id, chapter in island().story.chapters.items()
]


def facts(recaps: list[Recap]) -> list[str]:
    return [fact for recap in recaps for fact in recap.facts]


def test_a_line_is_what_was_told_last() -> None:
    assert facts(shortened(TOLD, "line")) == [TOLD[-1].facts[-1]]


def test_a_paragraph_is_a_fact_of_each_chapter_before_and_three_of_the_last() -> None:
    *before, last = TOLD
    assert facts(shortened(TOLD, "paragraph")) == [*(recap.facts[-1] for recap in before), *last.facts[-3:]]


def test_the_whole_is_all_of_it() -> None:
    assert shortened(TOLD, "whole") == TOLD


def test_where_nothing_was_told_there_is_nothing_at_any_length() -> None:
    assert shortened([], "line") == shortened([], "paragraph") == shortened([], "whole") == []
