"""Floor 3: what can be known of a story without playing it."""

from game.prove.findings import Finding
from game.prove.proof import Proof, prove
from game.prove.search import MAX_STATES, Step, peak_memory
from game.prove.stats import Stats, count_story
from game.prove.way import Target, Way, find_target, find_way

__all__ = [
    "MAX_STATES",
    "Finding",
    "Proof",
    "Stats",
    "Step",
    "Target",
    "Way",
    "count_story",
    "find_target",
    "find_way",
    "peak_memory",
    "prove",
]
