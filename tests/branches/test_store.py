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

from game.branches import Branch, Choosing, Store
from game.branches.store import NAME_LIMIT, VERSION
from game.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.branches.store import Kind


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
    for number, choice in enumerate(choices, len(store.path(branch.node))):
        branch = store.add(branch, step(number, choice), [])
    return branch


def step(number: int, choice: str) -> Choosing:
    """A choice in the scene of that number."""
    return Choosing(f"s{number}", choice, f"s{number + 1}")


def back(store: Store, branch: Branch, count: int) -> Branch:
    """Take some choices back."""
    trail = [store.root, *store.trail(branch.node)]
    return store.move(branch, trail[-1 - count])


def choices(store: Store, branch: Branch) -> list[str]:
    """The choices of a branch, as far as the player stands."""
    return [choosing.choice for choosing in store.path(branch.node)]


def whole(store: Store, name: str) -> list[str]:
    """The choices of a branch, to its tip."""
    return [choosing.choice for choosing in store.path(store.named(name).tip)]


def nodes(file: Path) -> int:
    """How many nodes a store has."""
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute("select count(*) from node where parent != 0").fetchone()[0])


def test_a_branch_is_its_choices_in_order(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    assert store.path(branch.tip) == [("s0", "a", "s1"), ("s1", "b", "s2"), ("s2", "c", "s3")]
    assert store.path(store.branch("one").tip) == store.path(branch.node) == store.path(branch.tip)


def test_what_was_added_is_there_when_the_store_is_opened_again(file: Path) -> None:
    with Store(file, "tale") as store:
        found: list[tuple[Kind, str]] = [("vignette", "tea"), ("scene", "hall"), ("ending", "done")]
        store.add(store.branch("one"), step(0, "a"), found)
    with Store(file, "tale") as store:
        assert store.path(store.branch("one").tip) == [step(0, "a")]
        assert [store.found("vignette"), store.found("scene"), store.found("ending")] == [{"tea"}, {"hall"}, {"done"}]


def test_an_acknowledged_choice_survives_a_kill(file: Path) -> None:
    script = (
        "import sys, pathlib\nfrom game.branches import Choosing, Store\n"
        "store = Store(pathlib.Path(sys.argv[1]), 'tale')\nbranch = store.begin()\n"
        "for n in range(10**6):\n"
        "    branch = store.add(branch, Choosing(f's{n}', 'go', f's{n + 1}'), [('scene', f's{n}')])\n"
        "    print(n, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(25)]
        process.kill()
        told += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL
    acknowledged = int([line for line in told if line.endswith("\n")][-1])
    with Store(file, "tale") as store:
        path = store.path(store.branch("run-1").tip)
        assert len(path) in (acknowledged + 1, acknowledged + 2)
        assert path == [step(n, "go") for n in range(len(path))]
        assert len(store.found("scene")) == len(path)


def test_programs_that_start_at_once_on_no_store_all_keep_their_runs(file: Path) -> None:
    script = (
        "import sys, pathlib\nfrom game.branches import Choosing, Store\n"
        "store = Store(pathlib.Path(sys.argv[1]), 'tale')\nbranch = store.begin()\n"
        "for n in range(30): branch = store.add(branch, Choosing(f's{n}', sys.argv[2], f's{n + 1}'), [])\n"
        "print(branch.name)\n"
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


def test_going_back_moves_the_branch_and_keeps_every_node_and_its_end(store: Store, file: Path) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    branch = back(store, branch, 2)
    assert choices(store, branch) == choices(store, store.branch("one")) == ["a"]
    assert whole(store, "one") == ["a", "b", "c"]
    assert [node.choice for node in store.ahead(branch)] == ["b", "c"]
    assert nodes(file) == 3
    branch = add(store, branch, "b")
    assert (choices(store, branch), whole(store, "one")) == (["a", "b"], ["a", "b", "c"])
    assert nodes(file) == 3
    assert store.move(branch, store.root).node == store.root


def test_choosing_anew_moves_the_end_and_the_old_way_stays_in_the_tree(store: Store) -> None:
    branch = back(store, add(store, store.branch("one"), "a", "b", "c"), 2)
    first = branch.node
    branch = add(store, branch, "x")
    assert (whole(store, "one"), store.ahead(branch)) == (["a", "x"], [])
    assert [node.choice for node in store.children(first)] == ["b", "x"]
    assert [node.children for node in store.children(first)] == [1, 0]


def test_a_fork_ends_where_asked_and_leaves_the_branch_as_it_is(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    at = list(store.trail(branch.tip))
    fork = store.fork(at[1], stem="one")
    assert (fork.name, choices(store, fork)) == ("one-2", ["a", "b"])
    add(store, fork, "x")
    assert (whole(store, "one"), whole(store, "one-2")) == (["a", "b", "c"], ["a", "b", "x"])
    assert [store.fork(at[2], stem="one").name, store.fork(at[0], name="mine").name] == ["one-3", "mine"]
    assert store.ways(at) == {at[0]: ["mine"], at[2]: ["one", "one-3"]}
    with pytest.raises(StoreError, match="already"):
        store.fork(at[0], name="mine")
    store.delete(store.named("mine"))
    assert store.ways([at[0], at[2], at[2], 0]) == {at[2]: ["one", "one-3"]}


def test_asking_for_the_runs_that_end_at_some_nodes_takes_no_longer_when_there_are_many_others(store: Store) -> None:
    branch = add(store, store.branch("one"), "a")
    asked: list[int] = []
    for many in (0, 300):
        for _ in range(many):
            store.fork(store.root)
        steps: list[None] = []
        store._db.set_progress_handler(lambda steps=steps: steps.append(None), 1)  # type: ignore[misc]
        assert store.ways([branch.tip]) == {branch.tip: ["one"]}
        store._db.set_progress_handler(None, 0)
        asked.append(len(steps))
    assert asked[0] == asked[1] > 0


def test_playing_on_from_an_earlier_point_without_moving_there_leaves_the_branch_whole(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    played = add(store, store.begin(next(iter(store.trail(branch.tip))), "one"), "x")
    assert (played.name, choices(store, played)) == ("one-2", ["a", "x"])
    assert whole(store, "one") == ["a", "b", "c"]


def test_a_run_that_another_program_has_moved_keeps_its_end_when_it_goes_back(file: Path) -> None:
    with Store(file, "tale") as one, Store(file, "tale") as other:
        mine = add(one, one.branch("b"), "a", "b", "c")
        yours = back(other, other.branch("b"), 2)
        mine = back(one, mine, 1)
        assert (mine.name, whole(one, "b-2"), choices(one, mine)) == ("b-2", ["a", "b", "c"], ["a", "b"])
        assert (yours.name, choices(one, one.named("b"))) == ("b", ["a"])


def test_a_new_run_gets_the_first_free_name_with_its_first_choice(store: Store) -> None:
    assert [add(store, store.begin(), choice).name for choice in "ab"] == ["run-1", "run-2"]
    store.begin()
    assert store.names() == ["run-2", "run-1"]
    store.branch("run-4")
    assert [add(store, store.begin(), choice).name for choice in "cd"] == ["run-3", "run-5"]


def test_a_deleted_run_is_in_the_trash_and_what_only_it_tried_is_out_of_sight(store: Store) -> None:
    one = add(store, store.branch("one"), "a", "b", "c")
    add(store, store.branch("two"), "a", "x")
    store.delete(one)
    (first,) = store.children(store.root)
    assert (first.children, [node.choice for node in store.children(first.id)]) == (1, ["x"])
    assert store.search(["s3"]) == []
    assert [(listed.branch.name, listed.deleted) for listed in store.branches()] == [("two", False), ("one", True)]
    assert [b.name for b in [store.latest()] if b] == ["two"]
    with pytest.raises(StoreError, match="in the trash; `sokovia branches restore` brings it back"):
        store.branch("one")
    with pytest.raises(StoreError, match="no saved run is called “one”"):
        store.named("one")
    with pytest.raises(StoreError, match="already, in the trash"):
        store.fork(first.id, "one")
    store.restore(store.named("one", deleted=True))
    assert [node.choice for node in store.children(first.id)] == ["b", "x"]
    assert (whole(store, "one"), store.search(["s3"])) == (["a", "b", "c"], [one.tip])


def test_a_way_tried_again_is_in_sight_again_and_restoring_the_old_run_harms_nothing(store: Store) -> None:
    one = add(store, store.branch("one"), "a", "b")
    store.delete(one)
    two = add(store, store.branch("two"), "a", "b")
    assert (two.tip, [node.choice for node in store.children(store.root)]) == (one.tip, ["a"])
    store.restore(store.named("one", deleted=True))
    store.delete(two)
    assert [node.choice for node in store.children(store.root)] == ["a"]


def test_a_run_deleted_by_another_program_goes_on_under_a_new_name(file: Path) -> None:
    with Store(file, "tale") as one, Store(file, "tale") as other:
        mine = add(one, one.branch("b"), "a", "b")
        other.delete(other.named("b"))
        mine = back(one, mine, 1)
        assert (mine.name, whole(one, "b-2")) == ("b-2", ["a", "b"])
        assert [node.choice for node in one.children(one.root)] == ["a"]
        mine = add(one, mine, "c")
        assert (mine.name, choices(one, mine), one.names()) == ("b-2", ["a", "c"], ["b-2"])


def test_a_run_is_renamed_unless_the_name_is_taken(store: Store) -> None:
    one = store.branch("one")
    store.branch("two")
    with pytest.raises(StoreError, match="there is a run called “two” already; choose"):
        store.rename(one, "two")
    store.delete(store.named("two"))
    with pytest.raises(StoreError, match="already, in the trash"):
        store.rename(one, "two")
    assert store.rename(one, "  mine ").name == "mine"
    assert store.rename(store.named("mine"), "mine").name == "mine"
    with pytest.raises(StoreError, match="no saved run is called “mien”; did you mean `mine`"):
        store.named("mien")


def test_a_graft_never_takes_the_place_of_a_run(store: Store) -> None:
    add(store, store.branch("one"), "a")
    path = [step(0, "a"), step(1, "z")]
    assert [store.graft(path, "one").name, store.graft(path, "new").name] == ["one-2", "new"]
    assert (whole(store, "one"), whole(store, "one-2"), whole(store, "new")) == (["a"], ["a", "z"], ["a", "z"])


def test_a_search_finds_the_newest_first_and_only_this_storys(file: Path) -> None:
    with Store(file, "other tale") as store:
        add(store, store.branch("one"), "a", "b")
    with Store(file, "tale") as store:
        assert (store.search(["s1", "s2"]), store.search([])) == ([], [])
        one = add(store, store.branch("one"), "a", "b")
        two = add(store, store.branch("two"), "x", "y")
        assert store.search(["s2"]) == [two.tip, one.tip]
        assert store.search(["nowhere"]) == []
        assert store.search([f"no-{n}" for n in range(40_000)]) == []


def test_a_setting_is_the_profiles(file: Path) -> None:
    with Store(file, "tale") as store:
        store.set("pace", "fast")
        store.set("pace", "slow")
    with Store(file, "other tale") as store:
        assert [store.setting("pace", "none"), store.setting("theme", "dark")] == ["slow", "dark"]


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
        store.add(store.branch("one"), step(0, "a"), [("vignette", "tea")])
    with Store(file, "other tale") as store:
        assert store.latest() is None
        assert store.path(store.branch("one").tip) == []
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
        store.add(store.branch("two"), step(0, "a"), [("scene", f"scene-{n}") for n in range(60)])
    raw = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 20, 200))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    file.write_bytes(raw)
    try:
        with Store(file, "tale") as store:
            store.latest()
            store.found("scene")
            branch = store.branch("one")
            store.path(branch.tip)
            store.branches()
            store.search(["s5"])
            for node in store.children(store.root):
                store.way(node.id)
            store.path(back(store, store.add(branch, step(60, "c"), []), 1).node)
            store.delete(branch)
    except StoreError as error:
        assert str(file) in str(error)  # noqa: PT017  # any other error fails the test


def test_a_tree_whose_nodes_go_in_a_circle_still_has_an_end(store: Store) -> None:
    branch = add(store, store.branch("one"), "a", "b", "c")
    (first, *_) = store.trail(branch.tip)
    store._db.execute("update node set parent = ? where id = ?", (branch.node, first))
    assert choices(store, store.branch("one")) == ["a", "b", "c"]
