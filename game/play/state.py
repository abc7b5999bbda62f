"""Where a run stands: one immutable value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from game.story.rules import is_flag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """Which bits of `State.memory` stand for what.

    What is asked and set in one chapter alone, and forgotten at the crossroads after it, shares its bits with the like
    of the other chapters, so that a long story's states are no larger than a short one's.
    """

    def __init__(
        self, variables: Mapping[str, Variable], remembered: Sequence[str], homes: Mapping[str, str] | None = None
    ) -> None:
        """Lay out the memory.

        Args:
            variables: The story's variables.
            remembered: The scenes that some rule asks about.
            homes: Variable or `been(scene)` → the only chapter where it matters, for those that have one.
        """
        self.homes = dict(homes or {})
        self.fields: dict[str, Field] = {}
        """Variable → its bits."""
        self.been: dict[str, int] = {}
        """Scene that some rule asks about → its bit."""
        self.fleeting = 0
        """The bits that are put back at the crossroads."""
        widths = {name: (variable.high - variable.low).bit_length() for name, variable in variables.items()}
        widths |= {f"been({scene})": 1 for scene in remembered}
        places = self._place(widths)
        for name, variable in variables.items():
            mask = ((1 << widths[name]) - 1) << places[name]
            self.fields[name] = Field(places[name], mask, variable.low, variable.high, is_flag(variable))
            if variable.lasts == "chapter":
                self.fleeting |= mask
        for scene in remembered:
            self.been[scene] = 1 << places[f"been({scene})"]
            if f"been({scene})" in self.homes:
                self.fleeting |= self.been[scene]

    def _place(self, widths: Mapping[str, int]) -> dict[str, int]:
        """The lowest bit of each: first what matters everywhere, then each chapter's own, all from the same bit on."""
        places: dict[str, int] = {}
        shared = 0
        for name in widths:
            if name not in self.homes:
                places[name] = shared
                shared += widths[name]
        next_ = dict.fromkeys(self.homes.values(), shared)
        for name in widths:
            if name in self.homes:
                places[name] = next_[self.homes[name]]
                next_[self.homes[name]] += widths[name]
        return places
