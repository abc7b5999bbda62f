"""Every screen of the game, and the keys that lead there: on the starter story, dressed with what it leaves out.

The dressed story has pictures, a ledger, places and more moments, so that every part of a screen has something to show.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from PIL import Image, ImageDraw

from game import starter
from game.branches import Game
from tests.stories import vignette, write_story
from tests.tui.watching import shows

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Table

STARTER = Path(starter.__file__).parent / "files"
HALF = ("keeper", "go-down", "let-him-carry")
RUNS = {"half": HALF, "together": (*HALF, "keeper", "show-him"), "alone": (*HALF, "keeper", "send-home")}
"""The saved runs of places that need some, in the order in which they were played."""


class Place(NamedTuple):
    """A screen."""

    steps: tuple[tuple[str, str], ...]
    """Key (none, at first) and what it brings, one after the other."""
    branch: str | None = None
    """The run that is open; None: the title is."""
    kept: bool = True
    """Whether there are saved runs."""


def _tree(*steps: tuple[str, str]) -> Place:
    return Place((("m", "◉ here"), ("up", "Two at the wheel"), *steps), "alone")


CROSSROADS = (("", "A new run"), ("1", "Whom do you follow?"))
SCENE = (*CROSSROADS, ("1", "A hundred and four steps"))
LANDING = (*SCENE, ("1", "The landing"))
PLAYING = {
    "title": Place((("", "A new run"),), kept=False),
    "title-later": Place((("", "Continue “alone”"),)),
    "crossroads": Place(CROSSROADS, kept=False),
    "crossroads-later": Place((("", "Moments of “The rock”"), ("right", "He has rowed out")), "half"),
    "scene": Place((*CROSSROADS, ("1", "A hundred and four steps"), ("2", "Your hands are black")), kept=False),
    "long-scene": Place((("1", "The lamp room"),), "half"),
    "moment": Place((*LANDING, ("1", "A moment: Dry socks")), kept=False),
    "ending": Place((("", "The oars"),), "alone"),
    "recap": Place((("1", "Back to where you left the film"),), "alone"),
    "previously": Place(
        (("1", "Previously…"), ("r", "the whole")),
    ),
    "help": Place((("question_mark", "How to play"),), "half"),
    "settings": Place((("o", "Colours"),), "half"),
    "palette": Place((("ctrl+p", "Everything you have tried"),), "half"),
    "palette-found": Place((("ctrl+p", "Everything you have tried"), ("a", ""), ("l", "a hint for each")), "half"),
    "album": Place((("a", "The album: 2 of 4"), ("right", "w Show me a way")), "half"),
    "way": Place((("a", "The album: 2 of 4"), ("right", "Show me a way"), ("w", "A way from here")), "half"),
    "eyes": Place((("e", "2 of 2"),), "together"),
    "beside": Place((("e", "1 of 2"), ("enter", "Not read yet")), "half"),
    "codex": Place((("k", "Keeper of the light"),), "half"),
    "arc": Place((("v", "Highest so far"),), "together"),
}
"""The title, the pages of a run, and what is looked up from them."""
SAVED = {
    "timeline": _tree(),
    "choices": _tree(("up", "✦ moment: Dry socks"), ("right", "→ The landing")),
    "compare": _tree(("c", "◆ marked"), ("end", "The oars"), ("c", "Here they part")),
    "chart": Place((("m", "◉ here"), ("h", "Ada Lund, chapter 2")), "alone"),
    "replay": Place((("m", "◉ here"), ("p", "page 1 of"), ("space", "paused"), ("right", "The stairs")), "alone"),
    "name": Place((("m", "◉ here"), ("n", "The new name")), "alone"),
    "discard": Place((("m", "◉ here"), ("x", "into the trash?")), "alone"),
}
"""The screens of the saved runs."""
PLACES = PLAYING | SAVED


def dressed(folder: Path) -> Path:
    """Write the dressed story, its ledger and its pictures below `folder`.

    Returns:
        The story folder.
    """
    frame, rock, light, socks, people = (
        yaml.safe_load((STARTER / f"{name}.yaml").read_text(encoding="utf-8").replace("+1", "'+1'"))
        for name in ("story", "chapters/01-the-rock", "chapters/02-the-light", "vignettes/dry-socks", "codex/people")
    )
    frame |= {"about": "A light, a boat that was badly tied, and a hundred and four steps between them."}
    frame["heroes"].append(BERIT)
    rock |= {"art": "rock"}
    light |= {"art": "light", "note": "One lamp, and two who can wind it."}
    light["entrances"]["berit"] = "light-room"
    light["scenes"]["light-room"]["choices"]["ask"]["when"] = "not follow == keeper"
    landing, boat, room = (
        chapter["scenes"][id]
        for chapter, id in ((rock, "rock-keeper-landing"), (rock, "rock-boy-boat"), (light, "light-room"))
    )
    landing |= {"place": "landing", "who": ["boy"], "tells": ["paraffin"]}
    boat |= {"place": "landing", "tells": ["paraffin"]}
    room |= {"place": "lamp-room", "text": [*room["text"], *(" ".join(part.split()) for part in LONG.split("\n\n"))]}
    light["scenes"]["light-shared"] |= {"eyes": "keeper", "lens": lens("climax"), "tells": ["winding"]}
    light["scenes"]["light-alone"] |= {"lens": lens("resolution"), "tells": ["winding"]}
    moments = [
        socks | {"art": "socks"},
        vignette(id="one-match", title="The second match", unlock={"by": "light-room/send-home"}),
        vignette(id="scarf", title="A scarf", unlock={"by": "light-room/ask"}, hint=HINT),
        vignette(id="knots", title="Knots", unlock={"by": "rock-boy-boat/tie-up"}),
    ]
    draw_pictures(folder / "assets" / "art")
    return write_story(
        folder,
        story=frame,
        chapters={"01-the-rock": rock, "02-the-light": light},
        vignettes={moment["id"]: moment for moment in moments},
        shelves={"people": people},
        ledger={
            "beats": {"beats": [{"id": id, "fact": fact} for id, fact in FACTS.items()]},
            "characters": {"characters": [{"id": "keeper", "name": "Ada Lund"}, {"id": "boy", "name": "Jonas"}]},
            "places": {
                "places": [{"id": "landing", "name": "The landing"}, {"id": "lamp-room", "name": "Under the roof"}]
            },
        },
    )


BERIT = {
    "id": "berit",
    "name": "Berit Lund",
    "alias": "The sister",
    "colour": "#7a9a4b",
    "tagline": "She comes on Sundays, and it is Sunday.",
    "joins": "the-light",
}
"""Somebody who cannot be followed yet, and has no picture."""
LONG = """\
He stands where he has been told to stand, with his hands behind him, and looks at everything as if it were going to be
taken away.

