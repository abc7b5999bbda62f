"""What no schema can say: ids, targets, rules and the way the parts hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.story import check_story
from tests.stories import (
    chapter,
    choice,
    codex,
    ending,
    found,
    frame,
    hall,
    marked,
    report,
    scene,
    vignette,
    write_story,
)

if TYPE_CHECKING:
    from pathlib import Path


def other(**changes: Any) -> dict[str, Any]:
    """A second chapter, `two`, of one scene."""
    return {
        "chapter": "two",
        "title": "Chapter two",
        "entrances": {"ada": "gate"},
        "scenes": {"gate": scene(ending=ending("left"))},
    } | changes


def rules(**changes: Any) -> dict[str, Any]:
    """The chapter `one` whose choice has these changes."""
    return hall(choices={"go": choice("yard") | changes})


def test_the_minimal_story_is_sound(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_a_chapter_may_lead_to_another(tmp_path: Path) -> None:
    one = chapter()
    one["scenes"]["hall"]["choices"]["on"] = choice("two")
    assert found(tmp_path, chapters={"one": one, "two": other()}) == []


# Ids


def test_an_id_used_twice_is_named_with_its_first_place(tmp_path: Path) -> None:
    two = other(scenes={"hall": scene(ending=ending("left"))}, entrances={"ada": "hall"})
    problems = report(tmp_path, chapters={"one": chapter(), "two": two}).problems
    twice = [problem for problem in problems if problem.code == "N02"]
    assert len(twice) == 1
    assert twice[0].file.endswith("two.yaml")
    assert "`hall` is used twice; first at" in twice[0].message
    assert "one.yaml:" in twice[0].message


@pytest.mark.parametrize(
    ("parts", "id"),
    [
        ({"chapters": {"one": chapter(), "two": chapter(scenes={"gate": scene(ending=ending("left"))})}}, "one"),
        ({"chapters": {"one": chapter(), "two": other(scenes={"gate": scene(ending=ending("done"))})}}, "done"),
        ({"chapters": {"one": chapter(), "two": other(chapter="hall")}}, "hall"),
        ({"vignettes": {"a": vignette(), "b": vignette()}}, "tea"),
        ({"vignettes": {"a": vignette(id="hall")}}, "hall"),
        ({"vignettes": {"a": vignette(id="done")}}, "done"),
        ({"shelves": {"a": codex(), "b": codex(codex="other")}}, "codex:ada"),
        ({"story": frame(heroes=[frame()["heroes"][0]] * 2)}, "ada"),
        ({"story": frame(state=frame()["state"] | {"ben": frame()["state"]["lit"]})}, "ben"),
    ],
)
def test_no_id_may_be_used_twice(tmp_path: Path, parts: dict[str, Any], id: str) -> None:
    assert any(code == "N02" and f"`{id}` is used twice" in message for code, message in found(tmp_path, **parts))


def test_an_id_used_twice_in_files_of_the_wrong_shape_is_quoted_harmlessly(tmp_path: Path) -> None:
    hostile = {"chapter": "\x1b[2J\u202e"}
    problems = report(tmp_path, chapters={"a": hostile, "b": hostile}).problems
    assert "N02" in {problem.code for problem in problems}
    assert all(str(problem).isprintable() for problem in problems)


@pytest.mark.parametrize("name", ["and", "or", "not", "true", "false", "follow", "been", "12"])
def test_a_word_of_the_rule_language_names_nothing(tmp_path: Path, name: str) -> None:
    state = {name: frame()["state"]["lit"]}
    heroes = [{**frame()["heroes"][0], "id": name}]
    problems = found(tmp_path, story=frame(state=state, heroes=heroes))
    assert problems.count(("T04", f"`{name}` means something else in a rule")) == 2


# Targets


@pytest.mark.parametrize(
    ("parts", "code", "message"),
    [
        ({"chapters": {"one": rules(to="yrad")}}, "N01", "no scene or chapter `yrad`; did you mean `yard`?"),
        ({"chapters": {"one": rules(to="zzzzzz")}}, "N01", "there is no scene or chapter `zzzzzz`"),
        ({"chapters": {"one": chapter(entrances={"ada": "hal"})}}, "N01", "no scene `hal`; did you mean `hall`?"),
        ({"chapters": {"one": chapter(entrances={"adda": "hall"})}}, "N03", "unknown hero `adda`; did you mean `ada`?"),
        ({"chapters": {"one": hall(eyes="bne")}}, "N03", "unknown hero `bne`; did you mean `ben`?"),
        ({"story": frame(start="on")}, "N04", "unknown chapter `on`; did you mean `one`?"),
        (
            {"story": frame(episodes=[{"id": "e", "title": "E", "chapters": ["one", "onee"]}])},
            "N04",
            "unknown chapter `onee`; did you mean `one`?",
        ),
        ({"vignettes": {"a": vignette(unlock={"at": "hal"})}}, "N08", "unknown scene `hal`; did you mean `hall`?"),
        ({"vignettes": {"a": vignette(unlock={"by": "goo"})}}, "N08", "unknown choice `goo`"),
        ({"vignettes": {"a": vignette(unlock={"by": "hal/go"})}}, "N08", "unknown scene `hal`; did you mean `hall`?"),
        ({"vignettes": {"a": vignette(unlock={"by": "hall/og"})}}, "N08", "unknown choice of `hall`, `og`"),
        ({"vignettes": {"a": vignette(unlock={})}}, "N08", "give one of the two"),
        ({"vignettes": {"a": vignette(unlock={"when": "lit"})}}, "N08", "give one of the two"),
        ({"vignettes": {"a": vignette(unlock={"at": "hall", "by": "go"})}}, "N08", "give one of the two"),
        ({"vignettes": {"a": vignette(unlock=[{"at": "hall"}, {"at": "hal"}])}}, "N08", "did you mean `hall`?"),
        ({"vignettes": {"a": vignette(unlock=[{"at": "hall"}, {"by": "goo"}])}}, "N08", "unknown choice `goo`"),
        ({"vignettes": {"a": vignette(unlock=[{"by": "go"}, {"by": "go"}])}}, "N08", "this way in is listed twice"),
        ({"vignettes": {"a": vignette(unlock=[])}}, "T04", "empty in `unlock`; it needs at least 1"),
        ({"vignettes": {"a": vignette(unlock=[{"at": "hall"}] * 13)}}, "T04", "too long in `unlock`: 13, at most 12"),
        ({"vignettes": {"a": vignette(unlock="hall")}}, "T01", "expected a list or a mapping (`key: value` lines)"),
        ({"vignettes": {"a": vignette(unlock=[{"att": "hall"}])}}, "T02", "unknown key `att`; did you mean `at`?"),
    ],
)
def test_what_does_not_exist_is_named_with_the_nearest_right_name(
    tmp_path: Path, parts: dict[str, Any], code: str, message: str
) -> None:
    assert any(got == code and message in words for got, words in found(tmp_path, **parts)), found(tmp_path, **parts)


def test_a_choice_id_in_two_scenes_must_be_named_with_its_scene(tmp_path: Path) -> None:
    one = chapter()
    one["scenes"]["lane"] = scene(choices={"go": choice("yard")})
    one["scenes"]["hall"]["choices"]["lane"] = choice("lane")
    problems = found(tmp_path, chapters={"one": one}, vignettes={"a": vignette(unlock={"by": "go"})})
    assert problems == [("N08", "2 scenes have a choice `go`; write one of `hall/go`, `lane/go`")]
    assert found(tmp_path, chapters={"one": one}, vignettes={"a": vignette(unlock={"by": "lane/go"})}) == []


def test_a_choice_into_the_middle_of_another_chapter_is_refused(tmp_path: Path) -> None:
    one = chapter()
    one["scenes"]["hall"]["choices"]["on"] = choice("gate")
    assert found(tmp_path, chapters={"one": one, "two": other()}) == [
        ("G02", "`gate` is inside the chapter `two`; lead to `two` itself")
    ]


def test_an_entrance_into_another_chapter_is_refused(tmp_path: Path) -> None:
    problems = found(tmp_path, chapters={"one": chapter(entrances={"ada": "hall", "ben": "gate"}), "two": other()})
    assert problems == [("N01", "this chapter has no scene `gate`")]


# The graph


def test_a_scene_has_either_choices_or_an_ending(tmp_path: Path) -> None:
    assert ("G01", "the scene `hall` has both choices and an ending") in found(
        tmp_path, chapters={"one": hall(ending=ending("x"))}
    )
    assert ("G01", "the scene `hall` has neither choices nor an ending") in found(
        tmp_path, chapters={"one": hall(choices={})}
    )


def test_a_scene_nothing_leads_to_is_a_warning_and_the_story_still_reads(tmp_path: Path) -> None:
    one = chapter()
    one["scenes"]["attic"] = scene(choices={"down": choice("hall")})
    found = report(tmp_path, chapters={"one": one})
    assert [(problem.code, problem.level) for problem in found.problems] == [("G03", "warning")]
    assert str(found.problems[0]).endswith("(warning)")
    assert found.story is not None


def test_nobody_walks_into_the_eyes_of_another(tmp_path: Path) -> None:
    one = chapter()
    one["scenes"]["hall"]["eyes"] = "ada"
    one["scenes"]["yard"]["eyes"] = "ben"
    assert found(tmp_path, chapters={"one": one}) == [
        ("G04", "ben would arrive in a scene seen by ada"),
        ("G04", "from the eyes of ada into a scene seen by ben"),
    ]


def test_else_without_when_is_refused(tmp_path: Path) -> None:
    assert found(tmp_path, chapters={"one": hall(choices={"go": choice("yard") | {"else": "No."}})}) == [
        ("G01", "`else` without `when`: this choice is never closed")
    ]


def test_a_range_must_have_room(tmp_path: Path) -> None:
    state = frame()["state"]
    state["trust"]["from"] = 3
    assert found(tmp_path, story=frame(state=state)) == [("T04", "`to` must be greater than `from`")]


def test_every_chapter_is_in_one_episode_once_there_are_any(tmp_path: Path) -> None:
    parts = {"chapters": {"one": rules(to="two"), "two": other()}}
    once = [{"id": "e", "title": "E", "chapters": ["one"]}]
    assert ("N09", "the chapter `two` is in no episode") in found(tmp_path, story=frame(episodes=once), **parts)
    twice = [{"id": "e", "title": "E", "chapters": ["one", "two", "two"]}]
    assert ("N09", "the chapter `two` stands in the episodes 2 times") in found(
        tmp_path, story=frame(episodes=twice), **parts
    )


def test_a_hero_has_no_way_in_before_the_chapter_they_join_in(tmp_path: Path) -> None:
    heroes = frame()["heroes"]
    heroes[0]["joins"] = "two"
    episodes = [{"id": "e", "title": "E", "chapters": ["one", "two"]}]
    one = chapter()
    one["scenes"]["hall"]["choices"]["on"] = choice("two")
    problems = found(tmp_path, story=frame(heroes=heroes, episodes=episodes), chapters={"one": one, "two": other()})
    assert problems == [("N03", "ada has a way in here, but joins only in two")]


# Rules


@pytest.mark.parametrize(
    ("when", "code", "words"),
    [
        ("lit and", "R01", "found the end"),
        ("__import__(x)", "R02", "unknown name `__import__`"),
        ("been(unknown)", "R02", "unknown scene `unknown`"),
        ("been(hal)", "R02", "did you mean `hall`?"),
        ("turst > 1", "R02", "did you mean `trust`?"),
        ("lit == 1", "R03", "cannot compare the flag `lit` with the number 1"),
        ("trust", "R03", "is not a condition"),
        ("open(1)", "R02", "unknown name `open`"),
        ("lit()", "R01", "cannot call anything"),
        (" ", "R01", "found the end"),
    ],
)
def test_a_rule_at_fault_is_found_wherever_a_rule_may_stand(tmp_path: Path, when: str, code: str, words: str) -> None:
    for parts in (
        {"chapters": {"one": rules(when=when)}},
        {"chapters": {"one": hall(text=["x", {"when": when, "say": "y"}])}},
        {"vignettes": {"a": vignette(unlock={"at": "hall", "when": when})}},
        {"vignettes": {"a": vignette(unlock=[{"at": "hall"}, {"at": "hall", "when": when}])}},
    ):
        problems = found(tmp_path, **parts)
        assert [got for got, _ in problems] == [code]
        assert words in problems[0][1]
        assert f"(in the rule `{when}`)" in problems[0][1]


@pytest.mark.parametrize(
    ("set", "code"),
    [
        ({"lit": 1}, "R04"),
        ({"trust": True}, "R04"),
        ({"trust": 9}, "R04"),
        ({"lti": True}, "R02"),
        ({"hall": 1}, "R02"),
    ],
)
def test_a_set_at_fault_is_found(tmp_path: Path, set: dict[str, Any], code: str) -> None:
    assert [got for got, _ in found(tmp_path, chapters={"one": rules(set=set)})] == [code]


TEXT = """\
chapter: one
title: T
entrances: {ada: hall, ben: hall}
scenes:
  hall:
    title: H
    text: [x]
    choices:
      go:
        say: Go.
        to: yard
  yard: {title: Y, text: [x], ending: {id: done, title: E, kind: canon}}
