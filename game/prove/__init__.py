"""Floor 3: what can be known of a story without playing it."""

from game.prove.runs import Run, shortest_and_longest
from game.prove.stats import Stats, count_story

__all__ = ["Run", "Stats", "count_story", "shortest_and_longest"]
