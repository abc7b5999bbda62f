"""Which files make up a story. Nothing is parsed here, so that a game which starts from the cache imports no YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.errors import StoryError
from game.story.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = {"chapters": "chapter", "vignettes": "vignette", "codex": "codex"}
"""Folder of a story → the kind of file it holds."""
FILE_LIMIT = 2_000
"""Files of one story."""
SIZE_LIMIT = 2_000_000
"""Bytes of one file."""


def story_files(folder: Path) -> list[tuple[str, Path]]:
    """The files of a story as (kind, path), sorted: story.yaml, then the files of each folder.

    Raises:
        StoryError: there is no such folder, or it cannot be listed.
    """
    try:
        if not folder.is_dir():
            raise StoryError([Problem(str(folder), 1, 1, "F01", "there is no such story folder")])
        found = [("story", folder / "story.yaml")]
        for name, kind in FOLDERS.items():
            if (folder / name).is_dir():
                inside = sorted((folder / name).iterdir())
                found += [(kind, path) for path in inside if path.suffix in (".yaml", ".yml")]
    except OSError as error:
        raise StoryError([Problem(str(folder), 1, 1, "F02", f"cannot list this folder: {error.strerror}")]) from None
    if len(found) > FILE_LIMIT:
        raise StoryError([Problem(str(folder), 1, 1, "F04", f"more than {FILE_LIMIT:,} files")])
    return found


def ledger_folder(folder: Path) -> Path:
    """Where a story's ledger is: `seeds`, beside the story folder."""
    return folder.resolve().parent / "seeds"


def ledger_files(folder: Path) -> list[Path]:
    """The files of the ledger that are there."""
    seeds = ledger_folder(folder)
    names = ("beats", "moments", "characters", "places")
    try:
        return [path for name in names if (path := seeds / f"{name}.yaml").is_file()]
    except OSError:
        return []
