"""Floor 3: what is kept. The tree of everything tried, its store, and the game being played on it."""

from game.branches.compare import Comparison, compare
from game.branches.game import Game, Lost
from game.branches.path import Choosing, Fit, fit_path
from game.branches.share import decode, encode, read_shared, write_shared
from game.branches.store import Branch, Listed, Store, branch_name
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
    "Store",
    "Stretch",
    "branch_name",
    "compare",
    "decode",
    "encode",
    "fit_path",
    "read_shared",
    "write_shared",
]
