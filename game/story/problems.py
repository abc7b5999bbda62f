"""What can be wrong with a story file: a place, a stable code, a sentence, and the nearest right name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

CODES = {
    "F01": "the story folder, or a file it must have, is missing",
    "F02": "a file cannot be read",
    "F03": "a file is not UTF-8",
    "F04": "a file is larger than the limit",
    "F05": "a file is empty",
    "F06": "a file lies outside the story folder",
    "Y01": "not YAML",
    "Y02": "a key stands twice in one mapping",
    "Y03": "aliases that multiply",
    "Y04": "nested too deep",
    "Y05": "a tag, or more than one document",
    "T01": "the wrong type of value",
    "T02": "an unknown key",
    "T03": "a missing key",
    "T04": "a value out of form",
    "X01": "a control character in a text",
    "X02": "a bidirectional control in a text",
    "X03": "half of a surrogate pair in a text",
    "N01": "a target that does not exist",
    "N02": "an id used twice",
    "N03": "an unknown hero",
    "N04": "an unknown chapter",
    "N05": "an unknown beat",
    "N06": "an unknown moment",
    "N07": "an unknown character or place",
    "N08": "an unlock that names nothing",
    "N09": "a chapter that no episode lists, or two do",
    "G01": "a scene with neither choices nor an ending, or with both",
    "G02": "a choice into the middle of another chapter",
    "G03": "a scene nothing leads to",
    "G04": "eyes that are not those of the hero who arrives",
    "R01": "a rule that does not parse",
    "R02": "an unknown name in a rule",
    "R03": "a rule that compares or joins what does not go together",
    "R04": "a `set` the variable cannot take",
}
"""Every code and what it stands for. A code is never reused for something else."""


class Problem(msgspec.Struct, frozen=True, order=True):
    """One finding of the checker; line and column count from 1, and 1:1 stands for the whole file."""

    file: str
    line: int
    column: int
    code: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __post_init__(self) -> None:
        """Names and texts of a story are quoted here, and must not act on the terminal that shows them."""
        msgspec.structs.force_setattr(self, "file", printable(self.file))
        msgspec.structs.force_setattr(self, "message", printable(self.message))

    def __str__(self) -> str:
        mark = "" if self.level == "error" else " (warning)"
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}{mark}"


def printable(text: str) -> str:
    """The text with a mark in place of each character that a terminal would act on or cannot show."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def nearest(name: str, known: Iterable[str]) -> str:
    """“; did you mean `x`?” for the nearest known name, or nothing when none is near."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean `{found[0]}`?" if found else ""
