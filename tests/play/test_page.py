"""What a player sees at a point of a run."""

from __future__ import annotations

from game.play import page_of, recap
from tests.play.island import run


def offers(*choices: str) -> list[tuple[str, int | None, str | None]]:
    """(id, number, reason) of what is shown after some choices."""
    played = run(*choices)
    return [(offer.id, offer.number, offer.reason) for offer in page_of(played.graph, played.state).offers]


def test_open_choices_are_numbered_in_order_a_closed_one_says_why_and_one_without_a_reason_is_hidden() -> None:
    assert offers("ada") == [("light", 1, None), ("knock", None, "Nobody would answer."), ("sail", 2, None)]


def test_a_choice_that_opens_takes_its_number() -> None:
    assert offers("ada", "light", "down") == [
        ("light", 1, None),
        ("knock", 2, None),
        ("secret", 3, None),
        ("sail", 4, None),
    ]


def test_the_open_offers_are_those_with_a_number() -> None:
    played = run("ada")
    assert [offer.id for offer in page_of(played.graph, played.state).open] == ["light", "sail"]


def test_only_the_choice_that_leaves_the_film_is_marked() -> None:
    played = run("ada")
    page = page_of(played.graph, played.state)
    assert [offer.id for offer in page.offers if offer.leaves] == ["sail"]


def test_a_hero_not_yet_in_the_story_is_shown_closed_with_where_they_join() -> None:
    assert offers() == [("ada", 1, None), ("ben", 2, None), ("cleo", None, "Joins in “The hill”.")]


def test_a_hero_whose_thread_is_over_is_left_out() -> None:
    assert offers("ben", "in", "ben", "on") == [("ada", 1, None), ("cleo", 2, None)]


def test_at_a_crossroads_the_page_is_the_chapter_and_the_hero_followed_so_far() -> None:
    played = run()
    page = page_of(played.graph, played.state)
    assert (page.kind, page.id, page.number, page.title, page.hero) == ("crossroads", "shore", 1, "The shore", None)
    played = run("ben", "in")
    page = page_of(played.graph, played.state)
    assert (page.kind, page.number, page.hero and page.hero.id) == ("crossroads", 2, "ben")
    assert [offer.hero and offer.hero.name for offer in page.offers] == ["Ada", "Ben", "Cleo"]


def test_a_scene_names_its_place_as_the_ledger_does_and_by_its_id_where_the_ledger_has_none() -> None:
    hall, well = run("ada"), run("ben", "in", "ben")
    assert page_of(hall.graph, hall.state).place == "The old well"
    assert page_of(well.graph, well.state).place == "nowhere"
    gate = run("ben")
    assert page_of(gate.graph, gate.state).place is None


def test_a_scene_has_the_eyes_it_was_written_with() -> None:
    hall, well = run("ada"), run("ben", "in", "ben")
    hero = page_of(hall.graph, hall.state).hero
    assert hero is not None
    assert hero.id == "ada"
    assert page_of(well.graph, well.state).hero is None


def test_an_ending_is_told_apart_and_a_what_if_is_marked() -> None:
    sea = run("ada", "sail")
    page = page_of(sea.graph, sea.state)
    assert (page.kind, page.what_if, page.ending and page.ending.id, page.offers) == ("ending", True, "sailed", ())
    door = run("ben", "in", "cleo", "on", "cleo")
    page = page_of(door.graph, door.state)
    assert (page.kind, page.what_if, page.ending and page.ending.id) == ("ending", False, "home-again")


def test_only_the_paragraphs_that_stand_are_shown() -> None:
    dark = run("ada", "light", "out", "ada")
    assert page_of(dark.graph, dark.state).text == ("Something happens.",)
    light = run("ada", "light")
    assert page_of(light.graph, light.state).text == ("It is high.", "It is light.")


def test_the_recap_has_the_ledgers_words_in_its_order_by_chapter_each_once() -> None:
    told = [(part.chapter.chapter, part.facts) for part in recap(run("ada", "light", "out", "ada", "on", "ada"))]
    assert told == [("shore", ("It is old.", "They met.", "It was high.")), ("home", ("They came home.",))]


def test_a_beat_is_recapped_in_the_first_chapter_that_can_tell_it_and_an_untold_one_is_not() -> None:
    assert [(part.chapter.chapter, part.facts) for part in recap(run("ben", "in", "ben"))] == [
        ("shore", ("They met.",)),
    ]
    assert recap(run()) == []
