"""A damaged store: set aside as it is, and what can be read of it kept in a new one.

SQLite gives up on a file whose first page is lost. The rows are still there, a few dozen to a page, so this looks at
every page by itself, in the file and in the log of writes beside it, and takes each row that has the shape of one of
ours (https://www.sqlite.org/fileformat2.html, sections 1.6, 2.1 and 4). A choice stands in two places, its table and
the table's index, so that one of them may be lost. Nothing is ever deleted.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

from game.branches.store import KINDS, NAME_LIMIT, PAGE_SIZE, VERSION, make_tables
from game.errors import StoreError
from game.story.problems import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEAF, _INDEX_LEAF, _INDEX_INNER = 13, 10, 2
"""Kinds of pages that hold rows."""
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
"""Bytes of a column, by its type; from 12 on the type is the width."""
_COLUMNS = 8
"""More than any row of ours has."""
_LOGS = ("-wal", "-shm")
"""What SQLite keeps beside a file."""


class Recovered(NamedTuple):
    """What came of it."""

    aside: Path | None
    """Where the damaged file is now; None when the file was sound and is as it was."""
    runs: list[str]
    """The names of the runs that were recovered, of all stories."""
    lost: list[str]
    """The names of the runs of which no beginning could be read."""
    choices: int
    """Choices recovered."""


_Choice = tuple[int, str, str, str, int]
"""parent, scene, choice, arrived, hidden"""


class _Rows(NamedTuple):
    """What was read, by its id; the columns as the store has them."""

    nodes: dict[int, _Choice]
    branches: dict[int, tuple[int, str, int, int, int, int]]
    """story, name, node, tip, touched, deleted"""
    found: set[tuple[int, str, str]]
    settings: dict[str, str]


def recover(path: Path) -> Recovered:
    """Set a damaged store aside, beside where it was, and put a new one with all that can be read in its place.

    Raises:
        StoreError: there is no such file, it was made by a newer program, or the new one cannot be written; the old
            one is as it was.
    """
    if not path.is_file():
        raise StoreError(f"there is no {path}: nothing has been saved there, so there is nothing to recover")
    fresh = _beside(path, "recovered")
    try:
        if _is_sound(path):
            return Recovered(None, [], [], 0)
        recovered = _write(_read(_pages(path)), fresh)
        aside = _beside(path, "damaged")
        for log in _LOGS:
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + log).rename(aside.with_name(aside.name + log))
        path.rename(aside)
        fresh.rename(path)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"{path} cannot be recovered: {reason}; nothing has been deleted") from error
    return recovered._replace(aside=aside)


def _is_sound(path: Path) -> bool:
    """Whether there is nothing to recover.

    Raises:
        StoreError: a newer program made it.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if head.startswith(b"SQLite format 3") and int.from_bytes(head[60:64], "big") > VERSION:
        raise StoreError(f"{path} was made by a newer version of sokovia; it has not been touched")
    if not head:
        return not path.with_name(f"{path.name}-wal").is_file()  # SQLite would delete the log of an empty file
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            (version,) = db.execute("pragma user_version").fetchone()
            return bool(version) and db.execute("pragma integrity_check").fetchone() == ("ok",)
    except sqlite3.Error:
        return False


def _beside(path: Path, what: str) -> Path:
    """The first name of the form `player.damaged-1.sqlite` that no file has."""
    names = (path.with_name(f"{path.stem}.{what}-{number}{path.suffix}") for number in itertools.count(1))
    return next(name for name in names if not os.path.lexists(name))


# The file, page by page


