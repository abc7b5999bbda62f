"""An old store opens in a new program; a newer one is refused untouched."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from game.branches import Game, Store, recover
from game.branches import store as module
from game.branches.store import VERSION
from game.errors import StoreError
from tests.play.island import island

STORES = Path(__file__).parent / "stores"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of a store of version 1."""
    return Path(shutil.copy(STORES / "v1.sqlite", tmp_path / "player.sqlite"))


def version(file: Path) -> int:
    """The version a file says it has."""
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute("pragma user_version").fetchone()[0])


def test_there_is_a_store_of_every_version() -> None:
    assert [path.name for path in sorted(STORES.glob("*.sqlite"))] == [f"v{n}.sqlite" for n in range(1, VERSION + 1)]
    assert [version(STORES / f"v{n}.sqlite") for n in range(1, VERSION + 1)] == list(range(1, VERSION + 1))


@pytest.mark.parametrize("number", range(1, VERSION + 1))
def test_a_store_of_each_version_opens_with_all_that_was_in_it(tmp_path: Path, number: int) -> None:
    file = Path(shutil.copy(STORES / f"v{number}.sqlite", tmp_path / "player.sqlite"))
    with Store(file, "The island") as store:
        runs = {x.branch.name: [step.choice for step in store.path(x.branch.tip)] for x in store.branches()}
        assert runs == {
            "first": ["ada", "light", "out", "cleo"],
            "forked": ["ada", "light"],
            "second": ["ada", "light", "down", "sail"],
            "thrown away": ["ben", "in"],
        }
        assert store.names() == ["second", "forked", "first"]
        assert (store.found("vignette"), store.found("ending")) == ({"match", "moth"}, {"sailed"})
        assert store.setting("pace", "none") == "slow"
        game = Game(island(), store)
        assert game.resume()
        assert (game.branch, game.page.id, game.can_forward, game.lost) == ("second", "hall", True, None)
        store.restore(store.named("thrown away", deleted=True))
        assert [node.choice for node in store.children(store.root)] == ["ada", "ben"]
    assert version(file) == VERSION


def test_an_older_store_is_brought_up_step_by_step_and_only_once(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {
        1: lambda db: db.execute("alter table branch add column note text not null default ''"),
        2: lambda db: db.execute("update branch set note = 'kept'"),
    }
    monkeypatch.setattr(module, "VERSION", 3)
    monkeypatch.setattr(module, "UPGRADES", steps)
    for _ in range(2):
        with Store(old, "The island") as store:
            assert store._db.execute("select distinct note from branch").fetchall() == [("kept",)]
            assert store.names() == ["second", "forked", "first"]
    assert version(old) == 3


def test_a_step_that_fails_leaves_the_old_store_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(db: sqlite3.Connection) -> None:
        db.execute("drop table branch")
        raise sqlite3.OperationalError("the disk fell off")

    with closing(sqlite3.connect(old)) as db:
        before = list(db.iterdump())
    monkeypatch.setattr(module, "VERSION", 2)
    monkeypatch.setattr(module, "UPGRADES", {1: fail})
    with pytest.raises(StoreError, match="fell off"):
        Store(old, "The island")
    with closing(sqlite3.connect(old)) as db:
        assert list(db.iterdump()) == before
    assert version(old) == 1


@pytest.mark.parametrize("newer", [VERSION + 1, 2**31 - 1])
def test_a_newer_store_is_refused_and_not_one_byte_of_it_changes(old: Path, newer: int) -> None:
    with closing(sqlite3.connect(old)) as db:
        db.execute("create table later (x)")
        db.execute(f"pragma user_version = {newer}")
    before = {path.name: path.read_bytes() for path in old.parent.iterdir()}
    with pytest.raises(StoreError, match="made by a newer version of sokovia; it has not been touched") as refusal:
        Store(old, "The island")
    assert str(old) in str(refusal.value)
    with pytest.raises(StoreError, match="made by a newer version"):
        recover(old, "The island")
    assert {path.name: path.read_bytes() for path in old.parent.iterdir()} == before
