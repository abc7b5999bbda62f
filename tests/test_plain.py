"""The line-by-line player, from its first line to its last, through the command itself."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game.starter
from game.branches import Store
from game.errors import StoreError
from game.paths import shipped
from game.story import read_story
from tests import stories
from tests.command import Outcome, program, sokovia

STARTER = Path(game.starter.__file__).parent / "files"
KEY = read_story(STARTER).key
WORDS = {
    "quit",
    "exit",
    "again",
    "help",
    "where",
    "moments",
    "recap",
    "back",
    "forward",
    "new",
    "return",
    "unsaved",
    "continue",
}


def play(home: Path, *lines: str, options: tuple[str, ...] = (), story: Path = STARTER) -> Outcome:
    """Play the starter story; each line is typed and ended with Enter."""
    given = "".join(f"{line}\n" for line in lines)
    outcome = sokovia("play", "--plain", "--story", story, *options, home=home, given=given)
    assert outcome.err == ""
    return outcome


def kept(home: Path, branch: str = "run-1") -> list[str]:
    """The choices of a kept run of the starter story, as far as the player stands."""
    with Store.of_profile(home, "player", KEY) as store:
        return [choosing.choice for choosing in store.path(store.branch(branch).node)]


def test_a_run_by_numbers_reaches_an_ending(tmp_path: Path) -> None:
    outcome = play(tmp_path, "1", "1", "1", "1", "1", "quit")
    assert outcome.code == 0
    for said in ("Whom do you follow?", "The stairs. Ada Lund.", "The end: Kept together.", "Goodbye."):
        assert said in outcome.out
    assert kept(tmp_path) == ["keeper", "go-down", "let-him-carry", "keeper", "show-him"]


def test_the_end_looks_back_on_the_way_of_the_run(tmp_path: Path) -> None:
    outcome = play(tmp_path, "keeper", "go-down", "let-him-carry", "boy", "1")
    assert "In this run:\n\nThe rock, with Ada Lund\n  The stairs. The landing.\n  A moment: Dry socks\n" in outcome.out
    assert "Moments found in this run: 1\n" in outcome.out


def test_what_fails_beside_the_run_does_not_end_it_badly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Store, "set", full)
    outcome = play(tmp_path, "keeper", "pictures off", "where", "quit")
    assert "the disk is full." in outcome.out
    assert outcome.out.endswith("Goodbye.\n")
    assert outcome.code == 0
    assert kept(tmp_path) == ["keeper"]


def test_a_run_by_ids_is_the_same_run(tmp_path: Path) -> None:
    by_number = play(tmp_path / "a", "1", "1", "1", "1", "1")
    by_id = play(tmp_path / "b", "keeper", "go-down", "let-him-carry", "keeper", "show-him")
    assert by_number == by_id
    assert kept(tmp_path / "a") == kept(tmp_path / "b")


def test_case_and_spaces_around_a_word_do_not_matter(tmp_path: Path) -> None:
    outcome = play(tmp_path, "  Keeper ", "\t1 ", "WHERE", "Quit", "1")
    assert "Chapter 1, The rock: The landing." in outcome.out
    assert kept(tmp_path) == ["keeper", "go-down"]


def test_a_saved_run_is_offered_at_the_start_and_continue_opens_it_where_it_was_left(tmp_path: Path) -> None:
    assert "continue" not in play(tmp_path, "keeper", "clean-lamp").out
    outcome = play(tmp_path, "help", "continue", "where", "1", "continue")
    lines = outcome.out.splitlines()
    offer = "Your last run is saved as “run-1”. Type continue to go on with it."
    assert lines.index(offer) < lines.index("Whom do you follow?")
    assert "continue (before the first choice" in outcome.out
    assert "Chapter 1, The rock: The landing." in outcome.out
    assert "no choice `continue` here" in outcome.out
    assert kept(tmp_path) == ["keeper", "clean-lamp", "let-him-carry"]
    with Store.of_profile(tmp_path, "player", KEY) as store:
        assert store.names() == ["run-1"]


def test_continue_says_what_was_told_last(tmp_path: Path) -> None:
    tales = stories.write_story(
        tmp_path,
        chapters={"one": stories.hall(tells=["storm"])},
        ledger={"beats": {"beats": [{"id": "storm", "fact": "There was a storm."}]}},
    )
    home = tmp_path / "home"
    play(home, "ada", story=tales)
    assert "Previously: There was a storm.\n\nA scene." in play(home, "continue", story=tales).out


def test_a_new_run_is_begun_beside_the_saved_one_by_choosing(tmp_path: Path) -> None:
    play(tmp_path, "keeper", "clean-lamp")
    outcome = play(tmp_path, "boy", "continue")
    assert "no choice `continue` here" in outcome.out
    assert (kept(tmp_path), kept(tmp_path, "run-2")) == (["keeper", "clean-lamp"], ["boy"])


@pytest.mark.parametrize("options", [("--branch", "run-1"), ("--follow", "boy"), ("--unsaved",)])
def test_a_saved_run_is_not_offered_to_who_has_said_what_to_play(tmp_path: Path, options: tuple[str, ...]) -> None:
    play(tmp_path, "keeper", "clean-lamp")
    assert "continue" not in play(tmp_path, options=options).out


def test_an_ending_that_leaves_the_film_says_so_and_offers_the_way_back(tmp_path: Path) -> None:
    outcome = play(tmp_path, "keeper", "1", "1", "keeper", "send-home", "2", "where", "show-him")
    assert "2. Send him home before the tide. (This leaves the film.)" in outcome.out
    assert "The end: Kept alone. This was a what-if: the film went another way." in outcome.out
    assert "2. Back to where you left the film (or: return)" in outcome.out
    assert "Chapter 2, The light: The lamp room." in outcome.out
    assert kept(tmp_path)[-1] == "show-him"


def test_after_an_ending_a_new_run_starts_and_the_old_one_is_kept(tmp_path: Path) -> None:
    outcome = play(tmp_path, "keeper", "1", "1", "keeper", "show-him", "2", "new", "boy")
    assert "There is no choice 2 here; the last is 1." in outcome.out
    assert outcome.out.count("Whom do you follow?") == 3
    assert "Kept as “run-2”." in outcome.out
    assert kept(tmp_path)[-1] == "show-him"
    assert kept(tmp_path, "run-2") == ["boy"]


def test_a_moment_is_announced_with_where_it_ends_and_is_in_the_album(tmp_path: Path) -> None:
    outcome = play(tmp_path, "moments", "keeper", "1", "1", "moments")
    assert "Moments found: 0 of 1\n\nChapter 1, The rock: 0 of 1\n1. Not yet found. He came a long way" in outcome.out
    assert "A moment: Dry socks\n\nThey are her own" in outcome.out
    assert "End of the moment." in outcome.out
    assert "Moments found: 1 of 1\n\nChapter 1, The rock: 1 of 1\n1. Found: Dry socks\n" in outcome.out


def test_back_takes_the_last_choice_back_and_stops_at_the_beginning(tmp_path: Path) -> None:
    outcome = play(tmp_path, "back", "keeper", "clean-lamp", "back", "go-down", "back", "back", "back")
    assert outcome.out.count("This is the beginning.") == 2
    assert outcome.out.count("The stairs. Ada Lund.") == 3
    assert kept(tmp_path) == []


def test_forward_takes_it_again_until_something_new_is_chosen(tmp_path: Path) -> None:
    outcome = play(tmp_path, "forward", "keeper", "clean-lamp", "back", "forward", "back", "go-down", "forward")
    assert outcome.out.count("There is nothing to take again.") == 2
    assert kept(tmp_path) == ["keeper", "go-down"]


def test_a_crossroads_tells_of_each_hero_once_and_later_only_names_them(tmp_path: Path) -> None:
    outcome = play(tmp_path, "keeper", "1", "1")
    tagline = read_story(STARTER).heroes["keeper"].tagline
    assert outcome.out.count("Whom do you follow?") == 2
    assert " ".join(outcome.out.split()).count(tagline) == 1


def test_a_closed_choice_says_why_it_is_closed_and_cannot_be_taken(tmp_path: Path) -> None:
    outcome = play(tmp_path, "keeper", "clean-lamp", "take-the-can", "2")
    assert "-  Closed: Take the can from him. Your hands are black already." in outcome.out
    assert "closed: Your hands are black already." in outcome.out
    assert "There is no choice 2 here; the last is 1." in outcome.out
    assert kept(tmp_path) == ["keeper", "clean-lamp"]


def test_where_says_chapter_scene_and_hero(tmp_path: Path) -> None:
    outcome = play(tmp_path, "where", "keeper", "where")
    assert "At the crossroads before chapter 1, The rock." in outcome.out
    assert "Chapter 1, The rock: The stairs. You follow Ada Lund." in outcome.out


@pytest.mark.parametrize("word", ["again", ""])
def test_again_and_an_empty_line_read_the_page_once_more(tmp_path: Path, word: str) -> None:
    assert play(tmp_path, "keeper", word).out.count("A hundred and four steps") == 2


def test_help_names_every_word(tmp_path: Path) -> None:
    said = play(tmp_path, "help").out
    assert all(word in said for word in ("back", "forward", "where", "moments", "again", "recap", "help", "quit"))


def test_recap_tells_what_the_run_has_told(tmp_path: Path) -> None:
    told = stories.hall(tells=["met"])
    ledger = {"beats": {"beats": [{"id": "met", "fact": "They met in the hall."}]}}
    folder = stories.write_story(tmp_path, chapters={"one": told}, ledger=ledger)
    outcome = play(tmp_path / "home", "recap", "ada", "recap", story=folder)
    assert "Nothing has been told yet." in outcome.out
    assert "Chapter one\n  They met in the hall.\n" in outcome.out


def test_an_unknown_word_gets_the_nearest_right_one_and_changes_nothing(tmp_path: Path) -> None:
    outcome = play(tmp_path, "kepeer", "keeper", "go-donw", "xyzzy", "0", "99999999999999999999", "٣")
    assert "no choice `kepeer` here; did you mean `keeper`?" in outcome.out
    assert "did you mean `go-down`?" in outcome.out
    assert "no choice `xyzzy` here; on offer: go-down, clean-lamp." in outcome.out
    assert "There is no choice 0 here; the last is 2." in outcome.out
    assert kept(tmp_path) == ["keeper"]


def test_a_run_is_opened_where_it_was_left(tmp_path: Path) -> None:
    play(tmp_path, "keeper", "clean-lamp", options=("--branch", "mine"))
    outcome = play(tmp_path, "where", options=("--branch", "mine", "--follow", "boy"))
    assert "The landing" in outcome.out
    assert "Whom do you follow?" not in outcome.out


def test_a_run_the_story_has_outgrown_says_what_was_lost(tmp_path: Path) -> None:
    folder = stories.write_story(tmp_path)
    play(tmp_path / "home", "ada", "go", story=folder, options=("--branch", "mine"))
    changed = stories.chapter()
    changed["scenes"]["hall"]["choices"] = {"walk": stories.choice("yard")}
    stories.write_story(tmp_path, chapters={"one": changed})
    outcome = play(tmp_path / "home", story=folder, options=("--branch", "mine"))
    said = " ".join(outcome.out.split())
    assert "The story has changed: in “A scene”, the choice `go` is gone. The last choice of this run no longer" in said
    assert "1. Go on." in outcome.out


def test_a_hero_nobody_can_follow_ends_it_with_the_nearest_name(tmp_path: Path) -> None:
    outcome = sokovia("play", "--plain", "--story", STARTER, "--follow", "keper", home=tmp_path)
    assert outcome.code == 1
    assert outcome.err == "sokovia: no choice `keper` here; did you mean `keeper`?; on offer: keeper, boy\n"


@pytest.mark.parametrize("last", ["keeper\n1", "keeper\n1\n", "keeper\n1\nquit\nboy\n"])
def test_the_end_of_input_and_quit_keep_the_run_and_exit_0(tmp_path: Path, last: str) -> None:
    outcome = sokovia("play", "--plain", "--story", STARTER, home=tmp_path, given=last)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("Kept as “run-1”. Goodbye.\n")
    assert kept(tmp_path) == ["keeper", "go-down"]


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_line_that_is_not_utf_8_is_told_and_the_lines_around_it_count(tmp_path: Path, locale: str) -> None:
    given = b"keeper\n\xff\xfe\n1\n\xc3\nwhere\n"
    outcome = program("play", "--plain", "--story", STARTER, home=tmp_path, given=given, env={"LC_ALL": locale})
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.count("That line is not UTF-8.") == 2
    assert "Chapter 1, The rock: The landing." in outcome.out
    assert kept(tmp_path) == ["keeper", "go-down"]


@pytest.mark.parametrize("closed", ["</dev/null", "<&-"])
def test_without_input_it_shows_the_beginning_and_exits_0(tmp_path: Path, closed: str) -> None:
    outcome = program("play", "--plain", "--story", STARTER, home=tmp_path, redirect=closed)
    assert (outcome.code, outcome.err) == (0, "")
    assert "Whom do you follow?" in outcome.out
    assert outcome.out.endswith("Goodbye.\n")


@pytest.mark.parametrize("redirect", ["| head -1", ">&-", "| true"])
def test_with_nobody_to_read_it_ends_in_silence_and_keeps_what_was_chosen(tmp_path: Path, redirect: str) -> None:
    given = b"keeper\n" + b"1\n" + b"where\n" * 200
    outcome = program("play", "--plain", "--story", STARTER, home=tmp_path, given=given, redirect=redirect)
    assert (outcome.code, outcome.err) == (0, "")
    assert kept(tmp_path) in ([], ["keeper"], ["keeper", "go-down"])


def test_a_full_disk_under_its_output_is_a_sentence(tmp_path: Path) -> None:
    outcome = program("play", "--plain", "--story", STARTER, home=tmp_path, given=b"keeper\n", redirect="> /dev/full")
    assert outcome.code == 1
    assert len(outcome.err.splitlines()) == 1
    assert "Traceback" not in outcome.err


def test_a_terminal_without_curly_quotes_gets_the_story_all_the_same(tmp_path: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii"}
    outcome = program("play", "--plain", "--story", STARTER, home=tmp_path, given=b"keeper\n1\n", env=env)
    assert (outcome.code, outcome.err) == (0, "")
    assert "?I brought the paraffin,?" in " ".join(outcome.out.split())


def test_what_is_typed_cannot_draw_on_the_terminal(tmp_path: Path) -> None:
    outcome = play(tmp_path, "\x1b[31mkeeper\x07", "keeper")
    assert "\x1b" not in outcome.out
    assert "\x07" not in outcome.out


def narrow(text: str) -> None:
    """Nothing is wider than 78 columns, and nothing is drawn."""
    for line in text.split("\n"):
        assert len(line) <= 78, line
    drawn = [letter for letter in text if unicodedata.name(letter, "").startswith(("BOX DRAWINGS", "BLOCK", "BRAILLE"))]
    assert drawn == []
    assert "\x1b" not in text


def test_nothing_is_wide_or_drawn_even_of_a_story_with_long_lines(tmp_path: Path) -> None:
    long, id = "word " * 79 + "end.", "i" * 80
    one = stories.chapter(title=long, entrances={"ada": id})
    one["scenes"] = {
        id: stories.scene(
            title=long,
            tells=["met"],
            text=[long * 3, "x" * 300],
            choices={"a" * 80: stories.choice("yard", say=long, when="not lit"), "b": stories.choice("yard", say=long)},
        ),
        "yard": stories.scene(title=long, ending={"id": "done", "title": long, "kind": "canon"}),
    }
    one["scenes"][id]["choices"]["c"] = stories.choice("yard", say=long, when="lit", **{"else": long})
    folder = stories.write_story(
        tmp_path,
        story=stories.frame(title=long, subtitle=long),
        chapters={"one": one},
        vignettes={"tea": stories.vignette(title=long, hint=long, text=[long], unlock={"by": "b"})},
        ledger={"beats": {"beats": [{"id": "met", "fact": long}]}},
    )
    lines = ("x" * 500, "where", "moments", "ada", "c", "where", "recap", "y" * 500, "9" * 500, "b", "moments", "help")
    outcome = play(tmp_path / "home", *lines, story=folder, options=("--branch", "n" * 80))
    assert "The end: word word" in outcome.out
    narrow(outcome.out)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "So")), max_size=30) | st.sampled_from(sorted(WORDS))))
@settings(max_examples=30, deadline=None)
def test_whatever_is_typed_it_answers_narrowly_and_exits_0(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str]
) -> None:
    given = "".join(f"{line}\n" for line in ["1", *typed, "1", "moments"])
    outcome = sokovia(
        "play", "--plain", "--unsaved", "--story", STARTER, home=tmp_path_factory.getbasetemp() / "typed", given=given
    )
    assert (outcome.code, outcome.err) == (0, "")
    narrow(outcome.out)


def test_no_choice_of_the_shipped_story_is_called_like_a_word_of_plain_mode() -> None:
    story = read_story(shipped("story"))
    ids = {id for scene in story.scenes.values() for id in scene.choices} | set(story.heroes)
    assert sorted(id for id in ids if id in WORDS or id.isdecimal()) == []


def test_the_recap_has_three_lengths_and_an_opened_run_says_its_line(tmp_path: Path) -> None:
    told = stories.hall(tells=[f"beat-{n}" for n in range(5)])
    ledger = {"beats": {"beats": [{"id": f"beat-{n}", "fact": f"Fact {n} happened."} for n in range(5)]}}
    folder = stories.write_story(tmp_path, chapters={"one": told}, ledger=ledger)
    home = tmp_path / "home"
    play(home, "ada", story=folder, options=("--branch", "mine"))
    outcome = play(home, story=folder, options=("--branch", "mine"))
    assert "Previously: Fact 4 happened.\n" in outcome.out
    for words, first in (("recap short", 4), ("recap", 2), ("recap whole", 0)):
        said = play(tmp_path / "other", words, story=folder).out
        assert "Nothing has been told yet." in said
        said = play(home, words, story=folder, options=("--branch", "mine")).out.partition("Chapter one\n")[2]
        assert [n for n in range(5) if f"Fact {n} happened." in said] == list(range(first, 5))
