"""The words of plain mode that look something up or move among runs, through the command itself."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game.starter
from game.branches import Game, Store
from game.branches.timeline import Timeline
from game.errors import ChoiceError
from game.paths import shipped
from game.plain.names import pick
from game.plain.player import HELP
from game.play import Graph
from game.story import read_story
from tests import stories
from tests.command import Outcome, sokovia

if TYPE_CHECKING:
    from collections.abc import Iterable

STARTER = Path(game.starter.__file__).parent / "files"
WORDS = (
    "album", "moments", "moment 1", "way 1", "timeline", "unfold 1", "unfold 2", "fold 1", "runs", "codex",
    "codex 1", "eyes", "eyes 1", "eyes 1 all", "arc", "picture", "pictures off", "pictures on", "settings",
    "recap", "where", "help", "go run-1", "go 1",
)  # fmt: skip
"""Every word of plain mode, with what may follow it."""


def play(home: Path, *lines: str, story: Path = STARTER, options: tuple[str, ...] = ()) -> str:
    """What plain mode says; each line is typed and ended with Enter."""
    given = "".join(f"{line}\n" for line in lines)
    outcome = sokovia("play", "--plain", "--story", story, *options, home=home, given=given)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def flat(text: str) -> str:
    """A text as one line, to look for words in that may have been wrapped."""
    return " ".join(text.split())


def after(text: str, start: str) -> str:
    """What was said from some words on, as one line."""
    assert start in flat(text)
    return flat(text).partition(start)[2]


def reads_well(text: str) -> None:
    """No line is wide, nothing is drawn, and nothing acts on a terminal."""
    wide = [line for line in text.split("\n") if len(line) > 72 and " " in line.strip()[:60]]
    assert wide == []
    assert [letter for letter in set(text) if "\u2190" <= letter <= "\u2bff"] == []  # arrows, boxes, blocks, signs
    kinds = {letter: unicodedata.category(letter) for letter in set(text) - {"\n"}}
    assert [letter for letter, kind in kinds.items() if kind in ("Cc", "Cf", "Cs")] == []


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A story in which two heroes tell one event; it has pictures, cards and moments."""
    one = stories.hall(
        eyes="ada",
        tells=["met"],
        text=["Ada saw it.", {"when": "lit", "say": "Only sometimes."}],
        place="here",
        choices={"go": stories.choice("yard"), "wait": stories.choice("yard", say="Wait.")},
        lens={"part": "crisis", "device": "irony", "note": "A note.", "ask": "Why?"},
    )
    one |= {"art": "hall-picture", "entrances": {"ada": "hall", "ben": "gate"}}
    one["scenes"]["gate"] = stories.scene(
        title="The gate",
        eyes="ben",
        tells=["met"],
        text=["Ben saw it otherwise."],
        choices={"in": stories.choice("yard")},
    )
    folder = stories.write_story(
        tmp_path,
        chapters={"one": one},
        vignettes={
            "tea": stories.vignette(
                title="Tea for two", hint="Somebody is thirsty.", art="tea-picture", unlock={"by": "wait"}
            ),
            "salt": stories.vignette(id="salt", title="Salt and bread", hint="Ask at the gate.", unlock={"at": "gate"}),
        },
        ledger={
            "beats": {"beats": [{"id": "met", "fact": "They met in the hall."}]},
            "places": {"places": [{"id": "here", "name": "The hall"}]},
            "characters": {"characters": [{"id": "ada", "name": "Ada"}, {"id": "ben", "name": "Ben"}]},
        },
        shelves={
            "people": {
                "codex": "people",
                "title": "People",
                "entries": {
                    "ada": {"title": "Ada, who stays", "text": ["A card on Ada."], "lore": True},
                    "ben": {"title": "Ben, who goes", "text": ["A card on Ben."]},
                },
            }
        },
    )
    pictures(tmp_path, {"hall-picture": "A hall, lit from below.", "tea-picture": "Two cups.", "ada": "Her hands."})
    return folder


