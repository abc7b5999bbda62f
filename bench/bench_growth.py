"""How the proof grows with the story: time and memory a scene at three sizes of one shape, then the shape that hurts.

Each size is proved in a process of its own: `bench_growth.py SCENES LASTING MAX_STATES`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from time import process_time
from typing import NamedTuple

import measure
from generate import generate

from game.play import Graph
from game.prove import MAX_STATES, prove
from game.prove.search import peak_memory

BUDGET = 1.5
SIZES = (1_000, 3_000, 10_000)
LASTING = (0, 4, 8, 12, 16)
LIMIT = 500_000
"""States after which a search of the shape that hurts gives up."""
_BOUND = 900
"""Seconds for one size."""


class Grown(NamedTuple):
    """What one proof took."""

    scenes: int
    states: int
    seconds: float
    """Of CPU."""
    bytes: int
    """The most the proof added to what the story itself takes."""
    verdict: str


def measure_here(scenes: int, lasting: int, max_states: int) -> Grown:
    """Prove one story in this process."""
    graph = Graph(generate(scenes, lasting=lasting))
    held, started = peak_memory() or 0, process_time()
    proof = prove(graph, max_states=max_states)
    taken = process_time() - started
    return Grown(len(graph.scenes), proof.figures.states, taken, (peak_memory() or 0) - held, proof.verdict)


def grown(scenes: int, lasting: int = 0, max_states: int = MAX_STATES) -> Grown | None:
    """Prove one story in a process of its own; None when it fails or takes too long."""
    command = [sys.executable, __file__, str(scenes), str(lasting), str(max_states)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_BOUND)
    except subprocess.TimeoutExpired:
        print(f"  {scenes:,} scenes took more than {_BOUND} s")
        return None
    if done.returncode:
        print(f"  {scenes:,} scenes failed: {(done.stderr.strip().splitlines() or [f'exit {done.returncode}'])[-1]}")
        return None
    return Grown(*json.loads(done.stdout))


def main() -> None:
    print("The proof of stories of one shape, as they grow")
    worst, least = 0.0, None
    for size in SIZES:
        found = grown(size)
        if found is None:
            worst = float("inf")
            continue
        least = least or found
        time = found.seconds / found.scenes / (least.seconds / least.scenes)
        memory = found.bytes / found.scenes / (least.bytes / least.scenes)
        worst = max(worst, time, memory)
        print(
            f"  {found.scenes:>6,} scenes, {found.states:>9,} states, {found.verdict}: {found.seconds:.1f} s,"
            f" {found.bytes / 1e6:,.0f} MB; a scene takes {time:.2f} × the time, {memory:.2f} × the memory"
        )
    print(f"The first size with flags that stay live from their chapter to the end, at most {LIMIT:,} states")
    for lasting in LASTING:
        found = grown(SIZES[0], lasting, LIMIT)
        if found is not None:
            print(
                f"  {lasting:>2} flags: {found.states:>9,} states, {found.verdict}: {found.seconds:.1f} s,"
                f" {found.bytes / 1e6:,.0f} MB"
            )
    print(measure.verdict("growth", worst, BUDGET))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure_here(*map(int, sys.argv[1:]))))
    else:
        main()
