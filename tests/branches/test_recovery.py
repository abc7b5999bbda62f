"""A damaged store: told of clearly, set aside and never deleted, and what can be read of it recovered."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from game.branches import Choosing, Store, recover
from game.errors import StoreError
from tests.command import PROGRAM, program, sokovia
from tests.test_cli import STARTER

if TYPE_CHECKING:
    from pathlib import Path

STORY = "the-lighthouse"
NAMES = ("one", "two", "three")
RUNS = (*NAMES, "four")
LENGTH = 60


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three runs of sixty choices, closed; for copies."""
    file = tmp_path_factory.mktemp("filled") / "player.sqlite"
    with Store(file, STORY) as store:
        fill(store)
    return file


@pytest.fixture
def file(tmp_path: Path, filled: Path) -> Path:
    """A copy of it of one's own."""
    file = tmp_path / "profiles" / "player.sqlite"
    file.parent.mkdir()
    shutil.copy(filled, file)
    return file


def fill(store: Store) -> None:
    """Three runs, settings and finds."""
    for name in NAMES:
        branch = store.branch(name)
        for n in range(LENGTH):
            branch = store.add(branch, Choosing(f"scene-{n}", f"{name}-{n}", f"scene-{n + 1}"), [("scene", f"s{n}")])
    store.set("pace", "slow")


def runs(file: Path) -> dict[str, list[str]]:
    """The runs of a store, each by its choices."""
    with Store(file, STORY) as store:
        return {name: [step.choice for step in store.path(store.named(name).tip)] for name in store.names()}


def whole() -> dict[str, list[str]]:
    """The runs as they were."""
    return {name: [f"{name}-{n}" for n in range(LENGTH)] for name in NAMES}


def damaged(file: Path, raw: bytes | bytearray, story: str = STORY) -> Path:
    """The file with other content, and recovered; where the damaged one is now."""
    file.write_bytes(raw)
    found = recover(file, story)
    assert found.aside is not None
    assert found.aside.parent == file.parent
    assert found.aside.read_bytes() == raw
    return found.aside


@pytest.mark.parametrize("size", [0, 1, 99, 100, 4096, 9000, 20_000])
def test_a_store_that_is_cut_off_is_told_of_with_its_file_and_what_to_do(file: Path, size: int) -> None:
    raw = file.read_bytes()[:size]
    file.write_bytes(raw)
    log = file.with_name(f"{file.name}-wal")
    if size < 100:
        log.write_bytes(b"noise" * 100)
    with pytest.raises(StoreError) as refusal:
        runs(file)
    for said in (str(file), "left as", "`sokovia branches recover`", "`sokovia --unsaved`"):
        assert said in str(refusal.value)
    assert file.read_bytes() == raw
    assert size >= 100 or log.read_bytes() == b"noise" * 100


@pytest.mark.parametrize("page", range(12))
def test_whichever_page_is_lost_nothing_but_names_and_settings_can_be_lost_with_it(file: Path, page: int) -> None:
    raw = bytearray(file.read_bytes())
    assert len(raw) == 12 * 4096, "the number of pages, above"
    raw[4096 * page : 4096 * (page + 1)] = random.Random(page).randbytes(4096)
    damaged(file, raw)
    assert sorted(map(tuple, runs(file).values())) == sorted(map(tuple, whole().values()))
    if set(runs(file)) != set(NAMES):
        assert sorted(runs(file)) == ["recovered-1", "recovered-2", "recovered-3"]


