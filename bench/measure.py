"""What the benchmarks share: ours and its reference measured in turn, and a program driven in a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
ROOT = HERE.parent
GAME = (sys.executable, "-m", "game")
BARE = (sys.executable, str(HERE / "bare.py"))
sys.path.insert(0, str(ROOT))  # a benchmark measures this checkout, whatever is installed

_ANSI = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences: colours, moves of the cursor, modes
    rb"|\x1b[\]P_^X].*?(?:\x07|\x1b\\)"  # strings for the terminal: titles and the like
    rb"|\x1b[ -/]*[0-~]",  # other escapes
    re.DOTALL,
)


class Pairs(NamedTuple):
    """The same thing measured on both sides, in turn; pair by pair, so that a busy machine slows both alike."""

    ours: list[float]
    reference: list[float]

    @property
    def ratio(self) -> float:
        """The median of ours ÷ the reference, pair by pair."""
        return statistics.median(self._ratios())

    def told(self, unit: str, scale: float = 1.0, digits: int = 1) -> str:
        """Medians of both sides and the spread of the ratio, in a line."""
        ours, reference = (statistics.median(side) * scale for side in self)
        low, high = quartiles(self._ratios())
        both = f"ours {ours:,.{digits}f} {unit}, the reference {reference:,.{digits}f} {unit}"
        return f"  {both} (medians of {len(self.ours)}); half of the ratios lie from {low:.2f} to {high:.2f}"

    def _ratios(self) -> list[float]:
        return [ours / reference for ours, reference in zip(self.ours, self.reference, strict=True)]


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The bounds of the middle half of some values."""
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def in_turn(ours: Callable[[], float], reference: Callable[[], float], rounds: int) -> Pairs:
    """Measure both sides in turn: once unseen, to warm up, then `rounds` times."""
    pairs = [(ours(), reference()) for _ in range(rounds + 1)][1:]
    return Pairs([one for one, _ in pairs], [other for _, other in pairs])


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


def verdict(name: str, ratio: float, budget: float | None) -> str:
    """The last line of a benchmark."""
    return f"{name}: {ratio:.2f} × the reference " + (f"(budget {budget:g})" if budget else "(no budget)")


def run(main: Callable[[], None]) -> None:
    """Run a benchmark; it ends well even if a program did not do as it should, and then says so. Nothing it started
    outlives it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        main()
    except Missing as missing:
        print(f"not measured: {missing}")


class Missing(Exception):
    """The words waited for did not come in time."""


class Terminal:
    """A program in a pseudo-terminal, and what it has written there."""

    def __init__(self, command: Sequence[str], *, home: Path, columns: int = 80, rows: int = 24) -> None:
        """Start `command` with `home` as $SOKOVIA_HOME, in a terminal of that size."""
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._raw = b""
        self._since = self.started = perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env={**inherited, "SOKOVIA_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The program's number."""
        return self._process.pid

    @property
    def text(self) -> str:
        """What has been written since the last key, ANSI sequences taken out."""
        return _ANSI.sub(b"", self._raw).decode("utf-8", "replace")

    def press(self, key: str) -> None:
        """Press a key; what was written before it is forgotten."""
        self.rest(0)
        self._raw = b""
        self._since = perf_counter()
        os.write(self._master, key.encode())

    def wait_for(self, *words: str, bound: float = 30) -> float:
        """Wait until all the words have been written since the last key (or the start).

        Returns:
            The seconds since then.

        Raises:
            Missing: they did not come within `bound` seconds.
        """
        while not all(one in self.text for one in words):
            left = self._since + bound - perf_counter()
            if left < 0 or not self._read(left):
                raise Missing(f"{words} did not come; there was: {self.text[-2000:]!r}")
        return perf_counter() - self._since

    def rest(self, quiet: float) -> float:
        """Wait until the program has written nothing for `quiet` seconds.

        Returns:
            The seconds from the last key (or the start) to the last thing written, or to this call if nothing was.
        """
        last = perf_counter()
        while self._read(quiet):
            last = perf_counter()
        return last - self._since

    def memory(self) -> dict[str, int]:
        """VmRSS (now) and VmHWM (the most so far) in bytes, from /proc."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
        return {
            name: int(size) * 1024 for name, size in re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", status, re.MULTILINE)
        }

    def close(self) -> None:
        """End the program."""
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            found = os.read(self._master, 65_536)
        except OSError:  # Linux says so when the program has gone
            return False
        self._raw += found
        return bool(found)
