"""The tree of everything tried: its nodes."""

from __future__ import annotations

from typing import NamedTuple


class Node(NamedTuple):
    """A choice that was tried, as the store keeps it."""

    id: int
    parent: int
    scene: str
    choice: str
    arrived: str
    """The scene or crossroads it led to."""
    children: int
    """How many choices have been tried from there."""
