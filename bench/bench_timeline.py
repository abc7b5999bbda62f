"""How soon the timeline opens on a tree of 100,000 nodes, against one of 100; and what keeping a choice costs.

The trees are random runs of the shipped story, some from the start and some from within an older run. In the large one
stands the run that the small one has too, so that both show the same rows and only what lies around them differs.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from measure import in_turn, seconds, verdict

from game.branches import Choosing, Game, Store
from game.branches.timeline import Timeline
from game.paths import shipped
from game.play import Graph, Machine, Playthrough
from game.story import read_story
from game.story.pictures import Gallery
from game.tui.app import SokoviaApp
from game.tui.widgets.ways import Ways

if TYPE_CHECKING:
    from game.play import State

BUDGET = 2.0
SMALL, LARGE = 100, 100_000
ROUNDS = 15
SAVED = 1_000
SEED = 1


def fill(path: Path, graph: Graph, nodes: int) -> int:
    """Make a store of about so many nodes, the run of `SEED` played last.

    Returns:
        How many nodes it has.
    """
    machine = Machine(graph)
    chance = random.Random(SEED)  # noqa: S311  # a sample, not a secret
    with Store(path, graph.story.key) as store:
        first = _run(machine, random.Random(SEED))  # noqa: S311
        store._db.execute("pragma synchronous = off")  # noqa: SLF001  # filling is not what is measured
        runs = [first]
        known: set[tuple[tuple[str, str], ...]] = set()
        while True:
            known |= {tuple((c.scene, c.choice) for c in runs[-1][: n + 1]) for n in range(len(runs[-1]))}
            if len(known) >= nodes:
                break
            store.graft(runs[-1], f"way {len(runs)}")
            old = chance.choice(runs[-200:])
            runs.append(_run(machine, chance, old[: chance.randrange(len(old))]))
        game = Game(graph, store)
        game.open("last")
        for choosing in first[:80]:
            game.choose(choosing.choice)
        (count,) = store._db.execute("select count(*) from node").fetchone()  # noqa: SLF001
        return int(count)


def _run(machine: Machine, chance: random.Random, start: list[Choosing] | None = None) -> list[Choosing]:
    """A random run to an ending, from the end of another or from the start."""
    run = Playthrough(machine)
    run.replay((c.scene, c.choice) for c in start or ())
    state: State = run.state
    while options := machine.graph.options(state):
        run.choose(chance.choice(options).id)
        state = run.state
    return [Choosing(turn.before.at, turn.choice, turn.after.at) for turn in run.turns]


async def first_paint(graph: Graph, store: Store, rounds: int) -> list[float]:
    """Seconds from asking for the timeline to its rows on the screen, several times."""
    taken = []
    app = SokoviaApp(graph, store, Gallery(shipped("story")), branch="last")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(rounds):
            taken.append(await _open(app))
            await pilot.press("m")
            await pilot.pause()
    return taken


async def _open(app: SokoviaApp) -> float:
    painted = asyncio.Event()
    started = perf_counter()
    app.action_timeline()
    app.screen.call_after_refresh(painted.set)
    await painted.wait()
    assert app.screen.query_one(Ways).row is not None  # noqa: S101  # the rows are there
    return perf_counter() - started


def read(graph: Graph, path: Path) -> float:
    """Seconds to read and set the rows, without drawing them."""
    with Store(path, graph.story.key) as store:
        game = Game(graph, store)
        game.open("last")
        return seconds(lambda: Timeline(game).rows())


def saving(graph: Graph, path: Path) -> tuple[list[float], float]:
    """Seconds of each of many choices with their saving, and bytes on disk per 1,000 choices."""
    chance = random.Random(SEED)  # noqa: S311
    taken: list[float] = []
    with Store(path, graph.story.key) as store:
        game = Game(graph, store)
        game.begin()
        while len(taken) < SAVED:
            options = game.graph.options(game.state)
            if not options:
                game.begin()
                continue
            choice = chance.choice(options).id
            taken.append(seconds(lambda choice=choice: game.choose(choice)))  # type: ignore[misc]
    return taken, path.stat().st_size / len(taken) * 1000


def main() -> None:
    graph = Graph(read_story(shipped("story")))
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.sqlite", Path(folder) / "large.sqlite"
        counts = fill(small, graph, SMALL), fill(large, graph, LARGE)
        with Store(large, graph.story.key) as one, Store(small, graph.story.key) as other:
            stores = one, other
            painted = [asyncio.run(first_paint(graph, store, 1 + ROUNDS))[1:] for store in stores]
        taken, size = saving(graph, Path(folder) / "new.sqlite")
        pairs = in_turn(lambda: read(graph, large), lambda: read(graph, small), ROUNDS)
        per_node = large.stat().st_size / counts[1]
    ours, reference = (statistics.median(side) for side in painted)
    print(f"Opening the timeline with {counts[1]:,} nodes against {counts[0]:,}, on 80×24, {ROUNDS} times each")
    print(f"  first paint: ours {ours * 1000:.1f} ms, the reference {reference * 1000:.1f} ms (medians)")
    print("  reading and setting the rows alone:")
    print(pairs.told("ms", 1000))
    print(
        f"Saving one choice: median {statistics.median(taken) * 1000:.2f} ms,"
        f" worst of {SAVED:,} {max(taken) * 1000:.1f} ms"
    )
    print(
        f"On disk: {size / 1000:.0f} kB per 1,000 choices of a new store; {per_node:.0f} bytes a node in the large one"
    )
    print(verdict("timeline", ours / reference, BUDGET))


if __name__ == "__main__":
    main()
