"""Pictures of a story: the folder `assets/art` beside the story folder, and what its index says of each."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import msgspec

from game.story.problems import printable

LIMIT = 2_000_000
"""Bytes of one picture, or of the index."""


class Picture(NamedTuple):
    """A picture that can be shown, or told."""

    id: str
    path: Path
    """A PNG file; nothing in it has been checked."""
    words: str
    """The picture for somebody who cannot see it."""
    focus: float
    """The line that must stay when the height is cut, as a share of it."""


class _Listed(msgspec.Struct):
    desc: str
    focus: float = 0.5


class Gallery:
    """The pictures of one story. A story without any, or with a damaged index, has an empty one: words are enough."""

    def __init__(self, story: Path) -> None:
        """The gallery of the story in that folder; nothing is read before a picture is asked for."""
        self._folder = story.resolve().parent / "assets" / "art"

    def find(self, id: str | None) -> Picture | None:
        """The picture of that id, if there is one and its file lies in the gallery's own folder."""
        listed = self._index.get(id or "")
        if id is None or listed is None or Path(id).name != id:
            return None
        path = self._folder / f"{id}.png"
        try:
            plain = path.is_file() and path.resolve().parent == self._folder and path.stat().st_size <= LIMIT
        except OSError:
            return None
        focus = min(1.0, max(0.0, listed.focus))
        return Picture(id, path, printable(" ".join(listed.desc.split()))[:1000], focus) if plain else None

    @functools.cached_property
    def _index(self) -> dict[str, _Listed]:
        path = self._folder / "index.json"
        try:
            if not path.is_file() or path.stat().st_size > LIMIT:
                return {}
            return msgspec.json.decode(path.read_bytes(), type=dict[str, _Listed])
        except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
            return {}
