"""What a proof may find, and how such a thing usually comes about."""

from __future__ import annotations

from typing import Literal

import msgspec

from game.prove.search import Step

KINDS: dict[str, tuple[Literal["fault", "warning"], str]] = {
    "unreachable-scene": (
        "fault",
        "Usually every choice that leads here asks for something that cannot be so by then.",
    ),
    "unreachable-choice": (
        "fault",
        "Usually its rule names a variable that is set only on another path, or was reset at a crossroads.",
    ),
    "unreachable-paragraph": (
        "fault",
        "Usually its rule asks for two things that no run can have done both of.",
    ),
    "unreachable-vignette": (
        "fault",
        "Usually it opens by a choice in one thread and asks for something that only another thread does.",
    ),
    "unreachable-unlock": ("fault", "Usually the scene or choice it names is one that its rule rules out."),
    "unreachable-ending": (
        "fault",
        "Usually it needs two flags that exclude each other, or one that was reset at the crossroads.",
    ),
    "unreachable-card": ("fault", "Usually nobody wrote the person or place into a scene's `who` or `place`."),
    "unreachable-entrance": ("fault", "Usually no scene leads to this chapter."),
    "broken-route": ("fault", "Usually a scene of the thread leads on only for somebody else."),
    "trap": ("fault", "Usually every way on has a rule, and nobody thought of the run that meets none of them."),
    "always-true": (
        "fault",
        "Usually the variable was set by every way here, or the rule says `not` where it should not; else it can go.",
    ),
    "unread-variable": ("fault", "Usually a line that was to remember it was cut; then the variable can go too."),
    "unwritten-variable": ("fault", "Usually a choice was to set it, and does not."),
    "unused-value": ("fault", "Usually the range is wider than the story, or a `set` is missing."),
    "wrong-eyes": ("fault", "Usually a shared scene leads on without asking `follow == HERO`."),
    "alike-choices": ("warning", "Fine for colour; but nothing after will know which of the two was taken."),
    "one-way-crossroads": ("warning", "Usually the chapter still lacks entrances for the other heroes."),
}
"""Kind of finding → how grave it is, and one sentence on how it usually comes about."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not as it should be."""

    kind: str
    subject: str
    """What it is about: `scene`, `scene/choice`, a vignette, a variable…"""
    message: str
    where: str
    """`file:line:column`, or empty when the files were not at hand."""
    witness: list[Step] | None = None
    """A shortest list of choices that shows it."""

    @property
    def level(self) -> Literal["fault", "warning"]:
        """How grave: a fault fails the proof."""
        return KINDS[self.kind][0]

    @property
    def usually(self) -> str:
        """How such a thing usually comes about."""
        return KINDS[self.kind][1]