def pictures(beside: Path, words: dict[str, str]) -> None:
    """Pictures of a story, with what is told of each."""
    art = beside / "assets" / "art"
    art.mkdir(parents=True)
    (art / "index.json").write_text(json.dumps({id: {"desc": text} for id, text in words.items()}))
    for id in words:
        (art / f"{id}.png").write_bytes(b"no picture yet")


# Moments


def test_the_album_lists_moments_by_chapter_the_found_by_title_the_others_by_hint(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path / "home", "ada", "wait", "album", story=told)
    album = said.partition("Moments found: ")[2]
    assert album.startswith(
        "1 of 2\n\nChapter 1, Chapter one: 1 of 2\n1. Found: Tea for two\n2. Not yet found. Ask at the gate.\n"
    )
    assert "Salt and bread" not in said


def test_moments_is_the_same_word_and_the_command_says_the_same(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "wait", "album", "moments", story=told)
    parts = [part.partition("\n\nSay moment")[0] for part in said.split("Moments found: ")[1:]]
    assert parts[-2] == parts[-1]
    outcome: Outcome = sokovia("moments", "--story", told, home=tmp_path)
    assert outcome.out == f"Moments found: {parts[-1]}\n"


@pytest.mark.parametrize("name", ["1", "Tea for two", "tea FOR two", "tea", "for two"])
def test_a_found_moment_is_read_again(tmp_path: Path, told: Path, name: str) -> None:
    said = play(tmp_path, "ada", "wait", f"moment {name}", story=told)
    assert said.count("A moment: Tea for two\n\nPicture: Two cups.\n") == 2
    assert said.count("End of the moment.") == 2


def test_a_moment_not_found_is_not_read_and_its_title_not_told(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "moment 2", "moment salt", "moment salt and bred", "moment 3", "moment", story=told)
    assert "moment 2 has not been found yet; way 2 tells how to come to it." in said
    assert "no moment is called `salt`." in said
    assert "no moment has the number 3; the last is 2." in said
    assert "after the word moment comes a name or a number." in flat(said)
    assert "Salt and bread" not in said


def test_a_name_that_is_nearly_right_gets_the_right_one(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "wait", "moment tee for tow", "codex aba, who stays", story=told)
    assert "no moment is called `tee for tow`; did you mean `tea for two`?\n" in said
    assert "did you mean `ada who stays`?\n" in said


@pytest.mark.parametrize("name", ["2", "ask at the gate", "Salt and bread", "salt"])
def test_a_way_is_told_when_it_is_asked_for(tmp_path: Path, told: Path, name: str) -> None:
    said = play(tmp_path, f"way {name}", story=told)
    assert "Ask at the gate. The way from here: 1 choice.\nChapter one\n  1. Follow Ben  (ben)\n" in said


def test_the_way_that_is_told_finds_the_moment(tmp_path: Path) -> None:
    said = play(tmp_path / "a", "way 1")
    ids = [line.rpartition("(")[2].rstrip(")") for line in said.splitlines() if line.endswith(")")]
    assert "Found: Dry socks" in play(tmp_path / "b", *ids, "album")


def test_without_a_way_from_here_it_says_why_and_what_a_new_run_can_do(tmp_path: Path, told: Path) -> None:
    said = flat(play(tmp_path, "ada", "way 2", "wait", "way 1", story=told))
    assert "There is no way from here: no choices lead there from here, whatever the rules." in said
    assert "A new run can come to it, in 1 choice." in said
    assert "You have found “Tea for two”; moment 1 reads it again." in said


def test_no_way_is_told_that_was_not_asked_for(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "album", "timeline", "moment 2", "help", story=told)
    assert "Follow Ben  (ben)" not in said


# Runs


