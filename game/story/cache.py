"""The compiled story, kept outside the checkout so that a game starts at once.

A file is named after a digest of the program's version and every byte of the story and its ledger, so it can never be
stale. It is written beside its place and moved there in one step, so that two programs cannot disturb each other, and
carries a checksum, so that a damaged one is made again. A folder that cannot be written costs time, never the game.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

from game import __version__
from game.story.files import SIZE_LIMIT, ledger_files, story_files
from game.story.model import Story

_FORMAT = b"sokovia-story-1\0"
_KEPT = 4
_CHECKSUM = 16


def load_story(folder: Path, cache: Path) -> Story:
    """The story in `folder`, from `cache` when it is there, else from its files.

    Raises:
        StoryError: the story has errors; all of them.
    """
    digest = _digest(folder)
    path = cache / f"story-{digest}.msgpack"
    story = _read(path)
    if story is None:
        from game.story.loading import read_story  # noqa: PLC0415  # YAML and its checks: only when they are needed

        story = read_story(folder)
        if _digest(folder) == digest:  # else a file was edited while it was read
            with contextlib.suppress(OSError):
                _write(path, story)
    return story


def _digest(folder: Path) -> str:
    """The name of a story's content for this version of the program."""
    found = hashlib.blake2b(_FORMAT + __version__.encode(), digest_size=16)
    files = [path for _, path in story_files(folder)] + ledger_files(folder)
    for path in files:
        content = _content(path)
        found.update(f"\0{path}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        found.update(content)
    return found.hexdigest()


def _content(path: Path) -> bytes:
    """What a file holds, as far as it would be read; nothing when it cannot be, and then the story has an error."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(SIZE_LIMIT + 1)
    except OSError:
        pass
    return b""


def _read(path: Path) -> Story | None:
    try:
        raw = path.read_bytes()
        if not raw.startswith(_FORMAT):
            return None
        checksum, body = raw[len(_FORMAT) : len(_FORMAT) + _CHECKSUM], raw[len(_FORMAT) + _CHECKSUM :]
        if checksum != hashlib.blake2b(body, digest_size=_CHECKSUM).digest():
            return None
        return msgspec.msgpack.decode(body, type=Story)
    except (OSError, msgspec.DecodeError):
        return None


def _write(path: Path, story: Story) -> None:
    body = msgspec.msgpack.encode(story)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".story-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_FORMAT + hashlib.blake2b(body, digest_size=_CHECKSUM).digest() + body)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    for old in sorted(path.parent.glob("story-*.msgpack"), key=lambda p: p.stat().st_mtime)[:-_KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
