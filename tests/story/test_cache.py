"""The compiled story is never stale, never trusted when damaged, and never needed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from game import paths
from game.errors import StoryError
from game.story import Story, cache, load_story, loading, read_story
from tests.stories import chapter, choice, frame, hall, vignette, write, write_story

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_story(tmp_path, ledger={"beats": {"beats": [{"id": "storm", "fact": "There was a storm."}]}})


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def files(kept: Path) -> list[Path]:
    return sorted(kept.iterdir()) if kept.is_dir() else []


def outcome(read: Callable[[], Story]) -> Story | str:
    try:
        return read()
    except StoryError as error:
        return str(error)


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> Story:
        raise AssertionError(f"{folder} was read from its files")

    monkeypatch.setattr(loading, "read_story", fail)


def test_the_second_time_no_file_is_parsed(folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_story(folder, kept)
    assert first == read_story(folder)
    forbid_reading(monkeypatch)
    assert load_story(folder, kept) == first


def test_the_cache_is_outside_the_checkout_and_the_story(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOKOVIA_HOME", str(tmp_path / "home"))
    assert paths.cache_folder() == tmp_path / "home" / "cache"
    monkeypatch.delenv("SOKOVIA_HOME")
    assert not paths.cache_folder().is_relative_to(ROOT)
    before = sorted(folder.rglob("*"))
    load_story(folder, tmp_path / "home" / "cache")
    assert sorted(folder.rglob("*")) == before


def test_no_edit_of_any_byte_is_ever_missed(folder: Path, kept: Path) -> None:
    (folder / "vignettes").mkdir()
    (folder / "vignettes" / "a.yaml").write_text(
        "id: tea\ntitle: Tea\nunlock: {at: hall}\nhint: Thirst.\ntext: [Tea.]\n", encoding="utf-8"
    )
    load_story(folder, kept)
    for path in (folder / "vignettes" / "a.yaml", folder.parent / "seeds" / "beats.yaml"):
        raw = path.read_bytes()
        for at in range(len(raw)):
            path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
            assert outcome(lambda: load_story(folder, kept)) == outcome(lambda: read_story(folder)), at
        path.write_bytes(raw)


@pytest.mark.parametrize(
    "name", ["story/story.yaml", "story/chapters/one.yaml", "story/vignettes/a.yaml", "seeds/beats.yaml"]
)
def test_every_file_belongs_to_the_key(folder: Path, kept: Path, tmp_path: Path, name: str) -> None:
    write(folder / "vignettes" / "a.yaml", vignette())
    names = {cache._digest(folder)}
    path = tmp_path / name
    raw = path.read_bytes()
    for at in range(len(raw)):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        names.add(cache._digest(folder))
    path.write_bytes(raw + b"\n")
    names.add(cache._digest(folder))
    path.unlink()
    names.add(cache._digest(folder))
    assert len(names) == len(raw) + 3


def test_a_file_added_renamed_or_taken_away_is_seen(folder: Path, kept: Path) -> None:
    plain = load_story(folder, kept)
    extra = folder / "vignettes" / "a.yaml"
    write(extra, vignette())
    assert list(load_story(folder, kept).vignettes) == ["tea"]
    write(folder / "vignettes" / "b.yaml", vignette(id="soup"))
    assert list(load_story(folder, kept).vignettes) == ["tea", "soup"]
    extra.rename(folder / "vignettes" / "c.yaml")
    assert list(load_story(folder, kept).vignettes) == ["soup", "tea"]
    (folder / "vignettes" / "b.yaml").unlink()
    (folder / "vignettes" / "c.yaml").unlink()
    assert load_story(folder, kept) == plain


def test_an_unreadable_file_is_not_taken_for_a_missing_one(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_story(folder, kept)
    write(folder / "vignettes" / "a.yaml", vignette())
    opened = Path.open

    def refuse(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "a.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(StoryError, match="F02"):
        load_story(folder, kept)


def test_a_file_edited_while_it_is_read_is_not_kept_under_its_old_name(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = read_story(folder)

    def edit_then_read(folder: Path) -> Story:
        write(folder / "chapters" / "one.yaml", chapter(title="Edited"))
        return read_story(folder)

    with monkeypatch.context() as patched:
        patched.setattr(loading, "read_story", edit_then_read)
        assert load_story(folder, kept).chapters["one"].title == "Edited"
    write(folder / "chapters" / "one.yaml", chapter())
    assert load_story(folder, kept) == old


def test_another_version_of_the_program_has_a_file_of_its_own(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_story(folder, kept)
    monkeypatch.setattr(cache, "__version__", "99.0")
    load_story(folder, kept)
    assert len(files(kept)) == 2


def test_a_story_with_errors_is_never_kept(folder: Path, kept: Path) -> None:
    write(folder / "chapters" / "one.yaml", hall(choices={"go": choice("nowhere")}))
    for _ in range(2):
        with pytest.raises(StoryError, match="N01"):
            load_story(folder, kept)
    assert files(kept) == []
    write(folder / "chapters" / "one.yaml", chapter())
    assert load_story(folder, kept) == read_story(folder)


def test_a_damaged_file_is_made_again(folder: Path, kept: Path) -> None:
    story = load_story(folder, kept)
    (path,) = files(kept)
    raw = path.read_bytes()
    cuts = [raw[:length] for length in (0, 1, 10, 20, 40, len(raw) // 2, len(raw) - 1)]
    flips = [raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :] for at in range(0, len(raw), 7)]
    for damaged in [*cuts, *flips, raw + b"\0", b"\0" * len(raw), b"not a story at all"]:
        path.write_bytes(damaged)
        assert load_story(folder, kept) == story
        assert files(kept) == [path]
        assert path.read_bytes() == raw


def test_a_whole_file_of_another_kind_is_made_again(folder: Path, kept: Path) -> None:
    story = load_story(folder, kept)
    (path,) = files(kept)
    raw = path.read_bytes()
    body = b"\x93\x01\x02\x03"
    path.write_bytes(cache._FORMAT + hashlib.blake2b(body, digest_size=16).digest() + body)
    assert load_story(folder, kept) == story
    assert path.read_bytes() == raw


def test_a_folder_in_place_of_the_file_costs_only_time(folder: Path, kept: Path) -> None:
    story = load_story(folder, kept)
    (path,) = files(kept)
    path.unlink()
    path.mkdir()
    assert load_story(folder, kept) == story
    assert files(kept) == [path]


def test_a_file_in_place_of_the_cache_folder_costs_only_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for kept in (tmp_path / "file", tmp_path / "file" / "under", tmp_path / ("x" * 300), Path("/proc/nothing")):
        assert load_story(folder, kept) == read_story(folder)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("call", ["mkdir", "replace"])
def test_a_folder_that_cannot_be_written_costs_only_time_and_leaves_nothing(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, call, refuse)
    assert load_story(folder, kept) == read_story(folder)
    assert files(kept) == []


def test_a_full_disk_costs_only_time_and_leaves_nothing(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, _: str) -> None:
        os.close(handle)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    assert load_story(folder, kept) == read_story(folder)
    assert files(kept) == []


def test_only_a_few_stories_are_kept_and_the_newest_among_them(folder: Path, kept: Path) -> None:
    for number in range(8):
        write(folder / "story.yaml", frame(title=f"Draft {number}"))
        load_story(folder, kept)
        assert (kept / f"story-{cache._digest(folder)}.msgpack").is_file()
    assert len(files(kept)) == 4


RACER = """
import sys
from pathlib import Path
from game.story import load_story
folder = Path(sys.argv[1])
for line in sys.stdin:
    story = load_story(folder, Path(line.rstrip("\\n")))
    print(story.frame.title, len(story.scenes), flush=True)
"""


def test_two_processes_at_once_do_not_disturb_each_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    for number in range(20):
        for racer in racers:
            assert racer.stdin
            racer.stdin.write(f"{tmp_path / f'race-{number}'}\n")
            racer.stdin.flush()
        for racer in racers:
            assert racer.stdout
            assert racer.stdout.readline() == "A small story 2\n"
    for racer in racers:
        _, said = racer.communicate(timeout=10)
        assert said == ""
        assert racer.returncode == 0
    forbid_reading(monkeypatch)
    for number in range(20):
        kept = tmp_path / f"race-{number}"
        assert len(files(kept)) == 1
        assert load_story(folder, kept).frame.title == "A small story"
