"""Prose as the story writes it: plain text in which `*emphasis*` is the only mark-up."""

from __future__ import annotations

import re

_EMPHASIS = re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def spans(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is emphasised; the pieces joined are what a reader sees."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _EMPHASIS.finditer(text):
        found += [(text[end : match.start()], False), (match[1], True)]
        end = match.end()
    found.append((text[end:], False))
    return [(piece, strong) for piece, strong in found if piece]


def plain(text: str) -> str:
    """The text without its mark-up."""
    return "".join(piece for piece, _ in spans(text))


def count_words(text: str) -> int:
    """How many words a reader reads."""
    return len(_WORD.findall(text))
