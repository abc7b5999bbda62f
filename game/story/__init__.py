"""Floor 1: what a story is. Model, rules, reading, checking, schema."""

from game.story.cache import load_story
from game.story.loading import Report, check_story, read_story
from game.story.model import Chapter, Choice, Codex, Ending, Entry, Hero, Ledger, Scene, Story, Vignette
from game.story.problems import CODES, Problem, nearest

__all__ = [
    "CODES",
    "Chapter",
    "Choice",
    "Codex",
    "Ending",
    "Entry",
    "Hero",
    "Ledger",
    "Problem",
    "Report",
    "Scene",
    "Story",
    "Vignette",
    "check_story",
    "load_story",
    "nearest",
    "read_story",
]
