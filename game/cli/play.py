"""Subcommands for players: the game, a run played back, the album."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from game.cli.app import open_game, run_app
from game.cli.group import sokovia
from game.cli.output import print_json
from game.cli.request import complete_branch, game_options, json_option, profile_option, story_option

if TYPE_CHECKING:
    from game.cli.request import Request


@sokovia.command()
@click.option("--plain", is_flag=True, help="Line by line: for screen readers, pipes and dumb terminals.")
@game_options
@click.pass_obj
def play(request: Request, /, plain: bool, **given: Any) -> None:
    """Open the game (the same as no command), or play it line by line with --plain."""
    request = request.given(given)
    if not plain:
        open_game(request)
        return
    from game.plain import play_plain
    from game.story.pictures import Gallery

    graph = request.graph()
    with request.store(graph.story) as store:
        play_plain(graph, store, Gallery(request.folder), follow=request.follow, branch=request.branch)


@sokovia.command()
@click.argument("name", metavar="BRANCH", shell_complete=complete_branch)
@click.option("--plain", is_flag=True, help="As lines, not in the game.")
@click.option("--speed", type=click.FloatRange(min=0, max=100), default=1.0, help="Times as fast; 0 does not wait.")
@json_option
@story_option
@profile_option
@click.pass_obj
def replay(  # one parameter an option
    request: Request, /, name: str, plain: bool, speed: float, as_json: bool, **given: Any
) -> None:
    """Play a saved run back, scene by scene."""
    from game.branches import fit_path
    from game.play import Machine

    request = request.given(given)
    graph = request.graph()
    with request.store(graph.story) as store:
        branch = store.named(name)
        if not (as_json or plain):
            run_app(request, graph, store, replay=branch.name, speed=speed)
            return
        fit = fit_path(Machine(graph), store.path(branch.tip))
    if as_json:
        from game.report import replay_rows

        print_json({"name": branch.name, "pages": replay_rows(fit.run), "change": fit.change})
    else:
        from game.plain import replay_plain

        replay_plain(fit, speed)


@sokovia.command()
@json_option
@story_option
@profile_option
@click.pass_obj
def moments(request: Request, /, as_json: bool, **given: Any) -> None:
    """The album: the moments found in all your runs, and a hint for each of the others."""
    from game.branches import Game
    from game.branches.album import album_of

    request = request.given(given)
    graph = request.graph()
    with request.store(graph.story) as store:
        game = Game(graph, store)
        found, shelves = game.album(), album_of(game)
    if as_json:
        vignettes = graph.story.vignettes
        rows = [{"id": id, "found": id in found} | _album_entry(id in found, one) for id, one in vignettes.items()]
        print_json({"found": len(found & vignettes.keys()), "of": len(rows), "moments": rows})
        return
    from game.report import album_lines

    click.echo("\n".join(album_lines(shelves)))


def _album_entry(found: bool, vignette: Any) -> dict[str, Any]:
    return {"title": vignette.title, "text": vignette.text} if found else {"hint": vignette.hint}
