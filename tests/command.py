"""The command `sokovia` in tests: here (fast), or as a program of its own (where streams or signals matter)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "game")


class Outcome(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


def sokovia(*arguments: str | Path, home: Path, given: str | bytes = b"") -> Outcome:
    """Run a command in this process.

    Args:
        arguments: What follows `sokovia`.
        home: SOKOVIA_HOME.
        given: Standard input.
    """
    from game.cli import main

    raw = given.encode() if isinstance(given, str) else given
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with (
        mock.patch.dict(os.environ, SOKOVIA_HOME=str(home)),
        mock.patch.object(sys, "argv", ["sokovia", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as leave:
            code = leave.code
        else:
            raise AssertionError("main returned")
    assert isinstance(code, int)
    return Outcome(code, _text(out), _text(err))


def program(
    *arguments: str | Path, home: Path, given: bytes = b"", redirect: str = "", env: Mapping[str, str] | None = None
) -> Outcome:
    """Run a command as a program of its own.

    Args:
        arguments: What follows `sokovia`.
        home: SOKOVIA_HOME.
        given: Standard input.
        redirect: Redirections and pipes after the command, for bash.
        env: More environment variables.
    """
    command = ["bash", "-c", f'set -o pipefail; "$@" {redirect}', "bash"] if redirect else []
    done = subprocess.run(
        [*command, *PROGRAM, *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "SOKOVIA_HOME": str(home), **(env or {})},
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode()
