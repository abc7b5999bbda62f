"""The story that ships: what it promises to tell, to whom, and in what measure.

What it cites is read from the files here, without the checker's help, and held against the ledger.
"""

from __future__ import annotations

import functools
import random
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from game.branches import Store
from game.paths import shipped
from game.play import Graph, Machine, Playthrough, recap, step
from game.play.graph import scenes_in, variables_in
from game.report import recap_lines
from game.story import check_story, read_story
from game.story.model import Conditional
from game.story.prose import count_words
from tests.command import sokovia

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.play import State
    from game.story import Story

AVENGERS = ("iron-man", "captain-america", "thor", "hulk", "black-widow", "hawkeye")
LATER = {"scarlet-witch": "seoul", "quicksilver": "seoul", "vision": "the-cradle"}


@functools.cache
def story() -> Story:
    """The shipped story."""
    return read_story(shipped("story"))


@functools.cache
def graph() -> Graph:
    """The shipped story, ready to be played."""
    return Graph(story())


@functools.cache
def files(folder: str) -> dict[str, Any]:
    """Name → content of the files of a folder of the story, every value as its text."""
    return {path.name: _read(path) for path in sorted((shipped("story") / folder).glob("*.yaml"))}


@functools.cache
def ledger(name: str) -> dict[str, dict[str, Any]]:
    """Id → entry of a list of the ledger."""
    return {entry["id"]: entry for entry in _read(shipped("seeds") / f"{name}.yaml")[name]}


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  # makes only texts


