"""Floor 3: what is kept. The tree of everything tried, its store, and the game being played on it."""

from game.branches.game import Game
from game.branches.store import Branch, Store

__all__ = ["Branch", "Game", "Store"]
