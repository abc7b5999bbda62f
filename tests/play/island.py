"""A small story with one of everything that playing has to do with, and ways to build it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from game.play import Graph, Machine, Playthrough
from game.story.model import Chapter, Frame, Ledger, Story, Vignette
from tests import stories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def frame() -> dict[str, Any]:
    """Three chapters; Cleo joins in the second, and Ben has no way into the third."""
    return {
        "title": "The island",
        "start": "shore",
        "heroes": [
            {"id": "ada", "name": "Ada", "colour": "#d98c3f", "tagline": "She stays.", "joins": "shore"},
            {"id": "ben", "name": "Ben", "colour": "#4f8fb0", "tagline": "He goes.", "joins": "shore"},
            {"id": "cleo", "name": "Cleo", "colour": "#111111", "tagline": "She is late.", "joins": "hill"},
        ],
        "state": {
            "lit": {"type": "flag", "lasts": "chapter", "about": "The lamp is lit."},
            "trust": {"type": "range", "from": 1, "to": 3, "lasts": "story", "about": "How far they trust."},
        },
    }


def shore() -> dict[str, Any]:
    """Chapter one."""
    choices = {
        "light": stories.choice("attic", say="Light it.", set={"lit": True, "trust": "+1"}),
        "knock": stories.choice("attic", say="Knock.", when="trust >= 2", **{"else": "Nobody would answer."}),
        "secret": stories.choice("attic", say="Whisper.", when="been(attic)"),
        "sail": stories.choice("sea", say="Sail away."),
    }
    return {
        "chapter": "shore",
        "title": "The shore",
        "entrances": {"ada": "hall", "ben": "gate"},
        "scenes": {
            "hall": stories.scene(title="The hall", eyes="ada", place="well", tells=["met", "old"], choices=choices),
            "attic": stories.scene(
                title="The attic",
                eyes="ada",
                tells=["high"],
                text=["It is high.", {"when": "lit", "say": "It is light."}, {"when": "not lit", "say": "It is dark."}],
                choices={"down": stories.choice("hall"), "out": stories.choice("hill")},
            ),
            "sea": stories.scene(title="The sea", eyes="ada", ending=stories.ending("sailed", "what-if")),
            "gate": stories.scene(title="The gate", eyes="ben", choices={"in": stories.choice("hill")}),
        },
    }


def hill() -> dict[str, Any]:
    """Chapter two."""
    choices = {
        "as-ada": stories.choice("home", when="follow == ada"),
        "by-lamp": stories.choice("home", when="lit"),
        "on": stories.choice("home", set={"trust": "+9"}),
    }
    return {
        "chapter": "hill",
        "title": "The hill",
        "entrances": {"ada": "well", "ben": "well", "cleo": "roof"},
        "scenes": {
            "well": stories.scene(title="The well", place="nowhere", tells=["met"], choices=choices),
            "roof": stories.scene(title="The roof", eyes="cleo", choices={"on": stories.choice("home")}),
        },
    }


def home() -> dict[str, Any]:
    """Chapter three."""
    return {
        "chapter": "home",
        "title": "Home",
        "entrances": {"ada": "door", "cleo": "door"},
        "scenes": {"door": stories.scene(title="The door", tells=["last"], ending=stories.ending("home-again"))},
    }


def vignettes() -> list[dict[str, Any]]:
    """One by a choice, one at a scene while something holds, one at the end for who has been somewhere."""
    return [
        stories.vignette(id="match", title="Match", unlock={"by": "hall/light"}),
        stories.vignette(id="moth", title="Moth", unlock={"at": "attic", "when": "lit"}),
        stories.vignette(id="soot", title="Soot", unlock={"at": "door", "when": "been(attic) and trust > 1"}),
    ]


LEDGER = Ledger(
    beats={"old": "It is old.", "met": "They met.", "high": "It was high.", "last": "They came home."},
    places={"well": "The old well"},
)


def assemble(
    frame: Mapping[str, Any],
    chapters: Sequence[Mapping[str, Any]],
    vignettes: Sequence[Mapping[str, Any]],
    ledger: Ledger | None = None,
) -> Story:
    """A story from its parts as data, unchecked."""
    return Story(
        frame=msgspec.convert(frame, Frame),
        chapters={c["chapter"]: msgspec.convert(c, Chapter) for c in chapters},
        vignettes={v["id"]: msgspec.convert(v, Vignette) for v in vignettes},
        codex={},
        ledger=ledger or Ledger(),
    )


def island() -> Graph:
    """The island, ready to be played."""
    return Graph(assemble(frame(), [shore(), hill(), home()], vignettes(), LEDGER))


def run(*choices: str) -> Playthrough:
    """A playthrough of the island after some choices."""
    playthrough = Playthrough(Machine(island()))
    for choice in choices:
        playthrough.choose(choice)
    return playthrough
