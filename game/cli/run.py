"""Running the command: its streams, and every way out of it."""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path

import click

from game.cli.group import PipeClosed, sokovia
from game.errors import SokoviaError, StoryError


def main() -> None:
    """Run the command; every way out of it is a sentence and an exit code, never a traceback."""
    gc.disable()  # what is made while starting is no garbage; the app collects again once it is open
    _open_streams()
    try:
        code = sokovia.main(prog_name="sokovia", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.UsageError as error:
        error.show()
        raise SystemExit(2) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(1) from None
    except SokoviaError as error:
        click.echo(f"sokovia: {error}" if not isinstance(error, StoryError) else str(error), err=True)
        raise SystemExit(1) from None
    except (click.Abort, KeyboardInterrupt):
        raise SystemExit(130) from None
    except (PipeClosed, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001  # the last resort: no traceback reaches a user
        click.echo(_keep_log(error), err=True)
        raise SystemExit(1) from None


def _open_streams() -> None:
    """Have standard input and output that are there, and that no byte or character can break."""
    for name, mode, errors in (("stdin", "r", "surrogateescape"), ("stdout", "w", "replace")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the program
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _keep_log(error: Exception) -> str:
    """Write an unexpected fault to a log; one line for the user."""
    import traceback

    from game.paths import data_folder

    try:
        log = data_folder() / "fault.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
        kept = f"details are in {log}"
    except (OSError, SokoviaError):
        kept = "and its details could not be written"
    return f"sokovia: an unexpected fault ({type(error).__name__}); {kept}; every choice made so far is saved"
