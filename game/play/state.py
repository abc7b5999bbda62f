"""Where a run stands: one immutable value."""

from __future__ import annotations

import msgspec


class State(msgspec.Struct, frozen=True):
    """All that the story's rules can see.

    Two runs with equal states have the same future.
    """

    at: str
    """A scene, or a chapter: then the player stands at the crossroads before it."""
    follow: str | None
    """The hero followed; None before the first one is picked."""
    values: tuple[int, ...]
    """The variables, in the order the story declares them; a flag is 0 or 1."""
    been: int
    """One bit for each scene that some rule asks about, in the order of `Graph.remembered`."""