def test_the_timeline_is_told_row_by_row(tmp_path: Path) -> None:
    said = play(tmp_path, "keeper", "go-down", "back", "clean-lamp", "timeline")
    assert after(
        said, "in 4 rows. Say go and a number to stand at the end of that row, unfold to hear more of it."
    ) == (
        " 1. The start. Crossroads. 1 choice not tried. There is more to unfold."
        " 2. 1 choice, The rock, Ada Lund. Fork, 2 ways."
        " 3. From the end of row 2: Go down and see to the knot. 1 choice, The rock, Ada Lund. 2 choices not tried."
        " There is more to unfold."
        " 4. 1 choice, The rock, Ada Lund. You are here. The run “run-1” ends here. 1 choice not tried."
        " There is more to unfold."
        " Kept as “run-1”. Goodbye."
    )


def test_it_is_folded_as_it_is_on_the_screen(tmp_path: Path) -> None:
    said = play(tmp_path, "keeper", "go-down", "back", "clean-lamp", "1", "timeline")
    with Store.of_profile(tmp_path, "player", read_story(STARTER).key) as store:
        game = Game(Graph(read_story(STARTER)), store)
        game.open("run-1")
        rows = Timeline(game).rows()
    assert f"in {len(rows)} rows." in said
    assert said.count("There is more to unfold") == sum(row.unfolded is False for row in rows)


def test_rows_fold_and_unfold_and_one_can_go_to_each_of_them(tmp_path: Path) -> None:
    said = play(tmp_path, "keeper", "go-down", "back", "clean-lamp", "timeline", "fold 2", "unfold 2", "go 3", "where")
    assert [said.count(f"Everything you have tried, in {rows} rows.") for rows in (3, 4)] == [1, 2]
    assert "Chapter 1, The rock: The landing." in said
    assert said.count("There is soot on her cuffs") == 1
    assert "there is no more of this row to unfold." in play(tmp_path / "other", "keeper", "unfold 1", "unfold 1")


def test_the_choices_of_a_row_are_told_one_by_one_when_it_is_unfolded(tmp_path: Path) -> None:
    said = play(tmp_path, "keeper", "go-down", "let-him-carry", "timeline", "unfold 2", "unfold 3", "unfold 2")
    assert "In row 2: Go down and see to the knot. It led to The landing." in flat(said)


def test_going_to_a_row_of_a_choice_not_tried_stands_where_it_is_on_offer(tmp_path: Path) -> None:
    said = play(tmp_path, "keeper", "go-down", "timeline", "unfold 1", "go 2", "boy", "where")
    assert "2. From the end of row 1: Follow Jonas. Not tried." in said
    assert "Chapter 1, The rock: The boat. You follow Jonas." in said


def test_rows_can_be_gone_to_before_they_were_told_and_wrong_ones_are_refused(tmp_path: Path) -> None:
    said = play(tmp_path, "keeper", "go 1", "go 9", "go nowhere", "unfold 99", "go")
    assert said.count("Whom do you follow?") == 2
    assert "no row has the number 9; the last is 2." in said
    assert "no saved run is called `nowhere`." in said
    assert "no row has the number 99; the last is 2." in said
    assert "after the word go comes a name or a number." in flat(said)


def test_a_choice_that_is_called_like_a_word_can_still_be_taken(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "go", story=told)
    assert "The end: The end." in said


def test_runs_are_listed_and_opened_by_name(tmp_path: Path) -> None:
    play(tmp_path, "keeper", "go-down", options=("--branch", "Mine, all mine"))
    play(tmp_path, "boy", options=("--branch", "other"))
    said = play(tmp_path, "runs", "go mine", "where", "runs")
    assert "other: 1 choice, 0 moments. Stands at The boat, following Jonas.\n" in said
    assert "Chapter 1, The rock: The landing. You follow Ada Lund." in said
    assert flat(said).count("This is the one you play.") == 1
    assert "Kept as “Mine, all mine”." in said


