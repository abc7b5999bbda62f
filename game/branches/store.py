"""The store of branches: one SQLite file a profile.

Everything tried is a tree: a node is (parent, scene, choice), and the same path is the same node. A branch is a name
for a node, and moves along it. A choice is durable (WAL, full sync) before its result is shown; going back moves the
branch and deletes nothing.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from game.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
"""The store's form, kept in SQLite's `user_version`."""
NAME_LIMIT = 80
"""Characters of a branch's name."""
ROOT = 0
"""The parent of a first choice."""
Kind = Literal["scene", "vignette", "ending"]

_SCHEMA = """
create table node (
    id integer primary key, parent integer not null, scene text not null, choice text not null,
    unique (parent, scene, choice)
);
create table branch (
    id integer primary key, story text not null, name text not null, node integer not null,
    touched integer not null, unique (story, name)
);
create table found (story text not null, kind text not null, id text not null, primary key (story, kind, id))
    without rowid;
"""


class Branch(NamedTuple):
    """A named run, as somebody who plays it sees it. Another program may have moved it since."""

    id: int
    name: str
    node: int
    """Where it stands for whoever holds this value."""


class Store:
    """An open store of one story's branches. Use as a context manager."""

    def __init__(self, path: Path | None, story: str) -> None:
        """Open or make the store of `story` in the file `path`; without a file nothing is kept when it closes.

        Raises:
            StoreError: it cannot be opened, is damaged, or was made by a newer program.
        """
        self._path, self._story = path or Path(":memory:"), story
        with self._told():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                _refuse_truncated(path)
            self._db = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    @classmethod
    def of_profile(cls, folder: Path, profile: str, story: str) -> Store:
        """The store of a profile, in the data folder.

        Raises:
            StoreError: as opening does, and for a name that is no profile's.
        """
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", profile):
            raise StoreError("a profile's name is up to 32 lower-case letters, digits, hyphens and underscores")
        return cls(folder / "profiles" / f"{profile}.sqlite", story)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; all that was written is already on disk."""
        self._db.close()

    def branch(self, name: str) -> Branch:
        """The branch of that name, made at the root if it is new.

        Raises:
            StoreError: the store cannot be used, or the name is no branch's.
        """
        if not name.isprintable() or not 0 < len(name) <= NAME_LIMIT:
            raise StoreError(f"a branch's name is up to {NAME_LIMIT} printable characters")
        with self._told(), self._transaction():
            found = self._db.execute(
                "select id, name, node from branch where story = ? and name = ?", (self._story, name)
            ).fetchone()
            return Branch(*found) if found else self._insert(name, ROOT)

    def begin(self) -> Branch:
        """A new branch at the root, with the first free name of the form `run-1`."""
        with self._told(), self._transaction():
            return self._insert(self._free("run", 1), ROOT)

    def names(self) -> list[str]:
        """The names of the branches, the one played last first."""
        with self._told():
            rows = self._db.execute("select name from branch where story = ? order by touched desc", (self._story,))
            return [name for (name,) in rows]

    def latest(self) -> Branch | None:
        """The branch played last, if any has a choice in it."""
        with self._told():
            row = self._db.execute(
                "select id, name, node from branch where story = ? and node != ? order by touched desc limit 1",
                (self._story, ROOT),
            ).fetchone()
        return Branch(*row) if row else None

    def path(self, branch: Branch) -> list[tuple[str, str]]:
        """The branch as (scene, choice), from the start."""
        with self._told():
            return [(scene, choice) for _, scene, choice in reversed(self._up(branch.node))]

    def add(self, branch: Branch, scene: str, choice: str, found: list[tuple[Kind, str]]) -> Branch:
        """Move a branch along a choice, and note what it found. On disk when this returns.

        Returns:
            The branch where it stands now. It is a new one when the branch of that name stands elsewhere, because
            another program has played on in it, or because its end no longer fits the story: both are kept.
        """
        with self._told(), self._transaction():
            self._db.execute(
                "insert or ignore into node (parent, scene, choice) values (?, ?, ?)", (branch.node, scene, choice)
            )
            (node,) = self._db.execute(
                "select id from node where parent = ? and scene = ? and choice = ?", (branch.node, scene, choice)
            ).fetchone()
            self._db.executemany(
                "insert or ignore into found values (?, ?, ?)", [(self._story, kind, id) for kind, id in found]
            )
            return self._move(branch, node)

    def rewind(self, branch: Branch, turns: int = 1) -> Branch:
        """Move a branch back; the nodes stay.

        Returns:
            The branch where it stands now; a new one in the same cases as for `add`.
        """
        with self._told(), self._transaction():
            return self._move(branch, self.before(branch, turns).node)

    def before(self, branch: Branch, turns: int) -> Branch:
        """The branch as it was so many choices ago; nothing is moved until something is added there."""
        with self._told():
            nodes = [node for node, _, _ in self._up(branch.node)]
        return branch._replace(node=nodes[turns] if turns < len(nodes) else ROOT)

    def fork(self, branch: Branch, *, back: int = 0) -> Branch:
        """A new branch that starts `back` choices before the end of `branch`, which stays as it is."""
        with self._told(), self._transaction():
            return self._insert(self._free(branch.name, 2), self.before(branch, back).node)

    def found(self, kind: Kind) -> set[str]:
        """What has been found in all runs of the story."""
        with self._told():
            rows = self._db.execute("select id from found where story = ? and kind = ?", (self._story, kind))
            return {id for (id,) in rows}

    def _up(self, node: int) -> list[tuple[int, str, str]]:
        """(node, scene, choice) from a node up to a first choice. Parents come first, so a damaged file ends too."""
        return self._db.execute(
            """with recursive up(id, parent, scene, choice) as (
                 select id, parent, scene, choice from node where id = ?
                 union all
                 select n.id, n.parent, n.scene, n.choice from up join node n on n.id = up.parent and n.id < up.id)
               select id, scene, choice from up order by id desc""",
            (node,),
        ).fetchall()

    def _move(self, branch: Branch, node: int) -> Branch:
        moved = self._db.execute(
            "update branch set node = ?, touched = ? where id = ? and node = ?",
            (node, self._tick(), branch.id, branch.node),
        )
        return branch._replace(node=node) if moved.rowcount else self._insert(self._free(branch.name, 2), node)

    def _insert(self, name: str, node: int) -> Branch:
        made = self._db.execute(
            "insert into branch (story, name, node, touched) values (?, ?, ?, ?)",
            (self._story, name, node, self._tick()),
        )
        return Branch(int(made.lastrowid or 0), name, node)

    def _free(self, stem: str, first: int) -> str:
        """The first name of the form `stem-1` that no branch of the story has."""
        names = {name for (name,) in self._db.execute("select name from branch where story = ?", (self._story,))}
        return next(name for n in itertools.count(first) if (name := f"{stem}-{n}") not in names)

    def _prepare(self) -> None:
        version = self._version()
        if version > VERSION:
            raise StoreError(f"{self._path} was made by a newer version of sokovia; it has not been touched")
        if version == 0:
            self._make()
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")

    def _make(self) -> None:
        """Make the tables, unless another program has just done so."""
        with self._transaction():
            if self._version() != 0:
                return
            if self._db.execute("select 1 from sqlite_master").fetchone():
                raise StoreError(f"{self._path} holds something else than saved branches; it has not been touched")
            for statement in _SCHEMA.split(";"):
                self._db.execute(statement)
            self._db.execute(f"pragma user_version = {VERSION}")

    def _version(self) -> int:
        (version,) = self._db.execute("pragma user_version").fetchone()
        return int(version)

    def _tick(self) -> int:
        """A number greater than any branch's `touched`: the order of play, kept without a clock."""
        (last,) = self._db.execute("select coalesce(max(touched), 0) from branch").fetchone()
        return int(last) + 1

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's and the system's errors, in a sentence that names the file."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError) as error:  # the last two: a damaged file holds anything
            raise StoreError(
                f"the saved branches in {self._path} cannot be used: {error}; the file is left as it is"
            ) from error
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(
                f"nothing can be saved in {self._path.parent}: {reason}; set SOKOVIA_HOME to another folder"
            ) from error


def _refuse_truncated(path: Path) -> None:
    """An empty file is a store not made yet, unless a log of writes lies beside it: SQLite would delete that log."""
    log = path.with_name(f"{path.name}-wal")
    if path.is_file() and log.is_file() and not path.stat().st_size and log.stat().st_size:
        raise StoreError(f"{path} is empty, but choices are still in {log}; both files are left as they are")
