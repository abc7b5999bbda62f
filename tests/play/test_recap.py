"""The recap at its three lengths, and the way a run has gone."""

from __future__ import annotations

from game.play import Passage, Recap, passages, shortened
from tests.play.island import island, run

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


def test_the_way_of_a_run_is_told_by_chapter_with_whom_through_which_scenes_and_what_opened() -> None:
    played = run("ada", "light", "down", "light", "out", "cleo", "on", "ada")
    assert [(p.chapter.title, p.hero and p.hero.name, p.scenes, p.moments) for p in passages(played)] == [
        ("The shore", "Ada", ["The hall", "The attic", "The hall", "The attic"], ["Match", "Moth"]),
        ("The hill", "Cleo", ["The roof"], []),
        ("Home", "Ada", ["The door"], ["Soot"]),
    ]


def test_the_way_through_a_chapter_is_told_in_sentences() -> None:
    (chapter,) = [chapter for chapter in island().story.chapters.values() if chapter.chapter == "home"]
    assert Passage(chapter, None, ["The door", "Who is it?", "Ada"], []).way == "The door. Who is it? Ada."


def test_a_run_not_yet_begun_has_gone_no_way() -> None:
    assert passages(run()) == []
