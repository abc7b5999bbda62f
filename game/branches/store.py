"""The store of branches: one SQLite file a profile.

Everything tried is a tree: a node is (parent, scene, choice), and the same path is the same node. A branch is a name
for a node, and moves along it. A choice is durable (WAL, full sync) before its result is shown; going back moves the
branch and deletes nothing.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from game.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
"""The store's form, kept in SQLite's `user_version`."""
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
    """A named run: its id in the store, and its name."""

    id: int
    name: str


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
        """The branch of that name, made at the root if it is new."""
        with self._told():
            self._db.execute(
                "insert or ignore into branch (story, name, node, touched) values (?, ?, ?, ?)",
                (self._story, name, ROOT, self._tick()),
            )
            (id,) = self._db.execute(
                "select id from branch where story = ? and name = ?", (self._story, name)
            ).fetchone()
        return Branch(id, name)

    def begin(self) -> Branch:
        """A new branch at the root, with the first free name of the form `run-1`."""
        with self._told():
            names = {name for (name,) in self._db.execute("select name from branch where story = ?", (self._story,))}
        return self.branch(next(f"run-{n}" for n in range(1, len(names) + 2) if f"run-{n}" not in names))

    def latest(self) -> Branch | None:
        """The branch played last, if any has a choice in it."""
        with self._told():
            row = self._db.execute(
                "select id, name from branch where story = ? and node != ? order by touched desc limit 1",
                (self._story, ROOT),
            ).fetchone()
        return Branch(*row) if row else None

    def path(self, branch: Branch) -> list[tuple[str, str]]:
        """The branch as (scene, choice), from the start."""
        with self._told():
            rows = self._db.execute(
                """with recursive up(id, parent, scene, choice, depth) as (
                     select n.id, n.parent, n.scene, n.choice, 0
                     from node n join branch b on b.node = n.id where b.id = ?
                     union all
                     select n.id, n.parent, n.scene, n.choice, depth + 1 from node n join up on n.id = up.parent)
                   select scene, choice from up order by depth desc""",
                (branch.id,),
            ).fetchall()
        return [(scene, choice) for scene, choice in rows]

    def add(self, branch: Branch, scene: str, choice: str, found: list[tuple[Kind, str]]) -> None:
        """Move a branch along a choice, and note what it found. On disk when this returns."""
        with self._told(), self._transaction():
            (parent,) = self._db.execute("select node from branch where id = ?", (branch.id,)).fetchone()
            self._db.execute(
                "insert or ignore into node (parent, scene, choice) values (?, ?, ?)", (parent, scene, choice)
            )
            (node,) = self._db.execute(
                "select id from node where parent = ? and scene = ? and choice = ?", (parent, scene, choice)
            ).fetchone()
            self._db.execute("update branch set node = ?, touched = ? where id = ?", (node, self._tick(), branch.id))
            self._db.executemany(
                "insert or ignore into found values (?, ?, ?)", [(self._story, kind, id) for kind, id in found]
            )

    def rewind(self, branch: Branch, turns: int = 1) -> None:
        """Move a branch back; the nodes stay."""
        with self._told(), self._transaction():
            for _ in range(turns):
                self._db.execute(
                    "update branch set node = coalesce((select parent from node where id = branch.node), ?),"
                    " touched = ? where id = ?",
                    (ROOT, self._tick(), branch.id),
                )

    def fork(self, branch: Branch, *, back: int) -> Branch:
        """A new branch that starts `back` choices before the end of `branch`, which stays as it is."""
        with self._told():
            names = {name for (name,) in self._db.execute("select name from branch where story = ?", (self._story,))}
            stem = branch.name
            name = next(f"{stem}-{n}" for n in range(2, len(names) + 3) if f"{stem}-{n}" not in names)
            with self._transaction():
                self._db.execute(
                    "insert into branch (story, name, node, touched) select story, ?, node, ? from branch where id = ?",
                    (name, self._tick(), branch.id),
                )
        forked = self.branch(name)
        self.rewind(forked, back)
        return forked

    def found(self, kind: Kind) -> set[str]:
        """What has been found in all runs of the story."""
        with self._told():
            rows = self._db.execute("select id from found where story = ? and kind = ?", (self._story, kind))
            return {id for (id,) in rows}

    def _prepare(self) -> None:
        (version,) = self._db.execute("pragma user_version").fetchone()
        if version > VERSION:
            raise StoreError(f"{self._path} was made by a newer version of sokovia; it has not been touched")
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        if version == VERSION:
            return
        with self._transaction():
            (version,) = self._db.execute("pragma user_version").fetchone()
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"pragma user_version = {VERSION}")

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
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"the saved branches in {self._path} cannot be used: {error}; the file is left as it is"
            ) from error
        except OSError as error:
            reason = error.strerror or error
            raise StoreError(
                f"nothing can be saved in {self._path.parent}: {reason}; set SOKOVIA_HOME to another folder"
            ) from error
