"""The tree of everything tried, as the timeline shows it: stretches without a fork are folded into one row.

Only what is unfolded is read from the store, so that a large tree opens as quickly as a small one.
"""

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


class Stretch(NamedTuple):
    """Choices that follow one another without a fork; at least one."""

    nodes: tuple[Node, ...]

    @property
    def first(self) -> Node:
        return self.nodes[0]

    @property
    def last(self) -> Node:
        return self.nodes[-1]
