"""The app on a story and a store, and how to wait for what it shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from game.branches import Store
from game.play import Graph
from game.story import read_story
from game.story.pictures import Gallery
from game.tui.app import SokoviaApp
from game.tui.widgets.answers import Answers
from tests.stories import choice, ending, hall, scene, write_story
from tests.tui.places import STARTER, dressed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.types import AnimationLevel


def draw(story: Path, *ids: str, words: str | None = None) -> None:
    """Put pictures beside a story: squares of one colour each, and an index that tells of them, in `words` if given."""
    from PIL import Image

    art = story.parent / "assets" / "art"
    art.mkdir(parents=True, exist_ok=True)
    for number, id in enumerate(ids):
        Image.new("RGB", (80, 80), (40 + 20 * number, 90, 160)).save(art / f"{id}.png")
    (art / "index.json").write_text(json.dumps({id: {"desc": words or f"The picture of {id}."} for id in ids}))


class Table:
    """A story and a store; any number of apps may be opened on them, one after the other."""

    def __init__(self, graph: Graph, store: Store, gallery: Gallery) -> None:
        self.graph, self.store, self.gallery = graph, store, gallery

    @classmethod
    def of(cls, folder: Path, store: Store) -> Table:
        """The story in that folder, and a store."""
        return cls(Graph(read_story(folder)), store, Gallery(folder))

    def app(self, *, animation: AnimationLevel = "none", **options: Any) -> SokoviaApp:
        """An app on them, without movement unless it is asked for."""
        app = SokoviaApp(self.graph, self.store, self.gallery, **options)
        app.animation_level = animation
        return app


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take presses as fast as they come; what the pause is for has its own tests."""
    monkeypatch.setattr(Answers, "PAUSE", 0.0)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None, "test") as opened:
        yield opened


@pytest.fixture(scope="session")
def starter_graph() -> Graph:
    return Graph(read_story(STARTER))


@pytest.fixture(scope="session")
def dressed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter story with pictures and all else that a screen can show."""
    return dressed(tmp_path_factory.mktemp("dressed"))


@pytest.fixture(scope="session")
def dressed_graph(dressed_folder: Path) -> Graph:
    return Graph(read_story(dressed_folder))


@pytest.fixture
def dressed_table(dressed_graph: Graph, dressed_folder: Path, store: Store) -> Table:
    """The dressed starter story."""
    return Table(dressed_graph, store, Gallery(dressed_folder))


@pytest.fixture
def table(starter_graph: Graph, store: Store) -> Table:
    """The starter story."""
    return Table(starter_graph, store, Gallery(STARTER))


BEATS = {"met": "They met on the hill.", "fire": "The house burned."}
LONG = [f"Line {n} of what the owl saw." for n in range(40)]


def _lens(part: str) -> dict[str, str]:
    """A lens that gives a scene its part in the plot."""
    return {"part": part, "device": "irony", "note": "So it is.", "ask": "Is it?"}


@pytest.fixture
def hillside(tmp_path: Path, store: Store) -> Table:
    """Ada and Ben come to a hill by ways of their own; an owl sees it too, from outside, and at length."""
    one: dict[str, Any] = hall(
        title="Uphill",
        eyes="ada",
        tells=["met"],
        text=["Ada saw him first.", {"when": "lit", "say": "By lamplight."}],
        lens=_lens("exposition"),
        choices={"go": choice("top", set={"lit": True})},
    )
    one["entrances"] = {"ada": "hall", "ben": "gate"}
    one["scenes"] = {
        "hall": one["scenes"]["hall"],
        "gate": scene(
            title="Downhill", eyes="ben", tells=["met"], text=["Ben saw nobody."], choices={"go": choice("top")}
        ),
        "owl": scene(title="From the tree", tells=["met"], text=LONG, choices={"go": choice("top")}),
        "top": scene(
            title="The top",
            tells=["fire"],
            place="hill",
            who=["dog"],
            lens=_lens("crisis"),
            choices={"on": choice("yard", set={"trust": "+1"}), "owl": choice("owl")},
        ),
        "yard": scene(title="The yard", tells=["fire"], lens=_lens("climax"), ending=ending()),
    }
    ledger = {
        "beats": {"beats": [{"id": id, "fact": fact} for id, fact in BEATS.items()]},
        "places": {"places": [{"id": "hill", "name": "The hill"}]},
        "characters": {"characters": [{"id": id, "name": id.title()} for id in ("ada", "ben", "dog")]},
    }
    people = {
        "codex": "people",
        "title": "People",
        "entries": {
            "ada": {"title": "Ada", "text": ["She stays."]},
            "ben": {"title": "Ben", "text": ["He goes."]},
            "dog": {"title": "The dog", "text": ["It *runs*."], "lore": True},
        },
    }
    places = {
        "codex": "places",
        "title": "Places",
        "entries": {"hill": {"title": "The hill", "text": ["High. " * 300]}},
    }
    folder = write_story(tmp_path, chapters={"one": one}, ledger=ledger, shelves={"people": people, "places": places})
    return Table.of(folder, store)
