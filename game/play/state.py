"""Where a run stands: one immutable value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from game.story.rules import is_flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from game.story.model import Variable


class State(msgspec.Struct, frozen=True, gc=False):
    """All that the story's rules can see.

    Two runs with equal states have the same future.
    """

    at: str
    """A scene, or a chapter: then the player stands at the crossroads before it."""
    follow: str | None
    """The hero followed; None before the first one is picked."""
    memory: int
    """Every variable, and a bit for each scene that some rule asks about, as `Layout` packs them. 0 at the start."""


class Field(NamedTuple):
    """The bits of one variable: its value less its least value, so that a variable at its start is 0."""

    shift: int
    mask: int
    """In place, not shifted down."""
    low: int
    high: int
    flag: bool

    def read(self, memory: int) -> int:
        """The variable's value."""
        return ((memory & self.mask) >> self.shift) + self.low

    def write(self, memory: int, value: int) -> int:
        """The memory with the variable set; `value` is clamped to its bounds."""
        return memory & ~self.mask | (min(self.high, max(self.low, value)) - self.low) << self.shift


class Layout:
    """Which bits of `State.memory` stand for what."""

    def __init__(self, variables: Mapping[str, Variable], remembered: Iterable[str]) -> None:
        self.fields: dict[str, Field] = {}
        """Variable → its bits."""
        self.fleeting = 0
        """The bits of the variables that last a chapter."""
        shift = 0
        for name, variable in variables.items():
            width = (variable.high - variable.low).bit_length()
            field = Field(shift, ((1 << width) - 1) << shift, variable.low, variable.high, is_flag(variable))
            self.fields[name] = field
            if variable.lasts == "chapter":
                self.fleeting |= field.mask
            shift += width
        self.been = {scene: 1 << shift + number for number, scene in enumerate(remembered)}
        """Scene that some rule asks about → its bit."""