Down on the rock the sea does what it has done all day. Up here one can only tell by the spoons in the drawer, which lie
still for six waves and ring at the seventh.

“That is the clockwork,” says Ada. “It runs for four hours. Then somebody has to get up.”

“Every night?”

“Every night there has been.” She says it as one says the price of fish. Then she looks at what he is looking at, which
is the second cup on the shelf, and sees that there has been dust in it for some time.

The wick smokes, and thinks better of it.
"""
"""What makes the lamp room a page that must be read on."""
HINT = "Somebody has been cold for longer than he would say, and the thing is hanging on the door."
FACTS = {
    "paraffin": "A boy brings paraffin to the lighthouse, and nobody has asked him to.",
    "winding": "The clockwork of the lamp is wound, as it must be every four hours.",
}


def lens(part: str) -> dict[str, str]:
    """A lens of that part of the arc."""
    return {"part": part, "device": "symbol", "note": "The light is what they share.", "ask": "Who winds it?"}


def draw_pictures(folder: Path) -> None:
    """Flat bands and one bright shape for each id, so that a picture is known by its colours."""
    folder.mkdir(parents=True)
    for number, (id, size) in enumerate(PICTURES.items()):
        image = Image.new("RGB", size)
        draw = ImageDraw.Draw(image)
        width, height = size
        for band in range(4):
            draw.rectangle(
                (0, band * height // 4, width, height),
                fill=tuple((20 + 30 * band + 47 * number * channel) % 140 for channel in (1, 2, 3)),
            )
        draw.rectangle((width * 2 // 5, height // 4, width * 3 // 5, height * 3 // 4), fill=(240, 190 + number * 8, 90))
        image.save(folder / f"{id}.png")
    index = {id: {"desc": f"Four bands of colour, and a light: {id}.", "focus": 0.5} for id in PICTURES}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")


BANNER, EMBLEM = (250, 100), (100, 100)
PICTURES = {"title": BANNER, "rock": BANNER, "light": BANNER, "socks": BANNER, "keeper": EMBLEM, "boy": EMBLEM}
"""Id → size in pixels."""


def keep_runs(table: Table) -> None:
    """Put the saved runs into the store."""
    for name, choices in RUNS.items():
        game = Game(table.graph, table.store)
        game.open(name)
        for choice in choices:
            game.choose(choice)


async def go(pilot: Pilot[Any], place: Place) -> None:
    """Press the keys that lead there, waiting for what each brings, and for pictures and movement to come to rest."""
    for key, text in place.steps:
        if key:
            await pilot.pause()
            await pilot.press(key)
        await shows(pilot, text)
    await rest(pilot)


async def rest(pilot: Pilot[Any]) -> None:
    """Wait until nothing is being drawn any more: a picture is asked for after a layout, and may ask for another."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.app.animator.wait_until_complete()
    await pilot.pause()
