"""Where in the files of a story each thing is written, for those who report on a story that has been loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.story.files import story_files
from game.story.source import Source, read_source

if TYPE_CHECKING:
    from pathlib import Path

    from game.story.source import Keys


class Places:
    """An index of a story's files."""

    def __init__(self, folder: Path) -> None:
        self._sources: dict[tuple[str, str], Source] = {}
        """(kind, id) → the file."""
        for kind, path in story_files(folder):
            source = read_source(path, str(path))
            if not isinstance(source, Source) or not isinstance(source.data, dict):
                continue
            for name, id in _names(kind, source.data):
                self._sources[name, id] = source

    def scene(self, id: str, *below: str | int) -> str:
        """`file:line:column` of a scene, or of something in it (`"choices", "run", "when"`)."""
        return self._place("scene", id, ("scenes", id, *below))

    def chapter(self, id: str, *below: str | int) -> str:
        """`file:line:column` of a chapter, or of something in it."""
        return self._place("chapter", id, below or ("chapter",))

    def vignette(self, id: str, *below: str | int) -> str:
        """`file:line:column` of a vignette, or of something in it."""
        return self._place("vignette", id, below or ("id",))

    def entry(self, id: str) -> str:
        """`file:line:column` of a card of the codex."""
        return self._place("entry", id, ("entries", id))

    def frame(self, *below: str | int) -> str:
        """`file:line:column` of something in story.yaml."""
        return self._place("story", "", below)

    def _place(self, kind: str, id: str, keys: Keys) -> str:
        source = self._sources.get((kind, id))
        if source is None:
            return ""
        place = source.place(keys, key=True)
        return f"{source.file}:{place.line}:{place.column}"


def _names(kind: str, data: dict[str, Any]) -> list[tuple[str, str]]:
    if kind == "story":
        return [("story", "")]
    if kind == "chapter":
        return [("chapter", str(data.get("chapter"))), *(("scene", id) for id in data.get("scenes") or ())]
    if kind == "vignette":
        return [("vignette", str(data.get("id")))]
    return [("entry", id) for id in data.get("entries") or ()]
