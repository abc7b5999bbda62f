"""Choices a second over whole random runs of the shipped story: our machine, our pure step, and ink's own engine.

Each turn reads the text and the choices on offer, on both sides; ink plays what `sokovia export ink` writes.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
from time import perf_counter
from typing import TYPE_CHECKING, Self

from measure import HERE, ROOT, quartiles

from game.export import to_ink
from game.paths import shipped
from game.play import Graph, Machine, Playthrough, step
from game.story import read_story

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET = 3
ROUNDS, RUNS = 7, 100


class Ink:
    """ink's engine in a process of its own, the story compiled once."""

    def __init__(self, source: str) -> None:
        self._node = subprocess.Popen(
            [shutil.which("node") or "node", "engines.mjs"],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._tell(json.dumps({"source": source}))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._node.communicate()

    def play(self, runs: int) -> float:
        """Choices a second over so many runs."""
        self._tell(str(runs))
        answer = json.loads(self._node.stdout.readline()) if self._node.stdout else {}
        return float(answer["choices"] / answer["seconds"])

    def _tell(self, line: str) -> None:
        if self._node.stdin:
            self._node.stdin.write(line + "\n")
            self._node.stdin.flush()


def through_machine(graph: Graph, machine: Machine, random_: random.Random) -> int:
    """Play a run as the game does; how many choices it had."""
    run = Playthrough(machine)
    while options := graph.options(run.state):
        graph.text(run.state)
        run.choose(random_.choice(options).id)
    graph.text(run.state)
    return len(run.turns)


def through_step(graph: Graph, random_: random.Random) -> int:
    """Play a run through the pure function; how many choices it had."""
    state, choices = graph.start, 0
    while options := graph.options(state):
        graph.text(state)
        state, _ = step(graph, state, random_.choice(options).id)
        choices += 1
    graph.text(state)
    return choices


def rate(play: Callable[[], int]) -> float:
    """Choices a second over some runs."""
    started = perf_counter()
    choices = sum(play() for _ in range(RUNS))
    return choices / (perf_counter() - started)


def main() -> None:
    if shutil.which("node") is None or not (ROOT / "tests/export/node_modules/inkjs").is_dir():
        print("engines: not measured; node and inkjs are needed: npm ci --prefix tests/export")
        return
    graph = Graph(read_story(shipped("story")))
    machine, random_ = Machine(graph), random.Random(1)  # noqa: S311  # a sample, not a secret
    with Ink(to_ink(graph)) as ink:
        rounds = [
            (
                rate(lambda: through_machine(graph, machine, random_)),
                rate(lambda: through_step(graph, random_)),
                ink.play(RUNS),
            )
            for _ in range(ROUNDS + 1)
        ][1:]
    print(f"Choices a second, text and choices on offer read each turn; {ROUNDS} rounds of {RUNS} random runs, in turn")
    for name, rates in zip(("through the machine", "through step", "inkjs"), zip(*rounds, strict=True), strict=True):
        low, high = quartiles(rates)
        print(f"  {name:<20} {statistics.median(rates):>10,.0f}   half of the rounds from {low:,.0f} to {high:,.0f}")
    for name, side in (("step", 1), ("engines", 0)):
        ratio = statistics.median(each[side] / each[2] for each in rounds)
        print(f"{name}: {ratio:.2f} × the reference" + (f" (at least {BUDGET})" if side == 0 else ""))


if __name__ == "__main__":
    main()
