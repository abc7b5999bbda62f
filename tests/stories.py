"""Small stories for tests: the parts as plain data, written to a folder as YAML.

    folder = write_story(tmp_path)                                             # the minimal story
    folder = write_story(tmp_path, chapters={"one": chapter(title="Other")})   # with another chapter file
    folder = write_story(tmp_path, chapters={"one": "chapter: [broken"})       # as text, or bytes, just as given

A part may be data (a dict or list, written as YAML), text or bytes (written as it is).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from game.story import Report, Story, check_story, read_story

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Written = dict[str, Any] | list[Any] | str | bytes
"""A file's content: data to write as YAML, or the text or bytes themselves."""


def frame(**changes: Any) -> dict[str, Any]:
    """A story.yaml: heroes ada and ben, a flag `lit` (a chapter long), a range `trust` (0 to 3)."""
    return {
        "title": "A small story",
        "start": "one",
        "heroes": [
            {"id": "ada", "name": "Ada", "colour": "#d98c3f", "tagline": "She stays.", "joins": "one"},
            {"id": "ben", "name": "Ben", "colour": "#4f8fb0", "tagline": "He goes.", "joins": "one"},
        ],
        "state": {
            "lit": {"type": "flag", "lasts": "chapter", "about": "The lamp is lit."},
            "trust": {"type": "range", "from": 0, "to": 3, "lasts": "story", "about": "How far they trust."},
        },
    } | changes


def choice(to: str, **changes: Any) -> dict[str, Any]:
    """A choice that leads to `to`."""
    return {"say": "Go on.", "to": to} | changes


def scene(**changes: Any) -> dict[str, Any]:
    """A scene of one paragraph; it still needs `choices` or an `ending`."""
    return {"title": "A scene", "text": ["Something happens."]} | changes


def ending(id: str = "done", kind: str = "canon") -> dict[str, Any]:
    """The ending of a scene."""
    return {"id": id, "title": "The end", "kind": kind}


def chapter(**changes: Any) -> dict[str, Any]:
    """The chapter `one`: both heroes arrive at `hall`, whose choice `go` leads to the ending in `yard`."""
    return {
        "chapter": "one",
        "title": "Chapter one",
        "entrances": {"ada": "hall", "ben": "hall"},
        "scenes": {
            "hall": scene(choices={"go": choice("yard", set={"lit": True, "trust": "+1"})}),
            "yard": scene(ending=ending()),
        },
    } | changes


def hall(**changes: Any) -> dict[str, Any]:
    """The chapter `one` with changes to its first scene."""
    made = chapter()
    made["scenes"]["hall"] |= changes
    return made


def vignette(**changes: Any) -> dict[str, Any]:
    """A vignette that opens in `hall`."""
    return {
        "id": "tea",
        "title": "Tea",
        "unlock": {"at": "hall"},
        "hint": "Somebody is thirsty.",
        "text": ["They drink tea."],
    } | changes


def codex(**changes: Any) -> dict[str, Any]:
    """A shelf of one card."""
    return {
        "codex": "people",
        "title": "People",
        "entries": {"ada": {"title": "Ada", "text": ["She stays."]}},
    } | changes


def minimal() -> dict[str, Written]:
    """The least story that is sound: file name → content."""
    return {"story.yaml": frame(), "chapters/one.yaml": chapter()}


def write_story(
    tmp_path: Path,
    *,
    story: Written | None = None,
    chapters: Mapping[str, Written] | None = None,
    vignettes: Mapping[str, Written] | None = None,
    shelves: Mapping[str, Written] | None = None,
    ledger: Mapping[str, Written] | None = None,
) -> Path:
    """Write a story into `tmp_path`/story; what is not given is the minimal story's.

    Args:
        tmp_path: Where the story folder goes.
        story: story.yaml.
        chapters: File stem → a file of chapters/. Given, the minimal chapter is left out unless it is named `one`.
        vignettes: File stem → a file of vignettes/.
        shelves: File stem → a file of codex/.
        ledger: File stem → a file of `tmp_path`/seeds, beside the story.

    Returns:
        The story folder.
    """
    folder = tmp_path / "story"
    files: dict[str, Written] = {"story.yaml": frame() if story is None else story}
    for name, parts in (
        ("chapters", {"one": chapter()} if chapters is None else chapters),
        ("vignettes", vignettes or {}),
        ("codex", shelves or {}),
        ("../seeds", ledger or {}),
    ):
        files |= {f"{name}/{stem}.yaml": content for stem, content in parts.items()}
    for name, content in files.items():
        write(folder / name, content)
    return folder


def write(path: Path, content: Written) -> None:
    """Write one file of a story."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else as_yaml(content).encode())


def as_yaml(content: dict[str, Any] | list[Any] | str) -> str:
    """Data as YAML, each text on one line; text as it is."""
    if isinstance(content, str):
        return content
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100_000))


def load(tmp_path: Path, **parts: Any) -> Story:
    """A story as `write_story` writes it, read."""
    return read_story(write_story(tmp_path, **parts))


def report(tmp_path: Path, **parts: Any) -> Report:
    """What the checker says of a story as `write_story` writes it."""
    return check_story(write_story(tmp_path, **parts))


def found(tmp_path: Path, **parts: Any) -> list[tuple[str, str]]:
    """(code, message) of every problem of a story as `write_story` writes it."""
    return [(problem.code, problem.message) for problem in report(tmp_path, **parts).problems]


MARK = "▲"


def marked(text: str) -> tuple[str, int, int]:
    """Text in which ▲ stands just before a place: the text without it, and the place's line and column, from 1."""
    before, mark, after = text.partition(MARK)
    assert mark, "the text marks no place"
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")