def test_without_a_run_the_words_say_so(tmp_path: Path) -> None:
    said = play(tmp_path, "runs", "timeline", "arc", "codex", "eyes", "codex 1", "eyes 1")
    assert "No run is saved yet." in said
    assert "1. The start. You are here. Crossroads. 2 choices not tried." in flat(said)
    assert "No scene of this run has a lens yet." in said
    assert "People: 0 of 2" in said
    assert "Nothing that several people saw has been read yet." in said
    assert "no card has the number 1; there is none." in said
    assert "no event has the number 1; there is none." in said


# Codex, other eyes, arc


def test_the_codex_lists_what_was_met_and_reads_a_card_by_number_or_name(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "codex", "codex 1", "codex who stays", "codex ben", story=told)
    assert "People: 1 of 2\n1. Ada, who stays\n" in said
    assert said.count("Ada, who stays.\n\nPicture: Her hands.\n\nA card on Ada.\n\nTold as lore: the sources") == 2
    assert "no card is called `ben`." in said
    assert "who goes" not in said


def test_events_are_listed_with_who_tells_them(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "eyes", story=told)
    assert "Chapter 1, Chapter one\n1. They met in the hall. As told by Ada. Not read yet: Ben.\n" in said


def test_a_telling_not_read_is_only_announced_until_it_is_asked_for(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "eyes 1", story=told).partition("They met in the hall.")[2]
    assert "Told by Ada: A scene.\n\nAda saw it.\n" in said
    assert "Told by Ben: not read yet.\n" in said
    assert "Say eyes 1 all" in said
    assert "otherwise" not in said
    assert "Only sometimes." not in said
    whole = play(tmp_path, "eyes 1 all", "eyes they met all", story=told)
    assert whole.count("Told by Ben: The gate.\n\nBen saw it otherwise.\n") == 2


def test_the_arc_tells_each_chapter(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "arc", story=told)
    assert (
        "The arc of “run-1”, from exposition, 1, to climax, 10.\nChapter 1, Chapter one: crisis. Its height is 9"
        in said
    )


# Pictures


def test_the_picture_of_a_chapter_is_told_where_it_opens_and_when_asked(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "ada", "picture", "wait", "picture", story=told)
    assert "Chapter 1: Chapter one\n\nPicture: A hall, lit from below.\n\nWhom do you follow?\n" in said
    assert said.count("Chapter one.\nPicture: A hall, lit from below.\n") == 2
    assert "A moment, Tea for two.\nPicture: Two cups.\n" in said
    assert "There is no picture here." in play(tmp_path / "other", "picture")


def test_pictures_are_left_out_once_it_was_said_and_that_is_kept(tmp_path: Path, told: Path) -> None:
    said = play(tmp_path, "pictures off", "again", "settings", "ada", "wait", "moment 1", "picture", story=told)
    assert said.count("Picture: A hall") == 2  # as it began, and when it was asked for
    assert said.count("Picture: Two cups.") == 1
    assert said.count("Pictures are left out. Say pictures on to have them told.") == 2
    assert "Picture: " not in play(tmp_path, story=told)
    assert "Picture: A hall" in play(tmp_path, "pictures on", "again", story=told)
    assert "it is pictures on, or pictures off." in play(tmp_path, "pictures maybe", story=told)


def test_what_a_stranger_wrote_of_a_picture_cannot_act_on_the_terminal(tmp_path: Path, told: Path) -> None:
    index = tmp_path / "assets" / "art" / "index.json"
    index.write_text(json.dumps({"hall-picture": {"desc": "red \x1b[31m\x07 \u202e bell"}}))
    said = play(tmp_path / "home", "picture", story=told)
    assert "Picture: red" in said
    reads_well(said)


# All of them


@pytest.mark.parametrize(
    "word", [word for word in WORDS if " " not in word] + ["moment", "way", "unfold", "fold", "go"]
)
def test_help_names_the_word(word: str) -> None:
    assert word in HELP.replace(",", " ").replace("(", " ").replace(";", " ").replace(".", " ").split()