def scenes() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(chapter, id, scene) as the files have them."""
    for chapter in files("chapters").values():
        for id, scene in chapter["scenes"].items():
            yield chapter["chapter"], id, scene


def test_the_checker_finds_no_problem() -> None:
    assert check_story(shipped("story")).problems == []


def test_every_beat_moment_character_and_place_of_a_scene_is_in_the_ledger() -> None:
    unknown = []
    for _, id, scene in scenes():
        unknown += [(id, beat) for beat in scene.get("tells", ()) if beat not in ledger("beats")]
        unknown += [(id, moment) for moment in scene.get("moments", ()) if moment not in ledger("moments")]
        unknown += [(id, who) for who in scene.get("who", ()) if who not in ledger("characters")]
        unknown += [(id, place) for place in [scene.get("place")] if place and place not in ledger("places")]
    assert unknown == []


def test_every_moment_and_character_of_a_vignette_is_in_the_ledger() -> None:
    unknown = []
    for name, vignette in files("vignettes").items():
        unknown += [(name, moment) for moment in vignette.get("moments", ()) if moment not in ledger("moments")]
        unknown += [(name, who) for who in vignette.get("who", ()) if who not in ledger("characters")]
    assert unknown == []


def test_every_hero_is_a_character_the_ledger_lets_be_followed() -> None:
    heroes = [hero["id"] for hero in _read(shipped("story") / "story.yaml")["heroes"]]
    assert sorted(heroes) == sorted([*AVENGERS, *LATER])
    assert [hero for hero in heroes if ledger("characters")[hero].get("followable") != "true"] == []


def test_every_one_of_the_122_beats_is_told_in_the_chapter_it_belongs_to() -> None:
    assert len(ledger("beats")) == 122
    told = {(chapter, beat) for chapter, _, scene in scenes() for beat in scene.get("tells", ())}
    assert [beat["id"] for beat in ledger("beats").values() if beat["id"] not in {id for _, id in told}] == []
    assert [beat["id"] for beat in ledger("beats").values() if (beat["chapter"], beat["id"]) not in told] == []


def test_the_chapters_are_the_ledgers_in_its_order() -> None:
    ids = [chapter["id"] for chapter in _read(shipped("seeds") / "beats.yaml")["chapters"]]
    assert list(story().chapters) == ids
    assert len(ids) == 16


def test_every_chapter_has_a_note_for_a_class() -> None:
    assert [chapter["chapter"] for chapter in files("chapters").values() if not chapter.get("note")] == []


def test_there_are_at_least_120_scenes_and_15_000_words() -> None:
    texts = [p if isinstance(p, str) else p["say"] for _, _, scene in scenes() for p in scene["text"]]
    texts += [text for vignette in files("vignettes").values() for text in vignette["text"]]
    assert len(list(scenes())) >= 120
    assert sum(len(text.split()) for text in texts) >= 15_000


def test_every_scene_fits_on_a_page() -> None:
    always = {id: sum(count_words(p) for p in scene["text"] if isinstance(p, str)) for _, id, scene in scenes()}
    assert {id: words for id, words in always.items() if words > 160} == {}


def ways_in(vignette: dict[str, Any]) -> list[dict[str, Any]]:
    """What may open a vignette; one way is written without a list."""
    unlock = vignette["unlock"]
    return unlock if isinstance(unlock, list) else [unlock]


def test_there_are_at_least_18_vignettes_in_at_least_12_chapters() -> None:
    by_choice = {choice: chapter for chapter, _, scene in scenes() for choice in scene.get("choices", ())}
    by_scene = {id: chapter for chapter, id, _ in scenes()}
    vignettes = files("vignettes").values()
    found = []
    for unlock in (way for vignette in vignettes for way in ways_in(vignette)):
        scene, _, choice = unlock.get("by", "").rpartition("/")
        found.append(by_scene[unlock.get("at") or scene] if "at" in unlock or scene else by_choice[choice])
    assert len(vignettes) >= 18
    assert len(set(found)) >= 12


def test_there_are_two_what_ifs_or_more_and_each_is_left_for_knowingly() -> None:
    what_ifs = [id for id, s in story().scenes.items() if s.ending and s.ending.kind == "what-if"]
    assert len(what_ifs) >= 2
    departures = [o for node in graph().nodes.values() for o in node.options if graph().departs(o)]
    reached = {option.to for option in departures}
    while more := {o.to for id in reached for o in graph().nodes[id].options} - reached:
        reached |= more
    assert set(what_ifs) <= reached


def test_what_was_done_is_remembered_in_at_least_15_places_of_later_chapters() -> None:
    chapter_of = {id: chapter for chapter, id, _ in scenes()}
    lasting = {name for name, variable in story().frame.state.items() if variable.lasts == "story"}
    remembering = set()
    for id, scene in story().scenes.items():
        for paragraph in scene.text:
            if isinstance(paragraph, Conditional):
                rule = graph().rule(paragraph.when)
                elsewhere = [asked for asked in scenes_in(rule) if chapter_of[asked] != chapter_of[id]]
                if elsewhere or lasting & set(variables_in(rule)):
                    remembering.add(id)
    assert len(remembering) >= 15


def test_the_codex_has_a_card_for_each_character_and_each_place() -> None:
    cards = {id for shelf in files("codex").values() for id in shelf["entries"]}
    assert [id for id in [*ledger("characters"), *ledger("places")] if id not in cards] == []


def test_the_codex_has_a_card_for_each_piece_of_trivia_and_a_doubtful_one_is_marked_as_lore() -> None:
    cards = {id: card for shelf in files("codex").values() for id, card in shelf["entries"].items()}
    assert [id for id in ledger("trivia") if id not in cards] == []
    doubtful = [id for id, entry in ledger("trivia").items() if entry.get("doubt") == "true"]
    assert len(doubtful) > 10
    assert [id for id in doubtful if cards[id].get("lore") != "true"] == []


def test_a_card_of_the_codex_is_met_through_somebody_or_somewhere_in_the_ledger() -> None:
    known = {*ledger("characters"), *ledger("places")}
    cards = [(id, card) for shelf in files("codex").values() for id, card in shelf["entries"].items()]
    assert [(id, met) for id, card in cards for met in card.get("met", [id]) if met not in known] == []


def search(hero: str) -> list[tuple[State, str]]:
    """A run to a canon ending that follows `hero` wherever they can be followed, depth first; (state, choice)."""
    here = graph()
    stack: list[tuple[State, list[tuple[State, str]]]] = [(here.start, [])]
    seen = {here.start}
    while stack:
        state, path = stack.pop()
        scene = here.nodes[state.at].scene
        if scene and scene.ending and scene.ending.kind == "canon":
            return path
        options = [option.id for option in here.options(state)]
        if scene is None and hero in options:
            options = [hero]
        for option in options:
            after, _ = step(here, state, option)
            if after not in seen:
                seen.add(after)
                stack.append((after, [*path, (state, option)]))
    pytest.fail(f"{hero} cannot be followed to an ending")


def followed(hero: str) -> dict[str, str]:
    """Chapter → who was followed, in a run that follows `hero` wherever they can be."""
    return {state.at: choice for state, choice in search(hero) if state.at in story().chapters}


@pytest.mark.parametrize("hero", AVENGERS)
def test_a_founding_avenger_can_be_followed_alone_from_the_raid_to_an_ending(hero: str) -> None:
    assert followed(hero) == dict.fromkeys(story().chapters, hero)


@pytest.mark.parametrize("hero", LATER)
def test_a_hero_who_joins_later_can_be_followed_alone_from_there(hero: str) -> None:
    order = list(story().chapters)
    heroes = followed(hero)
    with_them = [chapter for chapter in order if heroes[chapter] == hero]
    last = "the-evacuation" if hero == "quicksilver" else "mid-credits"
    assert with_them == order[order.index(LATER[hero]) : order.index(last) + 1]


def test_the_films_end_has_a_last_scene_of_their_own_for_each_of_the_eight_who_reach_it() -> None:
    last = {}
    for hero in (*AVENGERS, "scarlet-witch", "vision"):
        state, choice = search(hero)[-1]
        end, _ = step(graph(), state, choice)
        assert story().scenes[end.at].eyes == hero
        last[hero] = graph().text(end)
    assert len({text for paragraphs in last.values() for text in paragraphs}) == sum(map(len, last.values()))
    canon = [id for id, s in story().scenes.items() if s.ending and s.ending.kind == "canon"]
    assert len(canon) == len(last) == 8


def test_a_run_written_down_as_ids_is_replayed_in_plain_mode_to_its_ending(tmp_path: Path) -> None:
    run = Playthrough(Machine(graph()))
    chance = random.Random(122)
    while run.ending is None:
        run.choose(chance.choice(graph().options(run.state)).id)
    ids = "\n".join(choice for _, choice in run.path)
    outcome = sokovia("play", "--plain", "--branch", "written", home=tmp_path, given=f"{ids}\nquit\n")
    assert (outcome.code, outcome.err) == (0, "")
    ending = story().scenes[run.state.at].ending
    assert ending is not None
    assert f"The end: {ending.title}." in outcome.out
    with Store.of_profile(tmp_path, "player", story().key) as store:
        kept = store.path(store.branch("written").tip)
        assert [(choosing.scene, choosing.choice) for choosing in kept] == run.path
        assert store.found("vignette") == set(run.unlocked)
    assert "\n".join(recap_lines(recap(run))) in outcome.out
    assert all(story().vignettes[id].title in outcome.out for id in run.unlocked)
    assert max(map(len, outcome.out.split("\n"))) <= 78
