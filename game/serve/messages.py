"""What the terminal in the page may say, as textual-serve's script says it: JSON, `["stdin", "q"]` and the like."""

from __future__ import annotations

from typing import NamedTuple, Self

import msgspec

SIZE_LIMIT = 64 * 1024
"""Bytes of a message; the longest honest one is something pasted."""
MOST_COLUMNS, MOST_ROWS = 300, 120


class Size(NamedTuple):
    """A terminal's size, in cells, within bounds."""

    columns: int = 80
    rows: int = 24

    @classmethod
    def within(cls, columns: int, rows: int) -> Self:
        """The size nearest to what was asked for that a game is drawn at."""
        return cls(min(max(columns, 1), MOST_COLUMNS), min(max(rows, 1), MOST_ROWS))

    @classmethod
    def read(cls, columns: str, rows: str) -> Self:
        """A size from the address of a request; what is no number is as if it were not there."""
        try:
            return cls.within(int(columns), int(rows))
        except ValueError:
            return cls()


class Area(msgspec.Struct, frozen=True):
    """A size as the page says it."""

    width: int
    height: int


class Stdin(msgspec.Struct, frozen=True, array_like=True, tag="stdin"):
    """Keys, a mouse, something pasted: what a terminal would send."""

    keys: str


class Resize(msgspec.Struct, frozen=True, array_like=True, tag="resize"):
    """The window has another size."""

    area: Area


class Ping(msgspec.Struct, frozen=True, array_like=True, tag="ping"):
    """Asks for the same back."""

    mark: str


class Focus(msgspec.Struct, frozen=True, array_like=True, tag="focus"):
    """The page has the keyboard."""


class Blur(msgspec.Struct, frozen=True, array_like=True, tag="blur"):
    """The page has lost the keyboard."""


Message = Stdin | Resize | Ping | Focus | Blur
_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def understand(said: str | bytes) -> Message | None:
    """A message; None for anything else, which is no fault of the server's."""
    try:
        return _decoder.decode(said)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
