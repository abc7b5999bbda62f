"""A damaged store: told of clearly, set aside and never deleted, and what can be read of it recovered."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from game.branches import Choosing, Store, recover
from game.errors import StoreError
from tests.command import PROGRAM, program, sokovia
from tests.test_cli import STARTER

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("one", "two", "three")
LENGTH = 60


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three runs of sixty choices, closed; for copies."""
    file = tmp_path_factory.mktemp("filled") / "player.sqlite"
    with Store(file, "the-lighthouse") as store:
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
    with Store(file, "the-lighthouse") as store:
        return {name: [step.choice for step in store.path(store.named(name).tip)] for name in store.names()}


def whole() -> dict[str, list[str]]:
    """The runs as they were."""
    return {name: [f"{name}-{n}" for n in range(LENGTH)] for name in NAMES}


def damaged(file: Path, raw: bytes | bytearray) -> Path:
    """The file with other content, and recovered; where the damaged one is now."""
    file.write_bytes(raw)
    found = recover(file)
    assert found.aside is not None
    assert found.aside.parent == file.parent
    assert found.aside.read_bytes() == raw
    return found.aside


@pytest.mark.parametrize("size", [0, 100, 4096, 9000, 20_000])
def test_a_store_that_is_cut_off_is_told_of_with_its_file_and_what_to_do(file: Path, size: int) -> None:
    raw = file.read_bytes()[:size]
    file.write_bytes(raw)
    if not size:
        file.with_name(f"{file.name}-wal").write_bytes(b"noise" * 100)
    with pytest.raises(StoreError) as refusal:
        runs(file)
    for said in (str(file), "left as", "`sokovia branches recover`", "`sokovia --unsaved`"):
        assert said in str(refusal.value)
    assert file.read_bytes() == raw


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
    found = recover(file)
    with Store(file, "the-lighthouse") as store:
        assert store._db.execute("pragma integrity_check").fetchone() == ("ok",)
        store.branches()
    if found.aside is not None:
        assert found.aside.read_bytes() == raw


def test_choices_that_are_only_in_the_log_are_recovered_when_the_file_is_empty(file: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "live.sqlite", "the-lighthouse") as live:
        fill(live)
        log = (tmp_path / "live.sqlite-wal").read_bytes()
    wal = file.with_name(f"{file.name}-wal")
    file.write_bytes(b"")
    wal.write_bytes(log)
    found = recover(file)
    assert found.aside is not None
    assert found.aside.with_name(f"{found.aside.name}-wal").read_bytes() == log
    assert (runs(file), found.lost, found.choices) == (whole(), [], 3 * LENGTH)
    with Store(file, "the-lighthouse") as store:
        assert (store.setting("pace", "none"), len(store.found("scene"))) == ("slow", LENGTH)


def test_trash_and_where_one_stood_are_recovered_too(file: Path) -> None:
    with Store(file, "the-lighthouse") as store:
        store.delete(store.named("two"))
        one = store.named("one")
        before = store.move(one, list(store.trail(one.tip))[9])
    raw = file.read_bytes()
    damaged(file, bytes(4096) + raw[4096:])
    with Store(file, "the-lighthouse") as store:
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
    assert recover(file).aside is None
    assert file.read_bytes() == before
    with Store(file, "the-lighthouse") as store:
        branch = store.add(store.begin(), Choosing("a", "b", "c"), [])
        assert recover(file).aside is None
        store.add(branch, Choosing("c", "d", "e"), [])
    assert runs(file) == whole() | {"run-1": ["b", "d"]}


def test_there_is_nothing_to_recover_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to recover"):
        recover(tmp_path / "player.sqlite")
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