"""


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("N01", "to: yard", "to: ▲yrad"),
        ("N01", "to: yard", "to:\n          '▲yrad'"),
        ("R02", "to: yard", "to: yard\n        when: lit and ▲nope"),
        ("R02", "to: yard", 'to: yard\n        when: "lit or ▲nope"'),
        ("R02", "to: yard", "to: yard\n        when: ▲>-\n          lit or nope"),
        ("R01", "to: yard", "to: yard\n        when: (lit▲"),
        ("R03", "[x]\n", "[x, {when: 'lit ▲== 1', say: y}]\n"),
        ("R02", "to: yard", "to: yard\n        set: {lit: true, ▲lti: true}"),
        ("R04", "to: yard", "to: yard\n        set: {trust: ▲7}"),
        ("N03", "[x]\n", "[x]\n    eyes: ▲adda\n"),
        ("N03", "ben:", "▲bne:"),
        ("N01", "ben: hall", "ben: ▲hal"),
        ("G01", "  hall:\n", "  ▲hall:\n    ending: {id: x, title: X, kind: canon}\n"),
        ("N02", "id: done", "id: ▲one"),
        ("Y02", "        to: yard", "        to: yard\n        ▲to: yard"),
        ("T02", "        to: yard", "        to: yard\n        ▲too: yard"),
    ],
)
def test_a_problem_stands_at_its_exact_place(tmp_path: Path, code: str, right: str, wrong: str) -> None:
    clean, line, column = marked(TEXT.replace(right, wrong, 1))
    problems = [p for p in report(tmp_path, chapters={"one": clean}).problems if "one.yaml" in p.file]
    assert [(p.line, p.column) for p in problems if p.code == code] == [(line, column)]


MOMENT = """\
id: tea
title: T
unlock:
  - {at: hall}
  - by: hall/go
    when: lit
