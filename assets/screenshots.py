"""Take the pictures of the game that README and assets/screenshots show (`make screenshots`), from title to ending.

The shipped story is played to given places, in memory; what is taken is the screen itself.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from game.branches import Game, Store  # noqa: E402  # of this checkout, whatever is installed
from game.play import Graph  # noqa: E402
from game.prove import find_target, find_way  # noqa: E402
from game.story import read_story  # noqa: E402
from game.story.pictures import Gallery  # noqa: E402
from game.tui.app import SokoviaApp  # noqa: E402
from game.tui.widgets.answers import Answers  # noqa: E402

OUT = Path(__file__).parent / "screenshots"
HIGH, LOW = (120, 40), (80, 24)
RUNS = {"With Natasha": ("black-widow", 1), "With Thor": ("thor", 2), "With Wanda": ("scarlet-witch", 3)}
"""Saved run → whom it follows wherever it can, and the seed of its other choices."""

FOUND = ("yellow-cloth", "second-tomato")
"""Moments to which more saved runs have gone."""
OPEN = "Tonight"
"""The run that is open."""


class Shot(NamedTuple):
    """A picture."""

    of: str
    """What is to be seen, for those who do not see it."""
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    """The keys that lead there from the title, or from `at`."""
    at: str | None = None
    """The scene or chapter at which a run is open, or the moment that its last choice brings; None: the title is."""
    theme: str = "dark"
    runs: bool = False
    """Whether there are saved runs."""


SHOTS = {
    "title": Shot("The title: a city torn out of the earth before a red dawn", HIGH),
    "crossroads": Shot("The crossroads: whom to follow", HIGH, ("1",)),
    "scene": Shot("A scene, and what stands beside it", HIGH, ("1", "5", "1")),
    "small": Shot("A scene on a small terminal", LOW, ("1", "5")),
    "moment": Shot("A moment, in its own warm dress", HIGH, at="auntie-nat"),
    "later-crossroads": Shot("A later crossroads, and the moments found", HIGH, at="the-farm", runs=True),
    "farm": Shot("The farm, in the light theme", HIGH, at="farm-barton-steps", theme="light"),
    "other-eyes": Shot("One event through two pairs of eyes", HIGH, ("1", "5", "e", "enter", "enter")),
    "album": Shot("The album of moments", HIGH, ("a",), "ramp-stark-tower", runs=True),
    "way": Shot("A way to a moment not found yet", LOW, ("a", "end", "w"), "the-farm"),
    "codex": Shot("The codex", HIGH, ("k", "down", "down"), "the-farm", runs=True),
    "seoul": Shot("Seoul, in high contrast", LOW, at="seoul-wanda-train", theme="contrast"),
    "palette": Shot("The command palette", LOW, ("ctrl+p",), "seoul-widow-market"),
    "timeline": Shot("The timeline of everything tried", HIGH, ("m",), "the-twins", runs=True),
    "chart": Shot("Whom one has followed where", HIGH, ("m", "h"), "the-city-rises", runs=True),
    "city": Shot("The city rises", HIGH, at="rise-pietro-station"),
    "settings": Shot("The settings", LOW, ("o",), "the-fall"),
    "arc": Shot("The tension of a run", HIGH, ("v",), "last-widow-dial", runs=True),
    "ending": Shot("The last scene of a run", HIGH, at="last-widow-dial"),
    "recap": Shot("Looking back on a run", HIGH, ("1",), "last-widow-dial", runs=True),
}


def keep_runs(graph: Graph, store: Store) -> None:
    """Play the saved runs to their ends."""
    for name, (hero, seed) in RUNS.items():
        random_ = random.Random(seed)  # noqa: S311  # a sample, not a secret
        game = Game(graph, store)
        game.open(name)
        while offers := [offer for offer in game.page.open if not offer.leaves]:
            game.choose(hero if any(offer.id == hero for offer in offers) else random_.choice(offers).id)
    for moment in FOUND:
        game = Game(graph, store)
        game.open(graph.story.vignettes[moment].title)
        game.choose(play_to(game, moment) or "")


def play_to(game: Game, name: str) -> str | None:
    """Take the shortest way to something.

    Returns:
        For a moment, the choice that brings it, which is left to be taken; else None.
    """
    target = find_target(game.graph, name)
    steps = find_way(game.graph, target, game.state).steps or []
    last = steps.pop().choice if target.kind == "vignette" else None
    for step in steps:
        game.choose(step.choice)
    return last


async def take(graph: Graph, shot: Shot) -> str:
    """The screen after the keys, as SVG that names nothing outside itself."""
    Answers.PAUSE = 0.0
    with Store(None, graph.story.key) as store:
        if shot.runs:
            keep_runs(graph, store)
        keys = list(shot.keys)
        if shot.at is not None:
            game = Game(graph, store)
            game.open(OPEN)
            last = play_to(game, shot.at)
            keys[:0] = [str(offer.number) for offer in game.page.open if offer.id == last]
        branch = OPEN if shot.at is not None else None
        app = SokoviaApp(graph, store, Gallery(ROOT / "story"), theme=shot.theme, branch=branch)
        app.animation_level = "none"
        async with app.run_test(size=shot.size) as pilot:
            for key in ("", *keys):
                if key:
                    await pilot.press(key)
                for _ in range(8):  # pictures are made beside the words
                    await pilot.pause(0.1)
            svg = app.export_screenshot(title="Sokovia")
    return re.sub(r"@font-face \{.*?\}|<!--.*?-->", "", svg, flags=re.DOTALL)


def main() -> None:
    os.environ.pop("NO_COLOR", None)
    graph = Graph(read_story(ROOT / "story"))
    OUT.mkdir(exist_ok=True)
    for name, shot in SHOTS.items():
        path = OUT / f"{name}.svg"
        path.write_text(asyncio.run(take(graph, shot)), encoding="utf-8")
        print(path.relative_to(ROOT))
    pictures = "\n\n".join(f"## {shot.of}\n![{shot.of}]({name}.svg)" for name, shot in SHOTS.items())
    (OUT / "README.md").write_text(f"# From the title to an ending\n\n{pictures}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
