"""The story that `sokovia new` writes: sound, complete, and never written over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.errors import SokoviaError
from game.starter import write_starter
from game.story import check_story, read_story
from game.story.schema import schemas


def test_the_starter_story_has_no_problem_and_no_warning(tmp_path: Path) -> None:
    write_starter(tmp_path / "mine")
    report = check_story(tmp_path / "mine")
    assert report.problems == []
    assert report.story is not None


def test_the_starter_story_shows_one_of_everything(tmp_path: Path) -> None:
    write_starter(tmp_path / "mine")
    story = read_story(tmp_path / "mine")
    scenes = story.scenes.values()
    choices = [choice for scene in scenes for choice in scene.choices.values()]
    assert len(story.heroes) == 2
    assert len(story.chapters) == 2
    assert story.frame.episodes
    assert story.vignettes
    assert story.codex
    assert {type(variable).__name__ for variable in story.frame.state.values()} == {"Flag", "Range"}
    assert {scene.ending.kind for scene in scenes if scene.ending} == {"canon", "what-if"}
    assert any(choice.when for choice in choices)
    assert any(choice.otherwise for choice in choices)
    assert any(scene.lens for scene in scenes)
    assert any(not isinstance(paragraph, str) for scene in scenes for paragraph in scene.text)


def test_it_says_which_files_it_wrote(tmp_path: Path) -> None:
    written = write_starter(tmp_path / "mine")
    assert sorted(written) == sorted(path for path in (tmp_path / "mine").rglob("*") if path.is_file())


def test_every_file_names_a_schema_that_is_there_and_is_its_own(tmp_path: Path) -> None:
    kinds = {"mine": "story", "chapters": "chapter", "vignettes": "vignette", "codex": "codex"}
    files = [path for path in write_starter(tmp_path / "mine") if path.suffix == ".yaml"]
    assert len(files) >= 5
    for path in files:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        named = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert named.is_file(), first
        assert named.name == f"{kinds[path.parent.name]}.schema.json"
        assert named.read_text(encoding="utf-8") == schemas()[named.name]


def test_an_empty_folder_is_written_into(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    write_starter(tmp_path / "mine")
    assert check_story(tmp_path / "mine").problems == []


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_starter(tmp_path / "a" / "b" / "mine")
    assert check_story(tmp_path / "a" / "b" / "mine").problems == []


def test_nothing_that_is_there_is_ever_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    kept = tmp_path / "mine" / "story.yaml"
    kept.write_text("mine")
    with pytest.raises(SokoviaError, match="is there already"):
        write_starter(tmp_path / "mine")
    with pytest.raises(SokoviaError, match="is there already"):
        write_starter(kept)
    assert [path.read_text() for path in (tmp_path / "mine").iterdir()] == ["mine"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file" / "mine", tmp_path / ("x" * 300)):
        with pytest.raises(SokoviaError, match="cannot write"):
            write_starter(folder)


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(SokoviaError, match="No space left on device"):
        write_starter(tmp_path / "mine")
