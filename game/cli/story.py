"""Subcommands for authors: what a story is, what can be known of it, and what it can be written as."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.cli.group import sokovia
from game.cli.output import print_json, write
from game.cli.request import complete_branch, json_option, profile_option, story_option
from game.errors import StoryError

if TYPE_CHECKING:
    from game.branches import Game, Store
    from game.cli.request import Request
    from game.play import Graph


@sokovia.command()
@json_option
@story_option
@click.pass_obj
def check(request: Request, /, as_json: bool, **given: Any) -> None:
    """Check the story files: every problem, with file, line and column."""
    from game.story import check_story

    folder = request.given(given).folder
    try:
        problems = check_story(folder).problems
    except StoryError as error:
        problems = list(error.problems)
    errors = sum(problem.level == "error" for problem in problems)
    if as_json:
        print_json({"story": str(folder), "errors": errors, "warnings": len(problems) - errors, "problems": problems})
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(_verdict(errors, len(problems) - errors), err=bool(problems))
    if errors:
        raise click.exceptions.Exit(1)


@sokovia.command()
@json_option
@story_option
@click.pass_obj
def stats(request: Request, /, as_json: bool, **given: Any) -> None:
    """Count the story: scenes, words, choices, what is told, and how long each hero's run is."""
    from game.prove import count_story

    found = count_story(request.given(given).graph())
    if as_json:
        print_json(found)
        return
    from game.report import stats_lines

    click.echo("\n".join(stats_lines(found)))


@sokovia.command()
@json_option
@click.option("--max-states", type=click.IntRange(min=1), metavar="N", help="Give up, unproven, after N states.")
@click.option("--max-memory", type=click.IntRange(min=1), metavar="MB", help="Give up, unproven, after N megabytes.")
@click.option("--runs", is_flag=True, help="List the runs that show everything, choice by choice.")
@story_option
@click.pass_obj
def prove(  # one parameter an option
    request: Request,
    /,
    as_json: bool,
    max_states: int | None,
    max_memory: int | None,
    runs: bool,
    **given: Any,
) -> None:
    """Prove the story: nobody gets stuck, everything can be found, and here is the way.

    Looks at every state the story can be in. Exit 0: proved. Exit 1: something fails. Exit 3: unproven, because a
    limit or Ctrl-C ended the search.
    """
    from game.prove import MAX_STATES, peak_memory
    from game.prove import prove as prove_story
    from game.story.places import Places

    request = request.given(given)
    graph = request.graph()
    if max_memory and peak_memory() is None:
        click.echo("sokovia: this platform does not tell how much memory is taken; --max-memory is no limit", err=True)
    proof = prove_story(
        graph,
        Places(request.folder),
        max_states=max_states or MAX_STATES,
        max_memory=max_memory * 1_000_000 if max_memory else None,
        progress=_progress if sys.stderr.isatty() else None,
    )
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    if as_json:
        print_json(proof)
    else:
        from game.report import proof_lines

        click.echo("\n".join(proof_lines(proof, title=graph.story.frame.title, runs=runs)))
    code = {"proved": 0, "failed": 1, "unproven": 3}[proof.verdict]
    if code:
        raise click.exceptions.Exit(code)


@sokovia.command()
@click.argument("target", metavar="TARGET")
@click.option(
    "--from",
    "start",
    metavar="BRANCH",
    shell_complete=complete_branch,
    help="From where this saved run stands, not from the start.",
)
@json_option
@story_option
@profile_option
@click.pass_obj
def way(request: Request, /, target: str, start: str | None, as_json: bool, **given: Any) -> None:
    """Show a shortest way to TARGET: a scene, SCENE/CHOICE, vignette, ending or chapter, by its id."""
    from game.prove import find_target, find_way

    request = request.given(given)
    graph = request.graph()
    state = None
    if start is not None:
        with request.store(graph.story) as store:
            state = _open_branch(graph, store, start).state
    found = find_way(graph, find_target(graph, target), state)
    if as_json:
        steps = None if found.steps is None else [{"at": step.at, "choice": step.choice} for step in found.steps]
        subject = {"kind": found.target.kind, "id": found.target.id, "title": found.target.title}
        print_json({"target": subject, "from": start, "steps": steps, "reason": found.reason})
    else:
        from game.report import way_told

        click.echo("\n".join(way_told(graph, found)))
    if found.steps is None:
        raise click.exceptions.Exit(1)


@sokovia.command()
@click.argument("form", type=click.Choice(["ink", "dot", "mermaid"]), metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it there.")
@click.option("--chapter", metavar="ID", help="Only this chapter (diagrams).")
@story_option
@click.pass_obj
def export(request: Request, /, form: str, output: Path | None, chapter: str | None, **given: Any) -> None:
    """Write the story in another FORMAT: ink, dot (Graphviz) or mermaid."""
    from game.export import to_dot, to_ink, to_mermaid

    if form == "ink" and chapter is not None:
        raise click.UsageError("--chapter is for diagrams; ink needs the whole story")
    graph = request.given(given).graph()
    text = to_ink(graph) if form == "ink" else {"dot": to_dot, "mermaid": to_mermaid}[form](graph, chapter)
    write(text, output)


@sokovia.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def new(folder: Path) -> None:
    """Write a small story to start from into the folder DIR."""
    from game.starter import write_starter

    written = write_starter(folder)
    click.echo(f"Wrote {len(written)} files into {folder}. Now: sokovia check --story {folder}")


@sokovia.command()
@click.argument("kind", type=click.Choice(["story", "chapter", "vignette", "codex"]), default="chapter")
@click.option("--write", is_flag=True, help="Write all of them into the story's schema folder instead.")
@story_option
@click.pass_obj
def schema(request: Request, /, kind: str, write: bool, **given: Any) -> None:
    """Print the JSON Schema of a kind of story file, for editors."""
    from game.story.schema import schemas

    if not write:
        click.echo(schemas()[f"{kind}.schema.json"], nl=False)
        return
    folder = request.given(given).folder / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"Wrote {len(schemas())} schemas into {folder}.")


def _verdict(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "The story is sound: no problem found."
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}."


def _progress(found: int, left: int) -> None:
    """A line that says how far a long search is, in place."""
    click.echo(f"\r\x1b[K{found:,} states found, {left:,} to look at", err=True, nl=False)


def _open_branch(graph: Graph, store: Store, name: str) -> Game:
    """A saved run, opened where the player stands on it, as far as today's story has it."""
    from game.branches import Game

    game = Game(graph, store)
    game.open(store.named(name).name)
    return game
