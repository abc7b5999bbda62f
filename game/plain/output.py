"""Where plain mode writes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def say(lines: Iterable[str]) -> None:
    """Write lines, so that whoever listens hears them before the next line is read."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
