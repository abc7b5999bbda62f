"""The command itself, to which every other module here adds its subcommands."""

from __future__ import annotations

from typing import Any

import click

from game import __version__
from game.cli.app import open_game
from game.cli.request import Request, game_options


class PipeClosed(Exception):
    """Whoever reads what is printed has read enough; click would call it a failure."""


class _Command(click.Group):
    """A group whose subcommands are imported when one is asked for: the game itself needs none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        _import_subcommands()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        _import_subcommands()
        return super().get_command(ctx, cmd_name)

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*arguments, **extra)
        except BrokenPipeError as error:  # in the midst of --help
            raise PipeClosed from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosed from error


def _import_subcommands() -> None:
    """Import the modules that add their subcommands to `sokovia`."""
    from game.cli import branches, play, serve, story  # noqa: F401


@click.group(cls=_Command, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sokovia", message="%(prog)s %(version)s")
@game_options
@click.pass_context
def sokovia(context: click.Context, /, **given: Any) -> None:
    """An interactive retelling of Age of Ultron, for the terminal.

    Without a command, the game opens. Pick a hero to follow; choose with the number keys, or the arrows and Enter; `?`
    shows every key. Your run is kept as you play.

    An unofficial, non-commercial work of admirers. The characters belong to their owners.
    """
    context.obj = Request().given(given)
    if context.invoked_subcommand is None:
        open_game(context.obj)
