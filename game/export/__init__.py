"""Floor 3: what leaves. The story in other programs' forms."""

from game.export.diagram import to_dot, to_mermaid
from game.export.ink import to_ink

__all__ = ["to_dot", "to_ink", "to_mermaid"]
