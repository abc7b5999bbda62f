"""The gallery of a story: what it finds, and that nothing in its folder can harm."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from game.paths import shipped
from game.story.pictures import LIMIT, Gallery

if TYPE_CHECKING:
    from pathlib import Path

DAWN = {"desc": "A lawn before sunrise.", "focus": 0.25}


def gallery(tmp_path: Path, index: Any, *files: str) -> Gallery:
    """A gallery with that index (data, or text or bytes as they are) and some files, none of them a real picture."""
    art = tmp_path / "assets" / "art"
    art.mkdir(parents=True)
    content = index if isinstance(index, bytes) else (index if isinstance(index, str) else json.dumps(index)).encode()
    (art / "index.json").write_bytes(content)
    for name in files:
        (art / name).parent.mkdir(parents=True, exist_ok=True)
        (art / name).write_bytes(b"not looked at")
    return Gallery(tmp_path / "story")


def test_a_picture_is_a_file_of_the_folder_that_the_index_describes(tmp_path: Path) -> None:
    found = gallery(tmp_path, {"dawn": DAWN}, "dawn.png").find("dawn")
    assert found == ("dawn", tmp_path / "assets" / "art" / "dawn.png", "A lawn before sunrise.", 0.25)


def test_nothing_is_read_before_a_picture_is_asked_for(tmp_path: Path) -> None:
    made = Gallery(tmp_path / "story")
    art = tmp_path / "assets" / "art"
    art.mkdir(parents=True)
    (art / "index.json").write_text(json.dumps({"dawn": DAWN}))
    (art / "dawn.png").touch()
    assert made.find("dawn") is not None


def test_words_of_a_picture_that_would_command_a_terminal_are_only_shown(tmp_path: Path) -> None:
    found = gallery(tmp_path, {"dawn": {"desc": "A\x1b]0;lawn\x07\x9b31m\u202e."}}, "dawn.png").find("dawn")
    assert found is not None
    assert found.words == "A\ufffd]0;lawn\ufffd\ufffd31m\ufffd."


@pytest.mark.parametrize("id", [None, "", "dusk", "Dawn", "dawn.png"])
def test_what_is_not_in_the_index_is_no_picture(tmp_path: Path, id: str | None) -> None:
    files = ("dawn.png", "dusk.png", ".png", "dawn.png.png")
    assert gallery(tmp_path, {"dawn": DAWN}, *files).find(id) is None


def test_what_is_in_the_index_alone_is_no_picture(tmp_path: Path) -> None:
    assert gallery(tmp_path, {"dawn": DAWN}).find("dawn") is None


def test_a_story_without_the_folder_has_no_pictures(tmp_path: Path) -> None:
    assert Gallery(tmp_path / "story").find("dawn") is None
    assert Gallery(tmp_path / "no" / "such" / "story").find("dawn") is None


def test_a_folder_without_an_index_has_no_pictures(tmp_path: Path) -> None:
    made = gallery(tmp_path, {}, "dawn.png")
    (tmp_path / "assets" / "art" / "index.json").unlink()
    assert made.find("dawn") is None


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"\xff\xfe\x00",
        b'{"dawn": {"desc": "\xff"}}',
        "{",
        "null",
        "[]",
        '"dawn"',
        "17",
        '{"dawn": null}',
        '{"dawn": []}',
        '{"dawn": "words"}',
        '{"dawn": {}}',
        '{"dawn": {"desc": 1}}',
        '{"dawn": {"desc": null}}',
        '{"dawn": {"desc": "x", "focus": "middle"}}',
        '{"dawn": {"desc": "x", "focus": NaN}}',
        '{"dawn": {"desc": "x"}, "dusk": 1}',
        '{"dawn": {"desc": "x"}} and more',
        '{"dawn": {"desc": "x", "more": ' + "[" * 100_000 + "]" * 100_000 + "}}",
        "[" * 500_000,
    ],
    ids=lambda index: repr(index[:44]),
)
def test_a_damaged_index_or_one_of_another_shape_is_as_good_as_none(tmp_path: Path, index: str | bytes) -> None:
    assert gallery(tmp_path, index, "dawn.png").find("dawn") is None


def test_an_index_too_large_is_not_read(tmp_path: Path) -> None:
    index = json.dumps({"dawn": DAWN}) + " " * LIMIT
    assert gallery(tmp_path, index, "dawn.png").find("dawn") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes with names")
def test_an_index_that_is_a_pipe_or_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    made = gallery(tmp_path, {}, "dawn.png")
    index = tmp_path / "assets" / "art" / "index.json"
    index.unlink()
    os.mkfifo(index)
    assert made.find("dawn") is None
    index.unlink()
    index.mkdir()
    assert Gallery(tmp_path / "story").find("dawn") is None


@pytest.mark.parametrize(
    "id",
    [
        "../dawn",
        "../../dawn",
        "deep/dawn",
        "./dawn",
        "dawn/",
        "/etc/passwd",
        "..",
        ".",
        "...",
        "deep/../dawn",
        "dawn\0",
        "\0",
        "x" * 300,
        "dawn\n",
    ],
    ids=repr,
)
def test_an_id_never_leads_out_of_the_folder_even_if_the_index_has_it(tmp_path: Path, id: str) -> None:
    made = gallery(tmp_path, {id: DAWN, "dawn": DAWN}, "dawn.png", "deep/dawn.png", "../dawn.png", "../../dawn.png")
    assert made.find(id) is None


def test_a_link_out_of_the_folder_is_no_picture(tmp_path: Path) -> None:
    made = gallery(tmp_path, {"dawn": DAWN, "twin": DAWN, "gone": DAWN, "round": DAWN}, "dusk.png")
    art = tmp_path / "assets" / "art"
    (tmp_path / "secret.png").write_bytes(b"x")
    (art / "dawn.png").symlink_to(tmp_path / "secret.png")
    (art / "twin.png").symlink_to(art / "dusk.png")
    (art / "gone.png").symlink_to(tmp_path / "nowhere.png")
    (art / "round.png").symlink_to(art / "round.png")
    assert [made.find(id) is not None for id in ("dawn", "twin", "gone", "round")] == [False, True, False, False]


def test_a_folder_that_is_called_like_a_picture_is_none(tmp_path: Path) -> None:
    made = gallery(tmp_path, {"dawn": DAWN})
    (tmp_path / "assets" / "art" / "dawn.png").mkdir()
    assert made.find("dawn") is None


@pytest.mark.parametrize(("size", "found"), [(LIMIT, True), (LIMIT + 1, False)])
def test_a_file_too_large_is_no_picture(tmp_path: Path, size: int, *, found: bool) -> None:
    made = gallery(tmp_path, {"dawn": DAWN}, "dawn.png")
    os.truncate(tmp_path / "assets" / "art" / "dawn.png", size)
    assert (made.find("dawn") is not None) is found


@pytest.mark.parametrize(("written", "focus"), [(-5, 0.0), (0, 0.0), (0.7, 0.7), (1, 1.0), (1e300, 1.0)])
def test_its_focus_is_a_share_of_its_height(tmp_path: Path, written: float, focus: float) -> None:
    found = gallery(tmp_path, {"dawn": {"desc": "x", "focus": written}}, "dawn.png").find("dawn")
    assert found is not None
    assert found.focus == focus


def test_its_words_are_one_line_and_not_endless(tmp_path: Path) -> None:
    found = gallery(tmp_path, {"dawn": {"desc": "A  lawn\n\tbefore \r\nsunrise. " * 1000}}, "dawn.png").find("dawn")
    assert found is not None
    assert found.words.startswith("A lawn before sunrise. A lawn")
    assert len(found.words) == 1000


def test_every_picture_of_the_shipped_index_is_there_with_words_for_who_cannot_see_it() -> None:
    folder = shipped("story")
    made = Gallery(folder)
    assert made._index
    found = {id: made.find(id) for id in made._index}
    assert [id for id, picture in found.items() if picture is None or len(picture.words.split()) < 8] == []
