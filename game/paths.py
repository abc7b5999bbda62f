"""Where things are: the story that ships with the program, and the folders a platform gives it."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from game.errors import SokoviaError

_NAME = "sokovia"


def shipped(name: str) -> Path:
    """A folder that ships with the program: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name


def data_folder() -> Path:
    """Where what a player keeps is: $SOKOVIA_HOME, else the platform's own place.

    Raises:
        SokoviaError: $SOKOVIA_HOME starts with the `~name` of nobody here.
    """
    return _home() or Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def cache_folder() -> Path:
    """Where what can be made again is.

    Raises:
        SokoviaError: as for `data_folder`.
    """
    home = _home()
    return home / "cache" if home else Path(platformdirs.user_cache_dir(_NAME, appauthor=False))


def _home() -> Path | None:
    named = os.environ.get("SOKOVIA_HOME")
    try:
        return Path(named).expanduser() if named else None
    except RuntimeError:
        raise SokoviaError(f"SOKOVIA_HOME is {named!r}, and there is no such user; name a folder") from None
