"""The command in a real terminal: what is left on it afterwards, and the exit code."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from tests.tui.places import STARTER

if TYPE_CHECKING:
    from pathlib import Path

LEFT = b"\x1b[?1049l"
"""What gives the terminal back its own page."""
BROKEN = {
    "mount": "import game.tui.app as m; m.SokoviaApp.action_title = fail",
    "compose": "import game.tui.screens.title as m; m.TitleScreen.compose_sheet = fail",
    "render": "import game.tui.widgets.choices as m; m.Choices.render_line = fail",
    "key": "import game.tui.app as m; m.SokoviaApp._show = fail",
}


class Terminal:
    """A process under a pseudo-terminal."""

    def __init__(self, code: str, home: Path, term: str = "xterm-256color") -> None:
        self.seen = b""
        self._mine, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"{code}\nfrom game.cli import main; main()", "--story", str(STARTER)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "SOKOVIA_HOME": str(home), "TERM": term, "XDG_CACHE_HOME": str(home)},
            start_new_session=True,
        )
        os.close(theirs)

    def write(self, keys: bytes) -> None:
        os.write(self._mine, keys)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def read_until(self, text: bytes, seconds: float = 20) -> bool:
        """Read until the text has come or the process has ended; whether it came."""
        end = monotonic() + seconds
        while text not in self.seen and monotonic() < end:
            if select.select([self._mine], [], [], 0.1)[0]:
                try:
                    piece = os.read(self._mine, 65536)
                except OSError:  # the other side is closed
                    break
                self.seen += piece
        return text in self.seen

    def end(self) -> int:
        """Wait for the process to end."""
        self.read_until(b"(nothing says this)")
        os.close(self._mine)
        return self._process.wait(timeout=20)


@pytest.mark.parametrize("place", BROKEN)
def test_a_fault_inside_leaves_one_sentence_and_no_traceback(tmp_path: Path, place: str) -> None:
    fail = "def fail(*args, **kwargs): raise ZeroDivisionError('boom')"
    terminal = Terminal(f"{fail}\n{BROKEN[place]}", tmp_path)
    if place == "key":
        assert terminal.read_until(b"A new run")
        terminal.write(b"1")
        for _ in range(20):  # the first press may come within the pause
            if terminal.read_until(LEFT, 0.5):
                break
            terminal.write(b"1")
    assert terminal.end() == 1
    after = terminal.seen[terminal.seen.rindex(LEFT) :]
    assert b"Traceback" not in terminal.seen
    assert b"an unexpected fault (ZeroDivisionError)" in after
    assert "boom" in (tmp_path / "fault.log").read_text()


def test_leaving_gives_the_terminal_back_and_exits_well(tmp_path: Path) -> None:
    terminal = Terminal("", tmp_path)
    assert terminal.read_until(b"A new run")
    terminal.write(b"q")
    assert terminal.end() == 0
    assert LEFT in terminal.seen


@pytest.mark.parametrize("unsaved", [False, True])
def test_whoever_leaves_a_run_is_told_what_it_is_kept_as(tmp_path: Path, unsaved: bool) -> None:
    options = ["--follow", "keeper", *(["--unsaved"] if unsaved else [])]
    still = "import os; os.environ['TEXTUAL_ANIMATIONS'] = 'none'"  # words that appear take the first key
    terminal = Terminal(f"{still}; import sys; sys.argv += {options!r}", tmp_path)
    assert terminal.read_until(b"A hundred and four")
    terminal.write(b"q")
    assert terminal.read_until(LEFT)
    assert terminal.end() == 0
    after = terminal.seen.split(LEFT)[-1].decode()
    assert ("Kept as “run-1”." in after) is not unsaved


def test_a_run_without_a_choice_is_not_said_to_be_kept(tmp_path: Path) -> None:
    terminal = Terminal("import sys; sys.argv += ['--branch', 'empty']", tmp_path)
    assert terminal.read_until(b"Whom do you follow?")
    terminal.write(b"q")
    assert terminal.end() == 0
    assert b"Kept" not in terminal.seen


def test_being_told_to_end_gives_the_terminal_back_too(tmp_path: Path) -> None:
    terminal = Terminal("", tmp_path)
    assert terminal.read_until(b"A new run")
    terminal.send(signal.SIGTERM)
    assert terminal.end() == 128 + signal.SIGTERM
    assert LEFT in terminal.seen


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_told_of_the_plain_game(tmp_path: Path, term: str) -> None:
    terminal = Terminal("", tmp_path, term)
    assert terminal.end() == 2
    assert b"sokovia play --plain" in terminal.seen
    assert b"\x1b" not in terminal.seen
