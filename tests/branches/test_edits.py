"""Saved runs survive edits to the story: the same place, or the last that fits and what changed; never a wrong run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from game.branches import Game, Store
from game.play import Graph
from tests import stories
from tests.play.island import assemble, frame, hill, home, shore, vignettes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUN = ("ada", "light", "down", "knock", "out", "ada", "as-ada")
"""The run that was saved before each edit; it ends at the crossroads before the last chapter."""


class Parts:
    """A story's parts, as an author's editor has them open."""

    def __init__(self) -> None:
        self.frame = frame() | {"id": "island"}
        self.frame["state"]["oath"] = {"type": "flag", "lasts": "story", "about": "An oath was sworn."}
        self.chapters = {"shore": shore(), "hill": hill(), "home": home()}
        self.vignettes = vignettes()
        self.hall["light"]["set"]["trust"] = "+9"
        self.hall["knock"]["when"] = "trust == 3"
        self.scene("shore", "attic")["choices"]["out"]["set"] = {"oath": True}
        self.scene("hill", "well")["choices"]["as-ada"]["when"] = "follow == ada and oath"
        self.scene("hill", "well")["choices"]["as-ada"]["say"] = "Knock twice."
        self.hill["scenes"]["ridge"] = stories.scene(title="The ridge", choices={"over": stories.choice("home")})

    @property
    def hall(self) -> dict[str, Any]:
        """The choices of the hall."""
        choices: dict[str, Any] = self.scene("shore", "hall")["choices"]
        return choices

    @property
    def hill(self) -> dict[str, Any]:
        """The second chapter."""
        return self.chapters["hill"]

    def scene(self, chapter: str, scene: str) -> dict[str, Any]:
        """A scene."""
        found: dict[str, Any] = self.chapters[chapter]["scenes"][scene]
        return found

    def graph(self) -> Graph:
        """The story."""
        return Graph(assemble(self.frame, list(self.chapters.values()), self.vignettes))


class Edit(NamedTuple):
    """One edit, and what must come of the run."""

    make: Callable[[Parts], object]
    fits: int = len(RUN)
    change: str | None = None


def renamed(mapping: dict[str, Any], old: str, new: str) -> None:
    """Give a key another name, at its place."""
    for key in list(mapping):
        mapping[new if key == old else key] = mapping.pop(key)


def rename_scene(parts: Parts) -> None:
    renamed(parts.chapters["shore"]["scenes"], "attic", "loft")
    for choice in parts.hall.values():
        choice["to"] = choice["to"].replace("attic", "loft")
    del parts.hall["secret"]
    parts.vignettes = []


def remove_attic(parts: Parts) -> None:
    del parts.chapters["shore"]["scenes"]["attic"]
    for choice in ("light", "knock", "secret"):
        del parts.hall[choice]
    parts.vignettes = []


def remove_trust(parts: Parts) -> None:
    del parts.frame["state"]["trust"]
    del parts.hall["light"]["set"]["trust"]
    del parts.hall["knock"]["when"]
    del parts.scene("hill", "well")["choices"]["on"]["set"]
    parts.vignettes[2]["unlock"]["when"] = "been(attic)"


def move_attic(parts: Parts) -> None:
    parts.hill["scenes"]["attic"] = parts.chapters["shore"]["scenes"].pop("attic")


def add_chapter(parts: Parts, id: str, leads: str) -> None:
    only = {"there": stories.scene(title="There", choices={"on": stories.choice(leads)})}
    parts.chapters[id] = stories.chapter(chapter=id, title=f"The {id}", entrances={"ada": "there"}, scenes=only)


def add_chapter_between(parts: Parts) -> None:
    add_chapter(parts, "pass", "hill")
    parts.scene("shore", "attic")["choices"]["out"]["to"] = "pass"


def add_chapter_before(parts: Parts) -> None:
    add_chapter(parts, "quay", "shore")
    parts.frame["start"] = "quay"


def rename_chapter(parts: Parts) -> None:
    parts.chapters["heights"] = parts.chapters.pop("hill") | {"chapter": "heights"}
    parts.frame["heroes"][2]["joins"] = "heights"
    for scene, choice in (("attic", "out"), ("gate", "in")):
        parts.scene("shore", scene)["choices"][choice]["to"] = "heights"


def remove_hero(parts: Parts) -> None:
    del parts.frame["heroes"][0]
    for chapter in parts.chapters.values():
        del chapter["entrances"]["ada"]
    parts.scene("hill", "well")["choices"]["as-ada"]["when"] = "oath"


def swap_ids(parts: Parts) -> None:
    parts.hall["light"], parts.hall["knock"] = parts.hall["knock"], parts.hall["light"]


def end_at_the_well(parts: Parts) -> None:
    well = parts.scene("hill", "well")
    del well["choices"]
    well["ending"] = stories.ending("drowned", "what-if")


def add_ending(parts: Parts) -> None:
    parts.chapters["shore"]["scenes"]["cave"] = stories.scene(ending=stories.ending("lost", "what-if"))
    parts.hall["explore"] = stories.choice("cave")


def open_the_sea(parts: Parts) -> None:
    sea = parts.scene("shore", "sea")
    del sea["ending"]
    sea["choices"] = {"land": stories.choice("hill")}


def closed(scene: str, say: str) -> str:
    return f"in “{scene}”, the choice “{say}” is closed to this run now"


EDITS = {
    "the story's title": Edit(lambda p: p.frame.update(title="Another island")),
    "a chapter's title": Edit(lambda p: p.hill.update(title="The mountain")),
    "a scene's title": Edit(lambda p: p.scene("shore", "attic").update(title="The loft")),
    "prose reworded": Edit(lambda p: p.scene("shore", "hall").update(text=["It is another hall."])),
    "a choice reworded": Edit(lambda p: p.hall["light"].update(say="Strike a match.")),
    "a hero's name": Edit(lambda p: p.frame["heroes"][0].update(name="Adele", colour="#000000")),
    "whose eyes": Edit(lambda p: p.scene("shore", "hall").pop("eyes")),
    "a choice above": Edit(
        lambda p: p.scene("shore", "hall").update(choices={"wait": stories.choice("sea")} | p.hall),
    ),
    "choices in another order": Edit(
        lambda p: p.scene("shore", "hall").update(choices=dict(reversed(p.hall.items()))),
    ),
    "a choice gone that was taken": Edit(
        lambda p: p.scene("shore", "attic")["choices"].pop("down"), 2, "in “The attic”, the choice `down` is gone"
    ),
    "a choice gone that was not taken": Edit(lambda p: p.hall.pop("sail")),
    "a scene gone that was passed": Edit(remove_attic, 1, "in “The hall”, the choice `light` is gone"),
    "a scene's id": Edit(
        rename_scene, 1, "in “The hall”, the choice “Light it.” now leads to “The attic”, not to `attic`"
    ),
    "where the last choice leads": Edit(
        lambda p: p.scene("hill", "well")["choices"]["as-ada"].update(to="ridge"),
        6,
        "in “The well”, the choice “Knock twice.” now leads to “The ridge”, not to “Home”",
    ),
    "where a choice in the middle leads": Edit(
        lambda p: p.hall["light"].update(to="sea"),
        1,
        "in “The hall”, the choice “Light it.” now leads to “The sea”, not to “The attic”",
    ),
    "two ids swapped": Edit(swap_ids, 1, closed("The hall", "Knock.")),
    "a condition tighter": Edit(
        lambda p: p.hall["knock"].update(when="trust == 3 and not lit"), 3, closed("The hall", "Knock.")
    ),
    "a condition looser": Edit(lambda p: p.hall["knock"].update(when="trust >= 1")),
    "a condition where none was": Edit(
        lambda p: p.scene("shore", "attic")["choices"]["down"].update(when="not lit"), 2, closed("The attic", "Go on.")
    ),
    "a condition that holds where none was": Edit(
        lambda p: p.scene("shore", "attic")["choices"]["down"].update(when="lit")
    ),
    "an effect": Edit(lambda p: p.hall["light"]["set"].update(trust="+1"), 3, closed("The hall", "Knock.")),
    "a variable more": Edit(
        lambda p: (
            p.frame["state"].update(calm={"type": "flag", "lasts": "story", "about": "Calm."}),
            p.hall["light"]["set"].update(calm=True),
        )
    ),
    "a variable gone that was set": Edit(remove_trust),
    "a range that clamps elsewhere": Edit(
        lambda p: p.frame["state"]["trust"].update(to=5), 3, closed("The hall", "Knock.")
    ),
    "a range that starts elsewhere": Edit(lambda p: p.frame["state"]["trust"].update({"from": 0})),
    "a flag that lasts a chapter": Edit(
        lambda p: p.frame["state"]["oath"].update(lasts="chapter"), 6, closed("The well", "Knock twice.")
    ),
    "a flag that lasts the story": Edit(lambda p: p.frame["state"]["lit"].update(lasts="story")),
    "an entrance gone that was taken": Edit(
        lambda p: p.hill["entrances"].pop("ada"), 5, "Ada can no longer be followed into “The hill”"
    ),
    "an entrance gone that was not taken": Edit(lambda p: p.hill["entrances"].pop("ben")),
    "an entrance's scene": Edit(
        lambda p: p.hill["entrances"].update(ada="ridge"),
        5,
        "the way of Ada into “The hill” now leads to “The ridge”, not to “The well”",
    ),
    "a hero gone": Edit(remove_hero, 0, "`ada` can no longer be followed into “The shore”"),
    "heroes in another order": Edit(lambda p: p.frame["heroes"].reverse()),
    "a scene in another chapter": Edit(move_attic),
    "a chapter before": Edit(add_chapter_before, 0, "“The shore” is not where this run comes to"),
    "a chapter between": Edit(
        add_chapter_between,
        4,
        "in “The attic”, the choice “Go on.” now leads to “The pass”, not to “The hill”",
    ),
    "a chapter's id": Edit(
        rename_chapter, 4, "in “The attic”, the choice “Go on.” now leads to “The hill”, not to `hill`"
    ),
    "chapters in another order": Edit(
        lambda p: setattr(p, "chapters", dict(reversed(p.chapters.items()))),
    ),
    "a moment gone": Edit(lambda p: p.vignettes.pop()),
    "a moment's unlock": Edit(lambda p: p.vignettes[0].update(unlock={"at": "sea"})),
    "an ending more": Edit(add_ending),
    "an ending that goes on": Edit(open_the_sea),
    "a scene that became an ending": Edit(end_at_the_well, 6, "in “The well”, the choice `as-ada` is gone"),
}


@pytest.fixture
def store() -> Iterator[Store]:
    """A store with the run in it."""
    with Store(None, "island") as made:
        game = Game(Parts().graph(), made)
        game.open("mine")
        for choice in RUN:
            game.choose(choice)
        yield made


def opened(graph: Graph, store: Store, name: str = "mine") -> Game:
    """The run of that name, opened."""
    game = Game(graph, store)
    game.open(name)
    return game


def kept(store: Store, name: str) -> tuple[str, ...]:
    """The choices of a run."""
    return tuple(choosing.choice for choosing in store.path(store.named(name).tip))


def test_there_are_enough_edits() -> None:
    assert len(EDITS) >= 40
    assert len([edit for edit in EDITS.values() if edit.change]) >= 15


@pytest.mark.parametrize("name", EDITS)
def test_a_run_saved_before_an_edit_stands_where_it_stood_or_where_it_last_fits_and_says_why(
    store: Store, name: str
) -> None:
    edit, parts = EDITS[name], Parts()
    edit.make(parts)
    before = opened(Parts().graph(), store)
    game = opened(parts.graph(), store)
    assert [turn.choice for turn in game._run.turns] == list(RUN[: edit.fits])
    assert [turn.before.at for turn in game._run.turns] == [t.before.at for t in before._run.turns[: edit.fits]]
    assert game.page.id == [*(turn.before.at for turn in before._run.turns), before.page.id][edit.fits] or not edit.fits
    if edit.change is None:
        assert (game.lost, game.branch) == (None, "mine")
        return
    assert game.lost is not None
    assert (game.lost.choices, game.lost.change) == (len(RUN) - edit.fits, edit.change)
    assert str(game.lost).startswith(f"The story has changed: {edit.change}. The last ")


@pytest.mark.parametrize("name", EDITS)
def test_when_the_edit_is_undone_the_run_is_whole_again_and_so_is_what_was_played_meanwhile(
    store: Store, name: str
) -> None:
    edit, parts = EDITS[name], Parts()
    edit.make(parts)
    edited, original = parts.graph(), Parts().graph()
    game = opened(edited, store)
    stands = edit.fits
    while not game.graph.options(game.state):
        assert game.back()
        stands -= 1
    option = game.graph.options(game.state)[0]
    game.choose(option.id)
    assert game.lost is None
    if edit.change is None:
        assert kept(store, "mine") == (*RUN, option.id)
        assert (game.branch, store.names()) == ("mine", ["mine"])
    else:
        assert kept(store, "mine") == RUN
        assert (game.branch, kept(store, "mine-2")) == ("mine-2", (*RUN[:stands], option.id))
        again = opened(edited, store, "mine-2")
        assert (again.page, again.lost) == (game.page, None)
    whole = opened(original, store)
    assert [turn.choice for turn in whole._run.turns][: len(RUN)] == list(RUN)
    if edit.change is not None:
        assert (whole.lost, whole.turns, whole.page.id) == (None, len(RUN), "home")


@pytest.mark.parametrize("name", [name for name, edit in EDITS.items() if edit.change])
def test_looking_at_a_run_that_does_not_fit_changes_nothing_in_the_store(store: Store, name: str) -> None:
    parts = Parts()
    EDITS[name].make(parts)
    before = list(store._db.iterdump())
    game = opened(parts.graph(), store)
    while game.back():
        pass
    assert list(store._db.iterdump()) == before