def test_help_is_short_and_narrow() -> None:
    assert len(HELP.splitlines()) <= 24
    assert max(map(len, HELP.splitlines())) <= 72


def test_a_word_nearly_right_is_suggested_where_no_choice_is_near(tmp_path: Path) -> None:
    said = flat(play(tmp_path, "albun", "timelime", "kepeer", "picturs off"))
    assert said.count("did you mean `album`?") == 1
    assert "did you mean `timeline`?" in said
    assert "did you mean `keeper`?; on offer: keeper, boy." in said
    assert "did you mean `pictures`?" in said


def test_a_whole_run_with_every_word_on_every_page_reads_well(tmp_path: Path, told: Path) -> None:
    for home, story, path in (
        ("a", STARTER, ("keeper", "clean-lamp", "back", "go-down", "let-him-carry", "keeper", "show-him")),
        ("b", told, ("ben", "in", "new", "ada", "wait")),
    ):
        lines = [line for choice in path for line in (choice, *(word for word in WORDS if not word.startswith("go")))]
        said = play(tmp_path / home, *WORDS, *lines, story=story)
        reads_well(said)
        assert "The end: " in said


def test_a_run_of_the_shipped_story_with_every_word_reads_well(tmp_path: Path) -> None:
    story = shipped("story")
    pages = ("black-widow", *("1" for _ in range(20)))
    said = play(tmp_path, *pages, *WORDS, "way 60", "codex 3", "eyes 2", "unfold 1", "go 2", story=story)
    reads_well(said)
    assert said.count("Picture: ") >= 3
    assert said.count("A moment: ") >= 1
    for words in ("The way from here:", "As told by Natasha Romanoff.", "Its height is", "People: ", "You are here."):
        assert words in flat(said)


def test_no_choice_of_the_shipped_story_is_called_like_one_of_the_words() -> None:
    story = read_story(shipped("story"))
    ids = {id for scene in story.scenes.values() for id in scene.choices} | set(story.heroes)
    assert sorted(ids & {word.partition(" ")[0] for word in WORDS}) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("moment", "way", "go", "unfold", "fold", "codex", "eyes", "pictures", "album")),
            st.text(st.characters(exclude_categories=("Cs", "So")), max_size=30)
            | st.sampled_from(("0", "9" * 60, "-1")),
        ),
        max_size=8,
    )
)
@settings(max_examples=25, deadline=None)
def test_whatever_is_named_it_answers_and_goes_on(
    tmp_path_factory: pytest.TempPathFactory, typed: list[tuple[str, str]]
) -> None:
    lines = [f"{word} {name}" for word, name in typed]
    said = play(tmp_path_factory.getbasetemp() / "named", "keeper", "1", *lines, "where", options=("--unsaved",))
    assert "Chapter 1, The rock: " in said
    kinds = {letter: unicodedata.category(letter) for letter in set(said) - {"\n"}}
    assert [letter for letter, kind in kinds.items() if kind in ("Cc", "Cf")] == []


def picked(said: str, names: Iterable[str]) -> int | str:
    """The place of a name, or the reason why there is none."""
    try:
        return pick(said, "thing", list(names))
    except ChoiceError as error:
        return str(error)


def test_a_name_is_found_by_number_whole_or_in_part_whatever_its_signs() -> None:
    names = ["The Brass Plate", "Don’t *ask*", "", "Nine", "Nine lives"]
    assert [picked(said, names) for said in ("1", "brass plate", "don't ask", "ask", "nine", "lives")] == [
        0,
        0,
        1,
        1,
        3,
        4,
    ]
    assert picked("3", names) == 2
    assert "several fit `ni`: 4 (Nine), 5 (Nine lives); say more of the name, or the number" in str(picked("ni", names))
    assert picked("", names) == picked("—", names).replace("—", "")  # type: ignore[union-attr]
    assert picked("0", names) == "no thing has the number 0; the last is 5"
    assert picked("7" * 50, names) == f"no thing has the number {'7' * 20}; the last is 5"
