"""Floor 3: what is kept. The tree of everything tried, its store, and the game being played on it."""

from game.branches.compare import Comparison, compare
from game.branches.game import Game, Lost
from game.branches.path import Choosing, Fit, fit_path
from game.branches.recover import Recovered, recover
from game.branches.share import Shared, decode, encode, read_shared, story_version, write_shared
from game.branches.store import Branch, Listed, Store, branch_name, profile_path
from game.branches.tree import Node, Stretch

__all__ = [
    "Branch",
    "Choosing",
    "Comparison",
    "Fit",
    "Game",
    "Listed",
    "Lost",
    "Node",
    "Recovered",
    "Shared",
    "Store",
    "Stretch",
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
