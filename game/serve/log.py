"""What a server notes: a line for whoever started it, and the details in a file that does not outgrow."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from aiohttp.http_exceptions import HttpProcessingError

from game.errors import SokoviaError

if TYPE_CHECKING:
    from pathlib import Path

SIZE_LIMIT = 1_000_000
"""Bytes of the file, before it is put aside and the one before it is dropped."""


def keep_log(file: Path) -> None:
    """From now on, note what goes wrong in this program there, and on standard error.

    Raises:
        SokoviaError: the folder cannot be made.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SokoviaError(f"cannot make the folder {file.parent}: {error.strerror}") from error
    line = logging.StreamHandler()
    line.setFormatter(_Line(file))
    details = RotatingFileHandler(file, maxBytes=SIZE_LIMIT, backupCount=1, encoding="utf-8", delay=True)
    details.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    for handler in (line, details):
        handler.addFilter(_is_ours)
        logging.getLogger().addHandler(handler)


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether it is for us to mend: a request that is no HTTP has its answer, and may hold what is not to be kept."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


class _Line(logging.Formatter):
    """One line a note; a fault by its name alone."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def format(self, record: logging.LogRecord) -> str:
        fault = record.exc_info[0] if record.exc_info else None
        told = f" ({fault.__name__}); details are in {self._file}" if fault else ""
        return f"sokovia: {record.getMessage()}{told}"
