"""Floor 1: what a story is. Model, rules, reading, checking, schema."""

import importlib
from typing import TYPE_CHECKING, Any

from game.story.cache import load_story
from game.story.model import Chapter, Choice, Codex, Ending, Entry, Hero, Ledger, Scene, Story, Vignette
from game.story.problems import CODES, Problem, nearest

if TYPE_CHECKING:
    from game.story.loading import Report, check_story, read_story

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


def __getattr__(name: str) -> Any:
    """What reads YAML is imported when it is first asked for: a game starts from the cache."""
    if name in ("Report", "check_story", "read_story"):
        return getattr(importlib.import_module("game.story.loading"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
