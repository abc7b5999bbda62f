"""Take the pictures of the game that README shows (`make screenshots`): the shipped story, played to given places."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from game.branches import Store  # noqa: E402  # of this checkout, whatever is installed
from game.play import Graph  # noqa: E402
from game.story import read_story  # noqa: E402
from game.story.pictures import Gallery  # noqa: E402
from game.tui.app import SokoviaApp  # noqa: E402
from game.tui.widgets.answers import Answers  # noqa: E402

OUT = Path(__file__).parent / "screenshots"


class Shot(NamedTuple):
    """One picture: how large, and the keys that lead there from the title."""

    size: tuple[int, int]
    keys: tuple[str, ...]


SHOTS = {
    "title": Shot((120, 40), ()),
    "crossroads": Shot((120, 40), ("1",)),
    "scene": Shot((120, 40), ("1", "5", "1")),
    "small": Shot((80, 24), ("1", "5")),
    "other-eyes": Shot((120, 40), ("1", "5", "e", "enter", "enter")),
    "timeline": Shot((120, 40), ("1", "5", "1", "b", "2", "m")),
}


async def take(graph: Graph, shot: Shot) -> str:
    """The screen after the keys, as SVG that names nothing outside itself."""
    Answers.PAUSE = 0.0
    with Store(None, graph.story.key) as store:
        app = SokoviaApp(graph, store, Gallery(ROOT / "story"), theme="dark")
        app.animation_level = "none"
        async with app.run_test(size=shot.size) as pilot:
            for key in ("", *shot.keys):
                if key:
                    await pilot.press(key)
                for _ in range(8):  # pictures are made beside the words
                    await pilot.pause(0.1)
            svg = app.export_screenshot(title="Sokovia")
    return re.sub(r"@font-face \{.*?\}|<!--.*?-->", "", svg, flags=re.DOTALL)


def main() -> None:
    graph = Graph(read_story(ROOT / "story"))
    OUT.mkdir(exist_ok=True)
    for name, shot in SHOTS.items():
        path = OUT / f"{name}.svg"
        path.write_text(asyncio.run(take(graph, shot)), encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