hint: H
text: [x]
"""


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("N08", "at: hall", "at: ▲hal"),
        ("N08", "hall/go", "▲hall/og"),
        ("R02", "when: lit", "when: lit or ▲nope"),
        ("N08", "- {at: hall}", "- ▲{at: hall, by: hall/go}"),
        ("N08", "hint: H", "  - ▲{at: hall}\nhint: H"),
        ("T02", "at: hall", "▲att: hall"),
    ],
)
def test_a_problem_of_one_way_into_a_vignette_stands_at_its_exact_place(
    tmp_path: Path, code: str, right: str, wrong: str
) -> None:
    assert found(tmp_path, vignettes={"a": MOMENT}) == []
    clean, line, column = marked(MOMENT.replace(right, wrong, 1))
    problems = report(tmp_path, vignettes={"a": clean}).problems
    assert [(p.code, p.line, p.column) for p in problems] == [(code, line, column)]


def test_the_text_that_is_made_wrong_above_is_right(tmp_path: Path) -> None:
    assert found(tmp_path, chapters={"one": TEXT}) == []


# What the story cites


LEDGER = {
    "beats": {"beats": [{"id": "storm", "fact": "There was a storm."}]},
    "moments": {"moments": [{"id": "tea-time", "moment": "They drank tea."}]},
    "characters": {"characters": [{"id": "ada", "name": "Ada"}]},
    "places": {"places": [{"id": "rock", "name": "The rock"}]},
}


def test_what_the_ledger_has_may_be_cited(tmp_path: Path) -> None:
    one = hall(place="rock", who=["ada"], tells=["storm"], moments=["tea-time"])
    tea = vignette(moments=["tea-time"], who=["ada"])
    assert found(tmp_path, chapters={"one": one}, vignettes={"a": tea}, shelves={"a": codex()}, ledger=LEDGER) == []


@pytest.mark.parametrize(
    ("parts", "code", "message"),
    [
        ({"chapters": {"one": hall(tells=["strom"])}}, "N05", "unknown beat `strom`; did you mean `storm`?"),
        ({"chapters": {"one": hall(place="rcok")}}, "N07", "unknown place `rcok`; did you mean `rock`?"),
        ({"chapters": {"one": hall(who=["adda"])}}, "N07", "unknown character `adda`; did you mean `ada`?"),
        (
            {"chapters": {"one": hall(moments=["tea-tmie"])}},
            "N06",
            "unknown moment `tea-tmie`; did you mean `tea-time`?",
        ),
        ({"vignettes": {"a": vignette(moments=["tea"])}}, "N06", "unknown moment `tea`"),
        ({"vignettes": {"a": vignette(who=["adda"])}}, "N07", "unknown character `adda`; did you mean `ada`?"),
        (
            {"shelves": {"a": codex(entries={"x": {"title": "X", "text": ["x"]}})}},
            "N07",
            "`x` is no character or place",
        ),
        (
            {"shelves": {"a": codex(entries={"x": {"title": "X", "text": ["x"], "met": ["rokc"]}})}},
            "N07",
            "unknown character or place `rokc`; did you mean `rock`?",
        ),
    ],
)
def test_what_the_ledger_does_not_have_may_not_be_cited(
    tmp_path: Path, parts: dict[str, Any], code: str, message: str
) -> None:
    problems = found(tmp_path, ledger=LEDGER, **parts)
    assert [got for got, _ in problems] == [code]
    assert message in problems[0][1]
    assert found(tmp_path / "without", **parts) == []


# One broken file does not make the others look wrong


def test_a_file_of_the_wrong_shape_still_gives_its_names(tmp_path: Path) -> None:
    one = chapter()
    one["scenes"]["hall"]["choices"]["on"] = choice("two")
    problems = found(tmp_path, chapters={"one": one, "two": other(nonsense=1)})
    assert [code for code, _ in problems] == ["T02"]


def test_a_broken_frame_does_not_make_every_rule_wrong(tmp_path: Path) -> None:
    problems = found(tmp_path, story=frame(nonsense=1), chapters={"one": rules(when="lit and trust > 1")})
    assert [code for code, _ in problems] == ["T02"]


def test_the_problems_of_all_files_come_at_once_and_in_file_order(tmp_path: Path) -> None:
    folder = write_story(
        tmp_path,
        story=frame(start="x"),
        chapters={"one": rules(to="nowhere", when="nope"), "two": "a: [", "three": b"\xff"},
        vignettes={"a": vignette(unlock={"at": "nowhere"})},
    )
    problems = check_story(folder).problems
    assert {problem.code for problem in problems} >= {"N04", "N01", "R02", "Y01", "F03", "N08"}
    assert problems == sorted(problems)