def _pages(path: Path) -> dict[int, bytes]:
    """The pages of a store by their number, as its log of writes leaves them."""
    raw = path.read_bytes()
    pages = {1 + at // PAGE_SIZE: raw[at : at + PAGE_SIZE] for at in range(0, len(raw), PAGE_SIZE)}
    with contextlib.suppress(FileNotFoundError):
        log = path.with_name(f"{path.name}-wal").read_bytes()
        salt, waiting = log[16:24], {}
        for at in range(32, len(log) - 24 - PAGE_SIZE + 1, 24 + PAGE_SIZE):
            number, committed = struct.unpack_from(">II", log, at)
            if log[at + 8 : at + 16] != salt:  # left over from an earlier time
                break
            waiting[number] = log[at + 24 : at + 24 + PAGE_SIZE]
            if committed:
                pages |= waiting
                waiting = {}
    return pages


def _read(pages: dict[int, bytes]) -> _Rows:
    rows = _Rows({}, {}, set(), {})
    from_index: dict[int, _Choice] = {}
    for number, page in pages.items():
        for id, row in _rows_of(page, 100 if number == 1 else 0):
            match row:
                case (None, int(parent), int(), str(scene), str(choice), str(arrived), int(hidden)):
                    rows.nodes[id] = parent, scene, choice, arrived, hidden
                case (int(parent), str(scene), str(choice), str(arrived), int(node)):
                    from_index[node] = parent, scene, choice, arrived, 0
                case (None, int(story), str(name), int(node), int(tip), int(touched), int(deleted)):
                    rows.branches[id] = story, printable(name)[:NAME_LIMIT], node, tip, touched, deleted
                case (int(story), str(kind), str(what)) if kind in KINDS:
                    rows.found.add((story, kind, what))
                case (str(key), str(value)):
                    rows.settings[key] = value
    rows.nodes.update({id: node for id, node in from_index.items() if id not in rows.nodes})
    return rows


def _rows_of(page: bytes, start: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of a page, each with its number (0 in an index); those that cannot be read are passed over."""
    if len(page) <= start or page[start] not in (_LEAF, _INDEX_LEAF, _INDEX_INNER):
        return
    kind = page[start]
    first = start + (12 if kind == _INDEX_INNER else 8)
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for at in range(first, min(first + 2 * count, PAGE_SIZE), 2):
        with contextlib.suppress(IndexError, UnicodeDecodeError):
            cell = int.from_bytes(page[at : at + 2], "big") + (4 if kind == _INDEX_INNER else 0)
            _, cell = _varint(page, cell)
            id, cell = _varint(page, cell) if kind == _LEAF else (0, cell)
            yield id, _record(page, cell)


def _record(page: bytes, at: int) -> tuple[Any, ...]:
    """A row: a header with the type of each column, then the columns."""
    size, types = _varint(page, at)
    head, at = at + size, at + size
    found: list[Any] = []
    while types < head:
        kind, types = _varint(page, types)
        width = (kind - 12) // 2 if kind >= 12 else _WIDTHS[kind]
        raw = page[at : at + width]
        if len(raw) < width or len(found) == _COLUMNS:
            raise IndexError  # it goes on in another page, or is noise
        at += width
        if kind >= 12:
            found.append(raw.decode() if kind % 2 else raw)
        elif kind in (8, 9):
            found.append(kind - 8)
        else:
            found.append(int.from_bytes(raw, "big", signed=True) if width else None)
    return tuple(found)


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for end in range(at, at + 8):
        value = value << 7 | page[end] & 127
        if page[end] < 128:
            return value, end + 1
    return value << 8 | page[at + 8], at + 9


# The new store


def _write(rows: _Rows, fresh: Path) -> Recovered:
    """Make a store of what was read: the choices that have a beginning, and the runs through them."""
    places = _places(rows.nodes)
    kept: list[tuple[int, int, str, int, int, int, int]] = []
    lost: list[str] = []
    for id, (story, name, node, tip, touched, deleted) in rows.branches.items():
        ends = [end for end in (node, tip) if end in places and places[end][0] == story]
        if ends:
            kept.append((id, story, name, ends[0], ends[-1], touched, deleted))
        else:
            lost.append(name)
    named = set() if lost else {row[1] for row in kept}
    unnamed = _unnamed(rows.nodes, places, named, {row[4] for row in kept})
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        make_tables(db)
        db.executemany(
            "insert or ignore into node values (?, ?, ?, ?, ?, ?, ?)",
            [(id, parent, places[id][1], *rest) for id, (parent, *rest) in rows.nodes.items() if id in places],
        )
        db.executemany("insert or ignore into branch values (?, ?, ?, ?, ?, ?, ?)", kept)
        db.executemany(
            "insert or ignore into branch (story, name, node, tip, touched) values (?, ?, ?, ?, ?)",
            [(story, f"recovered-{n}", tip, tip, n) for n, (story, tip) in enumerate(unnamed, 1)],
        )
        db.executemany("insert or ignore into found values (?, ?, ?)", [row for row in rows.found if row[0] in places])
        db.executemany("insert or ignore into setting values (?, ?)", rows.settings.items())
        db.commit()
        names = [name for (name,) in db.execute("select name from branch order by touched desc")]
        (choices,) = db.execute("select count(*) from node where parent != 0").fetchone()
        with contextlib.closing(sqlite3.connect(fresh)) as file:
            db.backup(file)
    return Recovered(None, names, lost, int(choices))


def _places(nodes: dict[int, _Choice]) -> dict[int, tuple[int, int]]:
    """Node → its root and its depth, for the nodes that have a beginning. A parent is always older than its child."""
    places: dict[int, tuple[int, int]] = {}
    for id in sorted(nodes):
        parent = nodes[id][0]
        if not parent:
            places[id] = id, 0
        elif parent in places:
            root, depth = places[parent]
            places[id] = root, depth + 1
    return places


def _unnamed(
    nodes: dict[int, _Choice], places: dict[int, tuple[int, int]], named: set[int], tips: set[int]
) -> list[tuple[int, int]]:
    """(story, last node) of what no recovered name leads to, of the stories that have lost a name."""
    parents = {row[0] for row in nodes.values()}
    ends = [(root, id) for id, (root, depth) in places.items() if depth and id not in parents]
    return [(root, id) for root, id in ends if root not in named and id not in tips]
