"""The store of branches: one SQLite file a profile.

Everything tried is a tree: a node is a choice with what it led to, and the same path is the same node. A branch is a
name for a way through the tree: its tip is where the way ends, its node where the player stands on it. A choice is
durable (WAL, full sync) before its result is shown; going back moves the branch's node and deletes nothing; choosing
anew moves the tip to the new way while the old one stays in the tree. A deleted branch is in the trash until it is
restored.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import shutil
import sqlite3
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Self, get_args

import msgspec

from game.branches.path import Choosing
from game.branches.tree import Node
from game.errors import StoreError
from game.story.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

VERSION = 2
"""The store's form, kept in SQLite's `user_version`."""
TIMEOUT = 10
"""Seconds to wait for another program that is writing."""
NAME_LIMIT = 80
"""Characters in a branch's name."""
PAGE_SIZE = 4096
"""Bytes of a page of the file: what reading a damaged one counts by."""
HEAD_SIZE = 100
"""Bytes of the head of the file."""
RUN = "run"
"""What a run is called that nobody has named: run-1, run-2, …"""
NOT_KEPT = -1
"""The id of a branch that is made with its next choice."""
Kind = Literal["scene", "vignette", "ending"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_SCHEMA = """
create table node (
    id integer primary key, parent integer not null, depth integer not null,
    scene text not null, choice text not null, arrived text not null, hidden integer not null default 0,
    unique (parent, scene, choice, arrived)
);
create table branch (
    id integer primary key, story integer not null, name text not null, node integer not null, tip integer not null,
    touched integer not null, deleted integer not null default 0, unique (story, name)
);
create index branch_tip on branch (tip);
create table found (story integer not null, kind text not null, id text not null, primary key (story, kind, id))
    without rowid;
create table setting (key text not null primary key, value text not null) without rowid;
"""
"""A story's root is a node whose parent is 0 and whose scene is the story's name."""

UPGRADES: dict[int, Callable[[sqlite3.Connection], object]] = {
    1: lambda db: db.execute("create index branch_tip on branch (tip)"),
}
"""Version → the step from it to the next, inside a transaction."""

_NODE = """n.id, n.parent, n.scene, n.choice, n.arrived,
    (select count(*) from node c where c.parent = n.id and c.hidden = 0)"""


class Branch(NamedTuple):
    """A saved run as it was when it was read, or one that is made with its next choice."""

    id: int
    name: str
    node: int
    """Where the player stands on it."""
    tip: int
    """Where it ends."""


class Listed(NamedTuple):
    """A branch in a list."""

    branch: Branch
    choices: int
    """From the start to the tip."""
    stands: int
    """From the start to where the player stands."""
    deleted: bool


class Store:
    """An open store of one story's branches. Use as a context manager."""

    def __init__(self, path: Path | None, story: str) -> None:
        """Open or make the store of `story` in the file `path`; without a file nothing is kept when it closes.

        Raises:
            StoreError: it cannot be opened, is damaged, or was made by a newer program.
        """
        self._path = path or Path(":memory:")
        with self._told():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                _refuse_truncated(path)
            self._db = sqlite3.connect(self._path, timeout=TIMEOUT, isolation_level=None)
            try:
                self._prepare()
                self._root = self._find_root(story)
            except BaseException:
                self._db.close()
                raise

    @property
    def lasts(self) -> bool:
        """Whether what it holds is on disk."""
        return self._path != Path(":memory:")

    @classmethod
    def of_profile(cls, folder: Path, profile: str, story: str) -> Store:
        """The store of a profile, in the data folder.

        Raises:
            StoreError: as opening does, and for a name that is no profile's.
        """
        return cls(profile_path(folder, profile), story)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; all that was written is already on disk."""
        self._db.close()

    # Branches

    def branch(self, name: str) -> Branch:
        """The branch of that name, made at the root if it is new.

        Raises:
            StoreError: the store cannot be used, the name is no branch's, or the branch is in the trash.
        """
        name = branch_name(name)
        with self._told(), self._transaction():
            row = self._db.execute(
                "select id, name, node, tip, deleted from branch where story = ? and name = ?", (self._root, name)
            ).fetchone()
            if row is None:
                return self._insert(name, self._root, self._root)
            if row[4]:
                raise StoreError(f"“{name}” is in the trash; `sokovia branches restore` brings it back")
            return Branch(*row[:4])

    def named(self, name: str, *, deleted: bool = False) -> Branch:
        """The branch of that name.

        Raises:
            StoreError: there is none; the message has the nearest right name.
        """
        with self._told():
            kept = unicodedata.normalize("NFC", name).strip() if name.isprintable() else ""
            row = self._db.execute(
                "select id, name, node, tip from branch where story = ? and name = ? and (deleted != 0) = ?",
                (self._root, kept, deleted),
            ).fetchone()
        if row is None:
            names = [listed.branch.name for listed in self.branches() if listed.deleted == deleted]
            what = "run in the trash" if deleted else "saved run"
            raise StoreError(f"no {what} is called “{_short(name)}”{nearest(name[:NAME_LIMIT], names)}")
        return Branch(*row)

    def branches(self) -> list[Listed]:
        """Every branch, the one played last first, those in the trash at the end."""
        with self._told():
            rows = self._db.execute(
                """select b.id, b.name, b.node, b.tip, tip.depth, stand.depth, b.deleted from branch b
                   join node tip on tip.id = b.tip join node stand on stand.id = b.node
                   where b.story = ? order by b.deleted != 0, b.touched desc""",
                (self._root,),
            )
            return [Listed(Branch(*row[:4]), row[4], row[5], bool(row[6])) for row in rows]

    def names(self) -> list[str]:
        """The names of the branches that are not in the trash, the one played last first."""
        return [listed.branch.name for listed in self.branches() if not listed.deleted]

    def begin(self, node: int | None = None, stem: str = RUN) -> Branch:
        """A new run from `node` (else the root). It is made with its first choice, and then gets the first free name
        of the form `run-1`."""
        node = self._root if node is None else node
        return Branch(NOT_KEPT, stem, node, node)

    def latest(self) -> Branch | None:
        """The branch played last, if any has a choice in it."""
        return next((one.branch for one in self.branches() if one.choices and not one.deleted), None)

    def fork(self, node: int, name: str | None = None, stem: str = RUN) -> Branch:
        """A new branch that ends at `node`.

        Args:
            node: Where it ends; nothing already tried is moved.
            name: Its name; without one it is the first free one of the form `run-1`, or `stem-2`.
            stem: What the name starts with.

        Raises:
            StoreError: the name is taken, or is no branch's.
        """
        with self._told(), self._transaction():
            return self._insert(self._unused(name) if name is not None else self._free(stem), node, node)

    def rename(self, branch: Branch, name: str) -> Branch:
        """Give a branch another name.

        Raises:
            StoreError: the name is taken, or is no branch's.
        """
        with self._told(), self._transaction():
            if branch_name(name) != branch.name:
                self._db.execute("update branch set name = ? where id = ?", (self._unused(name), branch.id))
        return branch._replace(name=branch_name(name))

    def delete(self, branch: Branch) -> None:
        """Put a branch into the trash; what only it has tried is hidden with it."""
        with self._told(), self._transaction():
            self._db.execute("update branch set deleted = ? where id = ?", (self._tick(), branch.id))
            for node in self._way_up(branch.tip):
                kept = self._db.execute(
                    """select exists (select 1 from node where parent = ?1 and hidden = 0)
                       or exists (select 1 from branch where deleted = 0 and (tip = ?1 or node = ?1))""",
                    (node,),
                ).fetchone()[0]
                if kept:
                    break
                self._db.execute("update node set hidden = 1 where id = ?", (node,))

    def restore(self, branch: Branch) -> None:
        """Take a branch out of the trash."""
        with self._told(), self._transaction():
            self._db.execute("update branch set deleted = 0, touched = ? where id = ?", (self._tick(), branch.id))
            self._show(branch.tip)

    # Ways

    def path(self, node: int) -> list[Choosing]:
        """The choices from the start to a node."""
        return list(self.trail(node).values())

    def trail(self, node: int) -> dict[int, Choosing]:
        """The nodes from the first choice to a node, each with its choice."""
        with self._told():
            return {id: Choosing(*row) for id, *row in reversed(self._up(node))}

    def ahead(self, branch: Branch) -> list[Node]:
        """The nodes of the branch beyond where the player stands, the next one first."""
        with self._told():
            nodes = list(itertools.takewhile(lambda node: node != branch.node, self._way_up(branch.tip)))
            return [found for node in reversed(nodes) if (found := self._node(node)) is not None]

    def add(self, branch: Branch, choosing: Choosing, found: Sequence[tuple[Kind, str]]) -> Branch:
        """Move a branch along a choice, and note what it found. On disk when this returns.

        Returns:
            The branch where it stands now. It is a new one when the branch is not kept yet, or no longer stands where
            it was read, because another program has played on in it or put it into the trash: both are kept.
        """
        with self._told(), self._transaction():
            node = self._put(branch.node, choosing)
            self._db.executemany(
                "insert or ignore into found values (?, ?, ?)", [(self._root, kind, id) for kind, id in found]
            )
            return self._move(branch, node)

    def move(self, branch: Branch, node: int) -> Branch:
        """Stand at another node of the tree; the branch's tip stays when the node is on the way to it.

        Returns:
            The branch where it stands now; a new one in the same case as for `add`.
        """
        with self._told(), self._transaction():
            return self._move(branch, node)

    def graft(self, path: Sequence[Choosing], name: str) -> Branch:
        """A new branch with this path, under the first free form of the name; nothing is overwritten."""
        with self._told(), self._transaction():
            node = self._root
            for choosing in path:
                node = self._put(node, choosing)
            name = branch_name(name)
            return self._insert(self._free(name) if self._taken(name) else name, node, node)

    # The tree

    @property
    def root(self) -> int:
        """The node of the story's beginning."""
        return self._root

    def node(self, node: int) -> Node | None:
        """A node of the tree; None for the root."""
        with self._told():
            return self._node(node)

    def children(self, node: int) -> list[Node]:
        """The choices tried from a node, the first tried first."""
        with self._told():
            rows = self._db.execute(
                f"select {_NODE} from node n where n.parent = ? and n.hidden = 0 order by n.id",  # noqa: S608  # a constant
                (node,),
            )
            return [Node(*row) for row in rows]

    def ways(self, nodes: Sequence[int]) -> dict[int, list[str]]:
        """Node → the names of the branches that end there, for those of `nodes` that have any."""
        found: dict[int, list[str]] = {}
        with self._told():
            rows = self._db.execute(
                """select tip, name from branch indexed by branch_tip
                   where tip in (select value from json_each(?)) and story = ? and deleted = 0 order by name""",
                (msgspec.json.encode(list(nodes)).decode(), self._root),
            )
            for tip, name in rows:
                found.setdefault(tip, []).append(name)
        return found

    def search(self, scenes: Sequence[str]) -> list[int]:
        """The nodes of this story that arrived at one of these scenes, the newest first; at most 500."""
        with self._told():
            rows = self._db.execute(
                """select id from node where hidden = 0 and arrived in (select value from json_each(?))
                   order by id desc""",
                (msgspec.json.encode(list(scenes)).decode(),),
            ).fetchall()
            return list(itertools.islice((id for (id,) in rows if self._is_mine(id)), 500))

    def way(self, node: int) -> list[Node]:
        """The nodes from the first choice to a node, in one read."""
        with self._told():
            rows = self._db.execute(
                f"""with recursive up(id, parent) as (
                      select id, parent from node where id = ?
                      union all select n.id, n.parent from up join node n on n.id = up.parent and n.id < up.id)
                    select {_NODE} from up join node n on n.id = up.id where n.parent != 0 order by n.id""",  # noqa: S608
                (node,),
            )
            return [Node(*row) for row in rows]

    def tried(self) -> dict[tuple[str, str], int]:
        """(scene, choice) → the newest node, for every choice tried in this story; one read of the whole tree."""
        with self._told():
            rows = self._db.execute(
                """with recursive mine(id, scene, choice) as (
                     select id, '', '' from node where id = ?
                     union all select n.id, n.scene, n.choice from mine join node n on n.parent = mine.id
                     where n.hidden = 0)
                   select scene, choice, max(id) from mine where scene != '' group by scene, choice""",
                (self._root,),
            )
            return {(scene, choice): id for scene, choice, id in rows}

    # What is found in all runs, and settings

    def found(self, kind: Kind) -> set[str]:
        """What has been found in all runs of the story."""
        with self._told():
            rows = self._db.execute("select id from found where story = ? and kind = ?", (self._root, kind))
            return {id for (id,) in rows}

    def setting(self, key: str, default: str) -> str:
        """A setting of the profile."""
        with self._told():
            row = self._db.execute("select value from setting where key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def set(self, key: str, value: str) -> None:
        """Keep a setting of the profile."""
        with self._told():
            self._db.execute("insert or replace into setting values (?, ?)", (key, value))

    # Rows

    def _node(self, node: int) -> Node | None:
        row = self._db.execute(
            f"select {_NODE} from node n where n.id = ? and n.parent != 0",  # noqa: S608  # a constant
            (node,),
        ).fetchone()
        return Node(*row) if row else None

    def _put(self, parent: int, choosing: Choosing) -> int:
        """The node of a choice, made if it is new."""
        key = (parent, choosing.scene, choosing.choice, choosing.arrived or "")
        self._db.execute(
            """insert or ignore into node (parent, depth, scene, choice, arrived)
               select ?1, depth + 1, ?2, ?3, ?4 from node where id = ?1""",
            key,
        )
        (node,) = self._db.execute(
            "select id from node where parent = ? and scene = ? and choice = ? and arrived = ?", key
        ).fetchone()
        return int(node)

    def _up(self, node: int) -> list[tuple[int, str, str, str]]:
        """(node, scene, choice, arrived) from a node up to a first choice.

        A parent is always older than its child; asking for that lets a damaged file come to an end too.
        """
        return self._db.execute(
            """with recursive up(id, parent, scene, choice, arrived) as (
                 select id, parent, scene, choice, arrived from node where id = ?
                 union all
                 select n.id, n.parent, n.scene, n.choice, n.arrived
                 from up join node n on n.id = up.parent and n.id < up.id)
               select id, scene, choice, arrived from up where parent != 0 order by id desc""",
            (node,),
        ).fetchall()

    def _way_up(self, node: int) -> Iterator[int]:
        """The nodes from `node` up to a first choice."""
        return (row[0] for row in self._up(node))

    def _is_mine(self, node: int) -> bool:
        """Whether a node is of this story; a profile may hold several."""
        row = self._db.execute(
            """with recursive up(id, parent) as (
                 select id, parent from node where id = ?
                 union all select n.id, n.parent from up join node n on n.id = up.parent and n.id < up.id)
               select 1 from up where id = ?""",
            (node, self._root),
        ).fetchone()
        return row is not None

    def _show(self, node: int) -> None:
        """Take a node and all before it out of hiding; what is before a node in sight is in sight."""
        while self._db.execute("update node set hidden = 0 where id = ? and hidden != 0", (node,)).rowcount:
            (node,) = self._db.execute("select parent from node where id = ?", (node,)).fetchone()

    def _move(self, branch: Branch, node: int) -> Branch:
        ahead = node <= branch.tip and (node in (branch.tip, self._root) or node in set(self._way_up(branch.tip)))
        tip = branch.tip if ahead else node
        moved = self._db.execute(
            "update branch set node = ?, tip = ?, touched = ? where id = ? and node = ? and tip = ? and deleted = 0",
            (node, tip, self._tick(), branch.id, branch.node, branch.tip),
        )
        if not moved.rowcount:
            return self._insert(self._free(branch.name), node, tip)
        self._show(tip)
        return branch._replace(node=node, tip=tip)

    def _insert(self, name: str, node: int, tip: int) -> Branch:
        self._show(tip)
        made = self._db.execute(
            "insert into branch (story, name, node, tip, touched) values (?, ?, ?, ?, ?)",
            (self._root, name, node, tip, self._tick()),
        )
        return Branch(int(made.lastrowid or 0), name, node, tip)

    def _unused(self, name: str) -> str:
        name = branch_name(name)
        row = self._db.execute("select deleted from branch where story = ? and name = ?", (self._root, name)).fetchone()
        if row is not None:
            where = ", in the trash" if row[0] else ""
            raise StoreError(f"there is a run called “{name}” already{where}; choose another name")
        return name

    def _taken(self, name: str) -> bool:
        rows = self._db.execute("select 1 from branch where story = ? and name = ?", (self._root, name))
        return rows.fetchone() is not None

    def _free(self, stem: str) -> str:
        """The first name of the form `stem-2` that no branch of the story has; runs without a name count from 1."""
        stem = branch_name(stem)[: NAME_LIMIT - 8]
        rows = self._db.execute("select name from branch where story = ?", (self._root,))
        names = {name for (name,) in rows}
        first = 1 if stem == RUN else 2
        return next(name for n in itertools.count(first) if (name := f"{stem}-{n}") not in names)

    def _tick(self) -> int:
        """A number greater than any branch's `touched`: the order of play, kept without a clock."""
        (last,) = self._db.execute("select coalesce(max(touched), 0) from branch").fetchone()
        return int(last) + 1

    # The file

    def _prepare(self) -> None:
        self._db.execute(f"pragma page_size = {PAGE_SIZE}")
        if self._version() < VERSION:
            self._upgrade()
        if self._version() > VERSION:
            raise StoreError(f"{self._path} was made by a newer version of sokovia; it has not been touched")
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")

    def _upgrade(self) -> None:
        """Make the tables, or bring those of an older program to today's form, unless another one has just done so."""
        with self._transaction():
            version = self._version()
            if version >= VERSION:
                return
            if version == 0:
                if self._db.execute("select 1 from sqlite_master").fetchone():
                    raise StoreError(f"{self._path} holds something else than saved branches; it has not been touched")
                make_tables(self._db)
            for older in range(max(version, 1), VERSION if version else 1):
                UPGRADES[older](self._db)
            self._db.execute(f"pragma user_version = {VERSION}")

    def _find_root(self, story: str) -> int:
        row = self._db.execute("select id from node where parent = 0 and scene = ?", (story,)).fetchone()
        if row is None:
            self._db.execute(
                "insert or ignore into node (parent, depth, scene, choice, arrived) values (0, 0, ?, '', '')", (story,)
            )
            row = self._db.execute("select id from node where parent = 0 and scene = ?", (story,)).fetchone()
        return int(row[0])

    def _version(self) -> int:
        (version,) = self._db.execute("pragma user_version").fetchone()
        return int(version)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("begin immediate")
        try:
            yield
            self._db.execute("commit")
        except BaseException:
            if self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("rollback")
            raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's and the system's errors, in a sentence that names the file."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, OSError) as error:  # in the middle: a damaged file holds anything
            raise StoreError(f"{self._fault(error)}. {UNSAVED}") from error

    def _fault(self, error: Exception) -> str:
        """What is wrong with the file, and what can be done about it."""
        name = getattr(error, "sqlite_errorname", "")
        what, path = f"the saved branches in {self._path} cannot be used", self._path
        if isinstance(error, OSError):
            return (
                f"nothing can be saved in {path.parent}: {error.strerror or error}; set SOKOVIA_HOME to another folder"
            )
        if name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and _is_full(path.parent)):
            return f"the disk is full: nothing more can be saved in {path}; what was saved is kept. Free some space"
        if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
            return f"{what}: it, or its folder, may not be written ({error}); set SOKOVIA_HOME to another folder"
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return f"{what}: another program has held it for {TIMEOUT} seconds ({error}); try again"
        if name.startswith("SQLITE_IOERR"):
            return f"{what}: {error}; the file is left as it is"
        return f"{what}: {error}; the file is left as it is. {recover_hint(path)}"


UNSAVED = "`sokovia --unsaved` plays without keeping anything"


def recover_hint(path: Path) -> str:
    """What to do about a damaged store."""
    profile = "" if path.stem == "player" else f" --profile {path.stem}"
    return f"`sokovia branches recover{profile}` sets it aside and reads what can be read"


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < 16 * PAGE_SIZE
    except OSError:
        return False


def make_tables(db: sqlite3.Connection) -> None:
    """Make the tables of a new store."""
    for statement in _SCHEMA.split(";"):
        db.execute(statement)
    db.execute(f"pragma user_version = {VERSION}")


def profile_path(folder: Path, profile: str) -> Path:
    """The file of a profile's store.

    Raises:
        StoreError: the name is no profile's.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", profile):
        raise StoreError("a profile's name is up to 32 lower-case letters, digits, hyphens and underscores")
    return folder / "profiles" / f"{profile}.sqlite"


def branch_name(text: str) -> str:
    """A branch's name as it is kept: composed, and without blanks at its ends.

    Raises:
        StoreError: it is no name.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if not name.isprintable() or not 0 < len(name) <= NAME_LIMIT:
        raise StoreError(f"a run's name is up to {NAME_LIMIT} printable characters")
    return name


def _short(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:NAME_LIMIT])


def _refuse_truncated(path: Path) -> None:
    """A file without content is a store not made yet, unless a log of writes lies beside it: SQLite would delete it."""
    log = path.with_name(f"{path.name}-wal")
    if path.is_file() and log.is_file() and path.stat().st_size < HEAD_SIZE and log.stat().st_size:
        raise StoreError(
            f"{path} is cut off, but choices are still in {log}; both files are left as they are. {recover_hint(path)}."
            f" {UNSAVED}"
        )