@pytest.mark.parametrize("seed", range(12))
def test_of_a_store_full_of_noise_what_can_be_read_is_recovered_and_opens(file: Path, seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(file.read_bytes())
    for _ in range(chance.choice((3, 30, 300, 10_000))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    file.write_bytes(raw)
    found = recover(file, STORY)
    with Store(file, STORY) as store:
        assert store._db.execute("pragma integrity_check").fetchone() == ("ok",)
        store.branches()
    if found.aside is not None:
        assert found.aside.read_bytes() == raw


def test_choices_that_are_only_in_the_log_are_recovered_when_the_file_is_empty(file: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "live.sqlite", STORY) as live:
        fill(live)
        log = (tmp_path / "live.sqlite-wal").read_bytes()
    wal = file.with_name(f"{file.name}-wal")
    file.write_bytes(b"")
    wal.write_bytes(log)
    found = recover(file, STORY)
    assert found.aside is not None
    assert found.aside.with_name(f"{found.aside.name}-wal").read_bytes() == log
    assert (runs(file), found.lost, found.choices) == (whole(), [], 3 * LENGTH)
    with Store(file, STORY) as store:
        assert (store.setting("pace", "none"), len(store.found("scene"))) == ("slow", LENGTH)


def test_trash_and_where_one_stood_are_recovered_too(file: Path) -> None:
    with Store(file, STORY) as store:
        store.delete(store.named("two"))
        one = store.named("one")
        before = store.move(one, list(store.trail(one.tip))[9])
    raw = file.read_bytes()
    damaged(file, bytes(4096) + raw[4096:])
    with Store(file, STORY) as store:
        assert (store.named("one"), store.names()) == (before, ["one", "three"])
        assert len(store.children(store.root)) == 2
        store.restore(store.named("two", deleted=True))
    assert runs(file) == whole()


def test_a_file_that_is_no_store_is_set_aside_and_the_next_run_starts_afresh(file: Path) -> None:
    first = damaged(file, b"My dear diary. " * 1000)
    second = damaged(file, b"My other diary. " * 1000)
    assert [first.name, second.name] == ["player.damaged-1.sqlite", "player.damaged-2.sqlite"]
    assert runs(file) == {}


def test_a_sound_store_is_left_as_it_is_even_while_a_game_is_open_on_it(file: Path) -> None:
    before = file.read_bytes()
    assert recover(file, STORY).aside is None
    assert file.read_bytes() == before
    with Store(file, STORY) as store:
        branch = store.add(store.begin(), Choosing("a", "b", "c"), [])
        assert recover(file, STORY).aside is None
        store.add(branch, Choosing("c", "d", "e"), [])
    assert runs(file) == whole() | {"run-1": ["b", "d"]}


def test_there_is_nothing_to_recover_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to recover"):
        recover(tmp_path / "player.sqlite", STORY)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_did_and_where_everything_is(file: Path, tmp_path: Path) -> None:
    file.write_bytes(bytes(4096) + file.read_bytes()[4096:])
    told = sokovia("branches", "--story", STARTER, home=tmp_path)
    assert (told.code, told.out) == (1, "")
    assert "`sokovia branches recover`" in told.err
    outcome = sokovia("branches", "recover", home=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert "player.damaged-1.sqlite; nothing of it was deleted." in outcome.out
    assert "180 choices, and 3 runs: three, two, one." in outcome.out
    assert "60 scenes, moments and endings that you have found." in outcome.out
    assert "is sound; it is as it was." in sokovia("branches", "recover", home=tmp_path).out
    file.write_bytes(b"noise" * 4000)
    found = json.loads(sokovia("branches", "recover", "--json", home=tmp_path).out)
    assert found["aside"] == str(file.with_name("player.damaged-2.sqlite"))
    assert (found["file"], found["runs"], found["choices"]) == (str(file), [], 0)
    assert "Nothing is saved yet" in sokovia("branches", "--story", STARTER, home=tmp_path).out


def test_the_hint_for_another_profile_names_it(file: Path, tmp_path: Path) -> None:
    file.with_name("ada.sqlite").write_bytes(b"noise" * 4000)
    told = sokovia("moments", "--profile", "ada", "--story", STARTER, home=tmp_path)
    assert "`sokovia branches recover --profile ada`" in told.err


@pytest.mark.parametrize("kept", [False, True])
def test_where_nothing_may_be_written_it_says_so_and_plays_unsaved_only_if_told_to(tmp_path: Path, kept: bool) -> None:
    shut = tmp_path / "home"
    shut.mkdir()
    if kept:
        sokovia("play", "--plain", "--story", STARTER, home=shut, given="keeper\n")
    for path in [shut, *shut.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted(shut.rglob("*"))
    refused = without_rights(shut)
    assert refused.returncode == 1
    (line,) = refused.stderr.decode().splitlines()
    assert str(shut / "profiles") in line
    assert "SOKOVIA_HOME" in line
    assert "`sokovia --unsaved`" in line
    played = without_rights(shut, "--unsaved")
    assert (played.returncode, played.stderr) == (0, b"")
    assert "The stairs" in played.stdout.decode()
    assert sorted(shut.rglob("*")) == before
    for path in [shut, *before]:
        path.chmod(0o755)


def without_rights(home: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Play without the rights that root has over files it may not write."""
    root = os.geteuid() == 0
    if root and not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and setpriv is not there to forbid it")
    return subprocess.run(
        [
            *(("setpriv", "--bounding-set=-all") if root else ()),
            *PROGRAM,
            "play",
            "--plain",
            "--story",
            str(STARTER),
            *options,
        ],
        input=b"keeper\n",
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "SOKOVIA_HOME": str(home)},
    )


def test_a_disk_that_fills_up_in_the_middle_is_told_and_the_player_may_go_on_unsaved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Store.add

    def full(store: Store, *arguments: object) -> object:
        if str(store._path) != ":memory:" and len(store.path(store.named("run-1").node) if store.names() else ()) > 1:
            raise StoreError("the disk is full: nothing more can be saved")
        return add(store, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "add", full)
    typed = "keeper\ngo-down\nlet-him-carry\nunsaved\nlet-him-carry\nkeeper\nshow-him\n"
    outcome = sokovia("play", "--plain", "--story", STARTER, home=tmp_path, given=typed)
    assert (outcome.code, outcome.err) == (0, "")
    assert "the disk is full: nothing more can be saved." in outcome.out
    assert "Type unsaved to play on without keeping anything" in outcome.out
    assert "Nothing is kept from here on." in outcome.out
    assert "The end: Kept together." in outcome.out
    again = sokovia("play", "--plain", "--story", STARTER, home=tmp_path / "b", given=typed.replace("unsaved\n", ""))
    assert again.code == 1
    assert "the disk is full" in again.err


def test_plain_mode_knows_the_word_unsaved_only_when_it_is_needed(tmp_path: Path) -> None:
    outcome = program("play", "--plain", "--story", STARTER, home=tmp_path, given=b"unsaved\n")
    assert "no choice `unsaved` here" in outcome.out


# A file that is cut off


class Long(NamedTuple):
    """A store of three hundred choices in four runs."""

    closed: bytes
    open: bytes
    """The file while a game is open on it."""
    log: bytes
    """The log of writes beside it then."""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Long:
    file = tmp_path_factory.mktemp("long") / "player.sqlite"
    with Store(file, STORY) as store:
        store._db.execute(
            "pragma secure_delete = on"
        )  # what has moved elsewhere is not left behind: `stored` counts it
        for name in RUNS:
            branch = store.branch(name)
            for n in range(75):
                if (name, n) == ("four", 74):
                    store._db.execute("pragma wal_checkpoint(restart)")  # all before it is left over in the log
                branch = store.add(
                    branch, Choosing(f"scene-{n}", f"{name}-{n}", f"scene-{n + 1}"), [("scene", f"s{n}")]
                )
        opened = file.read_bytes(), file.with_name(f"{file.name}-wal").read_bytes()
    return Long(file.read_bytes(), *opened)


def without(raw: bytes, text: bytes) -> bytes:
    """A store without the pages that hold a text, of which there are two."""
    pages = [raw[at : at + 4096] for at in range(0, len(raw), 4096)]
    assert sum(text in page for page in pages) == 2
    return b"".join(bytes(4096) if text in page else page for page in pages)


def stored(raw: bytes) -> set[str]:
    """The choices that are wholly in some bytes, with the number that follows a choice in the index."""
    found = re.findall(rb"scene-\d+?((?:one|two|three|four)-\d+)scene-\d++(?=..)", raw, re.DOTALL)
    return {choice.decode() for choice in found}


def kept(file: Path) -> set[str]:
    """The choices of a store that opens, whatever run they are in."""
    with Store(file, STORY) as store:
        assert store._db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert [listed.choices for listed in store.branches()] == [
            len(store.path(listed.branch.tip)) for listed in store.branches()
        ]
        return {choice for _, choice in store.tried()}


def test_however_much_of_a_store_is_cut_off_every_choice_in_what_is_left_is_kept(file: Path, long: Long) -> None:
    left = []
    for size in range(1500, len(long.closed), 1500):
        left.append(stored(long.closed[:size]))
        damaged(file, long.closed[:size])
        assert kept(file) >= left[-1], size
    assert len(left[-1]) == 300
    assert len({len(choices) for choices in left}) > 10


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_what_a_log_of_writes_has_is_kept_too_even_when_it_is_cut_off_itself(
    file: Path, long: Long, share: float
) -> None:
    log = long.log[: int(len(long.log) * share)]
    for size in range(1, len(long.open), 9000):
        file.with_name(f"{file.name}-wal").write_bytes(log)
        file.write_bytes(long.open[:size])
        aside = recover(file, STORY).aside
        if aside is not None:  # else the log has all that was cut off
            assert aside.with_name(f"{aside.name}-wal").read_bytes() == log
            assert aside.read_bytes() == long.open[:size]
        assert kept(file) >= stored(long.open[:size]) | stored(log[: len(log) - (len(log) - 32) % 4120]), size


@pytest.mark.parametrize("head", [b"", bytes(32)])
def test_what_the_log_of_writes_has_counts_before_the_file_and_its_own_leftovers(
    file: Path, long: Long, head: bytes
) -> None:
    """A log whose head is lost is read all the same."""
    file.with_name(f"{file.name}-wal").write_bytes(head + long.log[len(head) :])
    damaged(file, without(long.open, b"scene-0one-0scene-1"))
    assert {name: len(choices) for name, choices in runs(file).items()} == dict.fromkeys(RUNS, 75)


def test_runs_that_have_lost_their_beginning_keep_their_names_and_what_was_found_is_kept(file: Path) -> None:
    with Store(file, STORY) as store:
        branch = store.branch("far")
        for n in range(200):
            branch = store.add(branch, Choosing(f"place-{n}", f"far-{n}", f"place-{n + 1}"), [("ending", f"e{n}")])
    file.write_bytes(without(file.read_bytes(), b"place-100far-100place-101"))
    found = recover(file, "third tale")
    assert (found.torn, found.lost, found.finds) == (["far"], [], LENGTH + 200)
    assert set(found.runs) == {*NAMES, "far"}
    left = runs(file)
    assert {name: left[name] for name in NAMES} == whole()
    assert 30 < len(left["far"]) < 100
    assert left["far"] == [f"far-{n}" for n in range(200 - len(left["far"]), 200)]
    with Store(file, STORY) as store:
        assert (len(store.found("scene")), len(store.found("ending"))) == (LENGTH, 200)
        assert store.setting("pace", "none") == "slow"
        assert [branch.name for branch in [store.latest()] if branch] == ["three"]


def test_what_can_be_played_comes_before_a_fragment(file: Path, long: Long) -> None:
    fragments = 0
    for size in range(1500, len(long.closed), 1500):
        file.write_bytes(long.closed[:size])
        found = recover(file, STORY)
        fragments += any(name.startswith("fragment-") for name in found.torn)
        assert found.runs[len(found.runs) - len(found.torn) :] == found.torn
    assert fragments


def test_stories_that_share_a_profile_stay_apart_and_one_whose_name_is_lost_is_taken_for_the_one_asked_for(
    file: Path,
) -> None:
    with Store(file, "other tale") as store:
        branch = store.branch("far")
        for n in range(200):
            branch = store.add(branch, Choosing(f"place-{n}", f"far-{n}", f"place-{n + 1}"), [("ending", f"e{n}")])
    for story in ("other tale", "third tale"):
        damaged(file, bytes(4096) + file.read_bytes()[4096:], "third tale")
        assert runs(file) == whole()
        with Store(file, story) as store:
            assert [step.choice for step in store.path(store.named("far").tip)] == [f"far-{n}" for n in range(200)]
            assert (store.names(), len(store.found("ending"))) == (["far"], 200)
            store._db.execute("delete from node where scene = 'other tale'")
