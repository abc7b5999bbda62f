"""Finding what a player names: by its number, its name, or a part of its name; else the nearest name is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from game.errors import ChoiceError
from game.story.problems import nearest, printable
from game.story.prose import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 5
"""Names that are told when several fit."""


def pick(said: str, kind: str, names: Sequence[str]) -> int:
    """The place of what was named among `names`; an empty name can be picked by its number alone.

    Args:
        said: What the player typed: a number from 1, or some of a name. Case and signs do not matter.
        kind: What these are, for the error.
        names: The names in the order of their numbers.

    Raises:
        ChoiceError: there is no such number, no name is like it, or several are.
    """
    if said.isdecimal():
        return _by_number(said, kind, len(names))
    wanted, keys = name_key(said), [name_key(name) for name in names]
    for fits in (
        [at for at, key in enumerate(keys) if key and key == wanted],
        [at for at, key in enumerate(keys) if wanted and f" {wanted}" in f" {key}"],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            told = ", ".join(f"{at + 1} ({plain(names[at])})" for at in fits[:_MOST])
            raise ChoiceError(f"several fit `{_quoted(said)}`: {told}; say more of the name, or the number")
    raise ChoiceError(f"no {kind} is called `{_quoted(said)}`{nearest(wanted, filter(None, keys))}")


def name_key(name: str) -> str:
    """A name as it is compared: words in small letters, without signs and without an article before them."""
    return re.sub(r"[\W_]+", " ", plain(name[:500]).casefold()).strip().removeprefix("the ")


def _by_number(said: str, kind: str, last: int) -> int:
    number = int(said[:6])
    if not 1 <= number <= last:
        there = f"the last is {last}" if last else "there is none"
        raise ChoiceError(f"no {kind} has the number {said[:20]}; {there}")
    return number - 1


def _quoted(said: str) -> str:
    return printable(said[:80])
