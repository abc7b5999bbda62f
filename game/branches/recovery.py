"""A damaged store: set aside as it is, and what can be read of it kept in a new one.

SQLite gives up on a file whose first page is lost. The rows are still there, a few dozen to a page, so this looks at
every page by itself, in the file and in the log of writes beside it, and takes each row that has the shape of one of
ours (https://www.sqlite.org/fileformat2.html, sections 1.6, 2.1 and 4). A choice stands in two places, its table and
the table's index, so that one of them may be lost. Every choice that is read is kept, in its run as far as that hangs
together, else as a fragment. Nothing is ever deleted.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

from game.branches.store import HEAD_SIZE, KINDS, NAME_LIMIT, PAGE_SIZE, VERSION, make_tables
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
    torn: list[str]
    """Those of them that have lost their beginning: kept, though they can no longer be played."""
    lost: list[str]
    """The names of the runs of which no choice could be read."""
    choices: int
    """Choices recovered."""
    finds: int
    """Scenes, moments and endings recovered that some run has found."""


_Choice = tuple[int, str, str, str, int]
"""parent, scene, choice, arrived, hidden"""


class _Rows(NamedTuple):
    """What was read, by its id; the columns as the store has them."""

    nodes: dict[int, _Choice]
    branches: dict[int, tuple[int, str, int, int, int, int]]
    """story, name, node, tip, touched, deleted"""
    found: set[tuple[int, str, str]]
    settings: dict[str, str]


def recover(path: Path, story: str) -> Recovered:
    """Set a damaged store aside, beside where it was, and put a new one with all that can be read in its place.

    Args:
        path: The store.
        story: The story that runs are taken to be of where that cannot be read: the key of a story.

    Raises:
        StoreError: there is no such file, it was made by a newer program, or the new one cannot be written; the old
            one is as it was.
    """
    if not path.is_file():
        raise StoreError(f"there is no {path}: nothing has been saved there, so there is nothing to recover")
    fresh = _beside(path, "recovered")
    try:
        if _is_sound(path):
            return Recovered(None, [], [], [], 0, 0)
        recovered = _write(_read(_pages(path)), story, fresh)
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
        head = file.read(HEAD_SIZE)
    if head.startswith(b"SQLite format 3") and int.from_bytes(head[60:64], "big") > VERSION:
        raise StoreError(f"{path} was made by a newer version of sokovia; it has not been touched")
    if len(head) < HEAD_SIZE:  # SQLite would delete the log of a file that is as good as empty
        return not head and not path.with_name(f"{path.name}-wal").is_file()
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


def _pages(path: Path) -> list[tuple[int, bytes]]:
    """Every page of a store with its number, what counts most last: what the log of writes has left over from earlier
    times or from a write that was not finished, then the file, then what the log adds to it."""
    raw = path.read_bytes()
    pages = [(1 + at // PAGE_SIZE, raw[at : at + PAGE_SIZE]) for at in range(0, len(raw), PAGE_SIZE)]
    try:
        log = path.with_name(f"{path.name}-wal").read_bytes()
    except FileNotFoundError:
        return pages
    writes: list[tuple[int, bytes]] = []
    finished, salt = 0, log[40:48]  # of the first write, as of the log's own head, which may be lost
    for at in range(32, len(log) - 24 - PAGE_SIZE + 1, 24 + PAGE_SIZE):
        number, committed = struct.unpack_from(">II", log, at)
        writes.append((number, log[at + 24 : at + 24 + PAGE_SIZE]))
        if log[at + 8 : at + 16] != salt:
            salt = b""  # from here on left over
        elif committed:
            finished = len(writes)
    return [*writes[finished:], *pages, *writes[:finished]]


def _read(pages: list[tuple[int, bytes]]) -> _Rows:
    rows = _Rows({}, {}, set(), {})
    from_index: dict[int, _Choice] = {}
    for number, page in pages:
        for id, row in _rows_of(page, HEAD_SIZE if number == 1 else 0):
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


def _write(rows: _Rows, story: str, fresh: Path) -> Recovered:
    """Make a store of what was read: every choice, the runs through them, what was found, and the settings."""
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        make_tables(db)
        tree = _Tree(db, rows, story)
        lost = [name for _, name, *rest in rows.branches.values() if not tree.keep(name, *rest)]
        tree.name_rest(all_of_them=bool(lost))
        finds = [(tree.root(id), kind, what) for id, kind, what in rows.found]
        db.executemany("insert or ignore into found values (?, ?, ?)", finds)
        db.executemany("insert or ignore into setting values (?, ?)", rows.settings.items())
        db.commit()
        names = [name for (name,) in db.execute("select name from branch order by touched desc")]
        (choices,) = db.execute("select count(*) from node where parent != 0").fetchone()
        with contextlib.closing(sqlite3.connect(fresh)) as file:
            db.backup(file)
    torn = [name for name in names if name in tree.torn]
    return Recovered(None, names, torn, lost, int(choices), len(finds))


class _Tree:
    """The tree of the new store, grown from the nodes of the old one, which get new ids.

    A choice that has lost what was before it grows from the root of its story, and is kept with all that comes after.
    """

    def __init__(self, db: sqlite3.Connection, rows: _Rows, story: str) -> None:
        self._db, self._nodes, self._story = db, rows.nodes, story
        self._origins = _origins(rows.nodes)
        ends = [(end, row[0]) for row in rows.branches.values() for end in row[2:4] if end in rows.nodes]
        self._stories = {self._origins[end]: story for end, story in ends}
        """Origin → the old root of its story, as a branch tells."""
        self._roots = {0, *(row[0] for row in rows.branches.values()), *(story for story, *_ in rows.found)}
        """What is a root's parent, and the old roots, read or not."""
        self._new: dict[int, tuple[int, int]] = {}
        """Old node → its root and itself in the new tree."""
        self._tips: set[int] = set()
        """Old nodes at which a run ends that has a name."""
        self.torn: set[str] = set()
        """The names of the runs that have lost their beginning."""
        for id in sorted(rows.nodes):
            self._new[id] = self._grow(id)

    def _grow(self, id: int) -> tuple[int, int]:
        parent, scene, choice, arrived, hidden = self._nodes[id]
        if not parent:
            root = self.root(id)
            return root, root
        if parent in self._new:
            root, before = self._new[parent]
        else:
            root = before = self.root(parent if parent in self._roots else self._stories.get(id))
        return root, self._put(before, scene, choice, arrived, hidden)

    def root(self, old: int | None) -> int:
        """The new root of a story, by its old one; where that is not known or was not read, of the one named."""
        read = self._nodes.get(old or 0)
        return self._put(0, read[1] if read and not read[0] else self._story, "", "", 0)

    def _put(self, parent: int, scene: str, choice: str, arrived: str, hidden: int) -> int:
        """A node of the new tree, made if it is new."""
        self._db.execute(
            """insert or ignore into node (parent, depth, scene, choice, arrived, hidden)
               values (?1, coalesce((select depth + 1 from node where id = ?1), 0), ?2, ?3, ?4, ?5)""",
            (parent, scene, choice, arrived, hidden),
        )
        (id,) = self._db.execute(
            "select id from node where parent = ? and scene = ? and choice = ? and arrived = ?",
            (parent, scene, choice, arrived),
        ).fetchone()
        return int(id)

    def keep(self, name: str, node: int, tip: int, touched: int, deleted: int = 0) -> bool:
        """Keep a run as far as it was read; of two ends that a gap lies between, the one that has its beginning.

        Returns:
            Whether anything of it was read.
        """
        ends = [end for end in (node, tip) if end in self._new]
        ends = [end for end in ends if not self._is_torn(end)] or ends[-1:]
        if not ends:
            return False
        if self._is_torn(ends[-1]):
            self.torn.add(name)
            touched = 0  # what can be played goes before it
        (root, stands), (_, ends_at) = self._new[ends[0]], self._new[ends[-1]]
        self._db.execute(
            "insert or ignore into branch (story, name, node, tip, touched, deleted) values (?, ?, ?, ?, ?, ?)",
            (root, name, stands, ends_at, touched, deleted),
        )
        self._tips.add(ends[-1])
        return True

    def name_rest(self, *, all_of_them: bool) -> None:
        """Give a name to the runs without one, of stories that have lost a name, and to the fragments of two choices or
        more."""
        named = set() if all_of_them else {self._new[tip][0] for tip in self._tips}
        inner = self._tips | {parent for parent, *_ in self._nodes.values()}
        ends = [id for id in sorted(self._nodes) if id not in inner and self._nodes[id][0] in self._nodes]
        torn = [id for id in ends if self._is_torn(id)]
        whole = [id for id in ends if not self._is_torn(id) and self._new[id][0] not in named]
        names = [f"fragment-{n}" for n in range(1, len(torn) + 1)] + [
            f"recovered-{n}" for n in range(1, len(whole) + 1)
        ]
        for touched, (name, id) in enumerate(zip(names, torn + whole, strict=True), 1):
            self.keep(name, id, id, touched)

    def _is_torn(self, id: int) -> bool:
        """Whether the way to a node has lost its beginning."""
        return self._nodes[self._origins[id]][0] not in self._roots


def _origins(nodes: dict[int, _Choice]) -> dict[int, int]:
    """Node → the first node of the way to it that was read: a root, or a choice that has lost what was before it.

    A parent is always older than its child.
    """
    origins: dict[int, int] = {}
    for id in sorted(nodes):
        origins[id] = origins.get(nodes[id][0], id)
    return origins
