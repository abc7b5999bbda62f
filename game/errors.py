"""Every error that a user may meet, as one tree.

SokoviaError            exit 1: the story or the request is at fault
├── StoryError          the story files have problems (carries all of them)
├── RuleError           a rule does not parse or does not type-check (carries the place in its text)
├── ChoiceError         a choice that is not on offer here
└── StoreError          what is kept cannot be read or written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.story.problems import Problem


class SokoviaError(Exception):
    """What went wrong, in one sentence a user can act on."""


class StoryError(SokoviaError):
    """The story cannot be played as it stands; `problems` has every reason, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RuleError(SokoviaError):
    """A rule is at fault; `at` is the offset in its text, in characters."""

    def __init__(self, code: str, message: str, at: int = 0) -> None:
        self.code, self.message, self.at = code, message, at
        super().__init__(message)


class ChoiceError(SokoviaError):
    """The choice is unknown in this scene, or closed."""


class StoreError(SokoviaError):
    """The store of branches cannot be opened, read or written."""
