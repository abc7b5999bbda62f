"""Opening the game in a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from game.branches import Store
    from game.cli.request import Request
    from game.play import Graph


def open_game(request: Request) -> None:
    """Open the game that a request asks for."""
    graph = request.graph()
    with request.store(graph.story) as store:
        run_app(request, graph, store)


def run_app(request: Request, graph: Graph, store: Store, **more: Any) -> None:
    """Open the app, and tell of what ended it if that was a fault."""
    elsewhere = "TEXTUAL_DRIVER" in os.environ  # as in a browser; Textual asks for the driver by this name
    if not (elsewhere or (sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", ""))):
        raise click.UsageError("the game needs a terminal that can draw; without one, type: sokovia play --plain")
    from game.story.pictures import Gallery
    from game.tui.app import SokoviaApp

    gallery = Gallery(request.folder)
    app = SokoviaApp(graph, store, gallery, follow=request.follow, branch=request.branch, theme=request.theme, **more)
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.kept is not None and not elsewhere:
        click.echo(f"Kept as “{app.kept}”. The title leads back to it.")
    if app.return_code:
        sys.exit(app.return_code)
