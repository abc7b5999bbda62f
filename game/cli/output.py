"""How a subcommand answers: as JSON, as a sentence, or as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from game.errors import SokoviaError

if TYPE_CHECKING:
    from pathlib import Path


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(to_json(value), nl=False)


def to_json(value: Any) -> str:
    """A value as JSON text."""
    import json

    import msgspec

    # Not msgspec's own encoder: the path of a story folder need not be UTF-8, and then it would refuse.
    return json.dumps(msgspec.to_builtins(value, enc_hook=dict), ensure_ascii=False, indent=2) + "\n"


def write(text: str, output: Path | None) -> None:
    """Print a text, or write it into a file."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SokoviaError(f"cannot write {output}: {error.strerror}") from error


def say_done(found: dict[str, Any], told: str, *, as_json: bool) -> None:
    """What a command has done, as JSON or in a sentence."""
    if as_json:
        print_json(found)
    else:
        click.echo(told)
