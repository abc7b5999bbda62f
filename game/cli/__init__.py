"""Floor 5: the command `sokovia`, one function a subcommand, its imports inside, so that a game starts fast."""

from game.cli.group import sokovia
from game.cli.run import main

__all__ = ["main", "sokovia"]
