"""Floor 4: the line-by-line player, for screen readers, pipes and dumb terminals. Same engine, no Textual."""

from game.plain.player import play_plain
from game.plain.replay import replay_plain

__all__ = ["play_plain", "replay_plain"]
