"""`sokovia serve` as a program of its own, and who its children are."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Served:
    """A server that runs, on a port that was free."""

    def __init__(self, process: subprocess.Popen[str], said: str) -> None:
        self.process, self.said = process, said
        self.url = re.findall(r"http://\S+", said)[0]

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])

    def games(self) -> list[int]:
        """The ids of the processes that it has started, and that run."""
        stats = [path.read_text(encoding="utf-8") for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
        fields = [(stat.split()[0], *stat.rpartition(")")[2].split()[:2]) for stat in stats]
        return [int(pid) for pid, state, parent in fields if int(parent) == self.process.pid and state != "Z"]

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """End it by a signal: its exit code, and what it said on standard error."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


@contextmanager
def served(*arguments: str | Path, home: Path) -> Iterator[Served]:
    """Start it, and see to it that it ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "game", "serve", "--port", "0", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SOKOVIA_HOME": str(home)},
    )
    with process:
        try:
            assert process.stdout is not None
            yield Served(process, process.stdout.readline())
        finally:
            process.kill()
