"""`sokovia serve`: the game in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.cli.group import sokovia
from game.cli.request import THEMES, story_option

if TYPE_CHECKING:
    from game.cli.request import Request


@sokovia.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any that is free.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--name", "names", metavar="HOST", multiple=True, help="Another name visitors use, as behind a proxy.")
@click.option("--sessions", type=click.IntRange(1), default=16, show_default=True, help="How many may play at once.")
@click.option(
    "--idle",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    metavar="MINUTES",
    help="Close a session without input.",
)
@click.option(
    "--pass-phrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Ask for the phrase in this file; else for $SOKOVIA_PASS_PHRASE, if it is set.",
)
@click.option("--theme", type=click.Choice(THEMES), help="The colours.")
@story_option
@click.pass_obj
def serve(
    request: Request, /, pass_phrase_file: Path | None, story: Path | None, theme: str | None, **how: Any
) -> None:
    """Open the game to browsers: on this machine alone, unless told otherwise. Each visitor has their own runs."""
    from game.serve import Terms, read_phrase
    from game.serve import serve as open_theatre

    request = request.given({"story": story, "theme": theme})
    title = request.graph().story.frame.title
    open_theatre(Terms(request.folder, title, request.theme, phrase=read_phrase(pass_phrase_file), **how))
