"""The small story that `sokovia new` writes: two heroes, two chapters, one of everything the format has."""

from __future__ import annotations

from pathlib import Path

from game.errors import SokoviaError
from game.story.schema import schemas

_FILES = Path(__file__).parent / "files"


def write_starter(folder: Path) -> list[Path]:
    """Write the starter story, with its schemas, into `folder`.

    Returns:
        The files written.

    Raises:
        SokoviaError: the folder holds something already, or cannot be written.
    """
    texts = {str(path.relative_to(_FILES)): path.read_text(encoding="utf-8") for path in sorted(_FILES.rglob("*.yaml"))}
    texts |= {f"schema/{name}": text for name, text in schemas().items()}
    written = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise SokoviaError(f"{folder} is there already and is not an empty folder; name a new one")
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        raise SokoviaError(f"cannot write {error.filename or folder}: {error.strerror}") from error
    return written
