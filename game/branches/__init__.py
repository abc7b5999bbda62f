"""Floor 3: what is kept. The tree of everything tried, its store, and the game being played on it."""

import importlib
from typing import TYPE_CHECKING, Any

from game.branches.game import Game, Lost, Margin, Passed
from game.branches.path import Choosing, Fit, fit_path
from game.branches.store import Branch, Listed, Store, branch_name, profile_path
from game.branches.tree import Node

if TYPE_CHECKING:
    from game.branches.comparison import Comparison, compare
    from game.branches.recovery import Recovered, recover
    from game.branches.share import Shared, decode, encode, read_shared, story_version, write_shared

__all__ = [
    "Branch",
    "Choosing",
    "Comparison",
    "Fit",
    "Game",
    "Listed",
    "Lost",
    "Margin",
    "Node",
    "Passed",
    "Recovered",
    "Shared",
    "Store",
    "branch_name",
    "compare",
    "decode",
    "encode",
    "fit_path",
    "profile_path",
    "read_shared",
    "recover",
    "story_version",
    "write_shared",
]

_LATER = {
    **dict.fromkeys(("Comparison", "compare"), "comparison"),
    **dict.fromkeys(("Recovered", "recover"), "recovery"),
    **dict.fromkeys(("Shared", "decode", "encode", "read_shared", "story_version", "write_shared"), "share"),
}


def __getattr__(name: str) -> Any:
    """What a game does not need to open is imported when it is first asked for."""
    if name in _LATER:
        return getattr(importlib.import_module(f"game.branches.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
