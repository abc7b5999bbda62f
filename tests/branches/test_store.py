"""What is kept: durable, shared, never lost by going back, and never touched where it is not ours."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from game.branches import Store
from game.branches.store import NAME_LIMIT, VERSION, Branch
from game.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "profiles" / "player.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """A new store."""
    with Store(file, "tale") as made:
        yield made


def add(store: Store, branch: Branch, *choices: str) -> Branch:
    """Add some choices, the scene of each named after its number."""
    for number, choice in enumerate(choices, len(store.path(branch))):
        branch = store.add(branch, f"s{number}", choice, [])
    return branch


def choices(store: Store, branch: Branch) -> list[str]:
    """The choices of a branch."""
    return [choice for _, choice in store.path(branch)]


def nodes(file: Path) -> int:
    """How many nodes a store has."""
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute("select count(*) from node").fetchone()[0])


def test_a_branch_is_its_choices_in_order(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    assert store.path(branch) == [("s0", "a"), ("s1", "b"), ("s2", "c")]
    assert store.path(store.branch("one")) == store.path(branch)


def test_what_was_added_is_there_when_the_store_is_opened_again(file: Path) -> None:
    with Store(file, "tale") as store:
        store.add(store.branch("one"), "s0", "a", [("vignette", "tea"), ("scene", "hall"), ("ending", "done")])
    with Store(file, "tale") as store:
        assert store.path(store.branch("one")) == [("s0", "a")]
        assert [store.found("vignette"), store.found("scene"), store.found("ending")] == [{"tea"}, {"hall"}, {"done"}]


def test_an_acknowledged_choice_survives_a_kill(file: Path) -> None:
    script = (
        "import sys, pathlib\nfrom game.branches import Store\n"
        "store = Store(pathlib.Path(sys.argv[1]), 'tale')\nbranch = store.begin()\n"
        "for n in range(10**6):\n"
        "    branch = store.add(branch, f's{n}', 'go', [('scene', f's{n}')])\n    print(n, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(25)]
        process.kill()
        told += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    acknowledged = int([line for line in told if line.endswith("\n")][-1])
    with Store(file, "tale") as store:
        path = store.path(store.branch("run-1"))
        assert len(path) in (acknowledged + 1, acknowledged + 2)
        assert path == [(f"s{n}", "go") for n in range(len(path))]
        assert len(store.found("scene")) == len(path)


def test_programs_that_start_at_once_on_no_store_all_keep_their_runs(file: Path) -> None:
    script = (
        "import sys, pathlib\nfrom game.branches import Store\n"
        "store = Store(pathlib.Path(sys.argv[1]), 'tale')\nbranch = store.begin()\n"
        "for n in range(30): branch = store.add(branch, f's{n}', sys.argv[2], [])\nprint(branch.name)\n"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", script, str(file), choice], stdout=subprocess.PIPE, text=True)
        for choice in "abcc"
    ]
    names = [program.communicate(timeout=60)[0].strip() for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0, 0]
    assert sorted(names) == ["run-1", "run-2", "run-3", "run-4"]
    with Store(file, "tale") as store:
        assert [choices(store, store.branch(name)) for name in names] == [[choice] * 30 for choice in "abcc"]
    assert nodes(file) == 3 * 30


def test_two_programs_on_one_branch_both_keep_all_they_played(file: Path) -> None:
    with Store(file, "tale") as one, Store(file, "tale") as other:
        mine, yours = one.branch("b"), other.branch("b")
        for here, there in (("a", "x"), ("b", "y"), ("c", "z")):
            mine, yours = add(one, mine, here), add(other, yours, there)
        assert (mine.name, yours.name) == ("b", "b-2")
        assert choices(one, one.branch("b")) == ["a", "b", "c"]
        assert choices(one, one.branch("b-2")) == ["x", "y", "z"]


def test_the_same_path_is_the_same_node(store: Store, file: Path) -> None:
    one = add(store, store.branch("one"), "a", "b")
    other = add(store, store.branch("other"), "a", "b")
    assert one.node == other.node
    add(store, other, "c")
    assert nodes(file) == 3


def test_going_back_moves_the_branch_and_keeps_every_node(store: Store, file: Path) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    branch = store.rewind(branch, 2)
    assert choices(store, branch) == choices(store, store.branch("one")) == ["a"]
    assert nodes(file) == 3
    assert choices(store, add(store, branch, "b")) == ["a", "b"]
    assert nodes(file) == 3


def test_going_back_past_the_start_stops_there(store: Store) -> None:
    branch = store.rewind(add(store, store.branch("one"), "a"), 9)
    assert choices(store, branch) == []
    assert store.rewind(branch) == branch


def test_a_fork_starts_where_asked_and_leaves_the_branch_as_it_is(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    fork = store.fork(branch, back=1)
    assert (fork.name, choices(store, fork)) == ("one-2", ["a", "b"])
    add(store, fork, "x")
    assert choices(store, store.branch("one")) == ["a", "b", "c"]
    assert choices(store, store.branch("one-2")) == ["a", "b", "x"]
    assert store.fork(branch).name == "one-3"


def test_playing_on_from_an_earlier_point_without_moving_there_leaves_the_branch_whole(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    played = add(store, store.before(branch, 2), "x")
    assert (played.name, choices(store, played)) == ("one-2", ["a", "x"])
    assert choices(store, store.branch("one")) == ["a", "b", "c"]


def test_a_new_run_has_the_first_free_name(store: Store) -> None:
    assert [store.begin().name, store.begin().name] == ["run-1", "run-2"]
    store.branch("run-4")
    assert [store.begin().name, store.begin().name] == ["run-3", "run-5"]


def test_the_latest_branch_is_the_one_played_last_and_an_unplayed_one_does_not_count(store: Store) -> None:
    assert store.latest() is None
    one = add(store, store.branch("one"), "a")
    add(store, store.branch("two"), "a")
    store.branch("three")
    assert [(b.name, choices(store, b)) for b in [store.latest()] if b] == [("two", ["a"])]
    add(store, one, "b")
    assert [b.name for b in [store.latest()] if b] == ["one"]


def test_stories_in_one_store_are_kept_apart(file: Path) -> None:
    with Store(file, "tale") as store:
        store.add(store.branch("one"), "s0", "a", [("vignette", "tea")])
    with Store(file, "other tale") as store:
        assert store.latest() is None
        assert store.path(store.branch("one")) == []
        assert store.found("vignette") == set()


def test_without_a_file_nothing_is_kept(tmp_path: Path) -> None:
    with Store(None, "tale") as store:
        assert choices(store, add(store, store.branch("one"), "a")) == ["a"]
    with Store(None, "tale") as store:
        assert store.latest() is None
    assert list(tmp_path.iterdir()) == []


def test_a_choice_is_on_disk_in_full_when_it_is_acknowledged(store: Store) -> None:
    assert store._db.execute("pragma journal_mode").fetchone() == ("wal",)
    assert store._db.execute("pragma synchronous").fetchone() == (2,)


@pytest.mark.parametrize("name", ["", "a\nb", "\x1b[31m", "\udcff", "x" * (NAME_LIMIT + 1), "a\u202eb"])
def test_a_name_that_cannot_be_shown_is_no_branch(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="printable"):
        store.branch(name)


@pytest.mark.parametrize("name", ["'; drop table branch; --", "../../etc", "Ada’s own, 2nd", "%s", "x" * NAME_LIMIT])
def test_any_other_name_is_only_a_name(store: Store, name: str) -> None:
    add(store, store.branch(name), "a")
    assert choices(store, store.branch(name)) == ["a"]
    assert [b.name for b in [store.latest()] if b] == [name]


@pytest.mark.parametrize("profile", ["", "..", "../x", "a/b", "A", "-x", "x" * 33, "a\n", "é", "a.b", "\udcff"])
def test_a_profile_is_a_plain_name_and_never_a_path(tmp_path: Path, profile: str) -> None:
    with pytest.raises(StoreError, match="profile"):
        Store.of_profile(tmp_path, profile, "tale")
    assert list(tmp_path.iterdir()) == []


def test_each_profile_has_its_own_file(tmp_path: Path) -> None:
    with Store.of_profile(tmp_path, "ada", "tale") as store:
        add(store, store.branch("one"), "a")
    with Store.of_profile(tmp_path, "ben_2", "tale") as store:
        assert store.latest() is None
    assert {path.name for path in (tmp_path / "profiles").iterdir()} == {"ada.sqlite", "ben_2.sqlite"}


def refused(file: Path) -> str:
    """What is said of a store that cannot be opened, its files left as they are."""
    before = {path: path.read_bytes() for path in file.parent.iterdir() if path.is_file()}
    with pytest.raises(StoreError) as refusal:
        Store(file, "tale")
    after = {path: path.read_bytes() for path in file.parent.iterdir() if path.is_file()}
    assert after == before
    assert str(file) in str(refusal.value)
    return str(refusal.value)


def test_a_store_of_a_newer_program_is_refused_untouched(file: Path) -> None:
    with Store(file, "tale") as store:
        add(store, store.branch("one"), "a")
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"pragma user_version = {VERSION + 1}")
    assert "newer version" in refused(file)


def test_a_file_that_is_no_database_is_refused_untouched(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("My dear diary. " * 100)
    assert "left as it is" in refused(file)


def test_a_cut_off_store_is_refused_untouched(file: Path) -> None:
    with Store(file, "tale") as store:
        add(store, store.branch("one"), *"abcdefgh")
    raw = file.read_bytes()
    file.write_bytes(raw[:60])
    assert "left as it is" in refused(file)


def test_another_programs_database_is_refused_untouched(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("create table bookmark (url text)")
    assert "has not been touched" in refused(file)


def test_a_directory_in_its_place_is_refused(file: Path) -> None:
    file.mkdir(parents=True)
    assert "cannot be used" in refused(file)
    assert list(file.iterdir()) == []


def test_an_empty_file_is_a_store_not_made_yet(file: Path) -> None:
    """SQLite makes one before it writes; a kill, or a full disk, at that instant must not shut the player out."""
    file.parent.mkdir()
    file.touch()
    with Store(file, "tale") as store:
        assert choices(store, add(store, store.branch("one"), "a")) == ["a"]


def test_an_empty_file_with_a_log_beside_it_is_refused_untouched(file: Path) -> None:
    store = Store(file, "tale")
    add(store, store.branch("one"), "a")
    log = file.with_name(f"{file.name}-wal").read_bytes()
    store.close()
    file.write_bytes(b"")
    file.with_name(f"{file.name}-wal").write_bytes(log)
    assert len(log) > 0
    assert "choices are still in" in refused(file)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StoreError) as refusal:
        Store.of_profile(tmp_path / "home", "player", "tale")
    assert str(tmp_path / "home") in str(refusal.value)
    assert "SOKOVIA_HOME" in str(refusal.value)
    assert (tmp_path / "home").read_text() == "a file"


def test_when_the_disk_is_full_the_choice_is_refused_and_all_before_it_is_kept(file: Path) -> None:
    with Store(file, "tale") as store:
        branch = add(store, store.branch("one"), *"abcdefgh")
        (pages,) = store._db.execute("pragma page_count").fetchone()
        store._db.execute(f"pragma max_page_count = {pages}")
        with pytest.raises(StoreError, match="full") as refusal:
            add(store, branch, "x" * 100_000)
        assert str(file) in str(refusal.value)
        assert choices(store, store.branch("one")) == list("abcdefgh")
        store._db.execute(f"pragma max_page_count = {pages + 100}")
        add(store, branch, "x" * 100_000)
    with Store(file, "tale") as store:
        assert choices(store, store.branch("one")) == [*"abcdefgh", "x" * 100_000]


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_store_is_an_error_with_its_path_or_still_works_but_never_anything_else(
    file: Path, seed: int
) -> None:
    chance = random.Random(seed)
    with Store(file, "tale") as store:
        add(store, store.branch("one"), *(f"choice-{n}" for n in range(60)))
        store.add(store.branch("two"), "s0", "a", [("scene", f"scene-{n}") for n in range(60)])
    raw = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 20, 200))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    file.write_bytes(raw)
    try:
        with Store(file, "tale") as store:
            store.latest()
            store.found("scene")
            branch = store.branch("one")
            store.path(branch)
            store.path(store.rewind(store.add(branch, "s", "c", [])))
    except StoreError as error:
        assert str(file) in str(error)  # noqa: PT017  # any other error fails the test


def test_a_tree_whose_nodes_go_in_a_circle_still_has_an_end(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    store._db.execute("update node set parent = ? where parent = 0", (branch.node,))
    assert choices(store, store.branch("one")) == ["a", "b", "c"]
