"""The command `sokovia`: one function a subcommand, its imports inside, so that a game starts fast."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from game import __version__
from game.errors import SokoviaError, StoryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from game.branches import Store
    from game.play import Graph, State
    from game.story.model import Story

THEMES = ("dark", "light", "terminal")


class Request(NamedTuple):
    """What the options common to every subcommand ask for."""

    story: Path | None = None
    profile: str = "player"
    follow: str | None = None
    branch: str | None = None
    theme: str = "dark"
    unsaved: bool = False

    @property
    def folder(self) -> Path:
        """The story folder."""
        from game.paths import shipped

        return self.story or shipped("story")


def story_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--story DIR`, which every subcommand takes too."""
    return click.option(
        "--story", type=click.Path(path_type=Path), metavar="DIR", help="Play or read another story folder."
    )(command)


def profile_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--profile NAME`."""
    return click.option("--profile", metavar="NAME", help="Keep runs and finds apart under this name.")(command)


def game_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a game."""
    for option in (
        click.option("--theme", type=click.Choice(THEMES), help="The colours."),
        click.option("--unsaved", is_flag=True, help="Play without keeping anything."),
        profile_option,
        click.option("--branch", metavar="NAME", help="Open the saved run of that name, or start it."),
        click.option("--follow", metavar="HERO", help="Follow this hero from the start, such as black-widow."),
        story_option,
    ):
        command = option(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else, to standard output.")


class _PipeClosed(Exception):
    """Whoever reads what is printed has read enough; click would call it a failure."""


class _Command(click.Group):
    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*arguments, **extra)
        except BrokenPipeError as error:  # in the midst of --help
            raise _PipeClosed from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _PipeClosed from error


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
    context.obj = Request()._replace(**_given(given))
    if context.invoked_subcommand is None:
        _open_game(context.obj)


@sokovia.command()
@click.option("--plain", is_flag=True, help="Line by line: for screen readers, pipes and dumb terminals.")
@game_options
@click.pass_obj
def play(request: Request, /, plain: bool, **given: Any) -> None:
    """Open the game (the same as no command), or play it line by line with --plain."""
    request = request._replace(**_given(given))
    if not plain:
        _open_game(request)
        return
    from game.plain import play_plain

    graph = _graph(request)
    with _store(request, graph.story) as store:
        play_plain(graph, store, follow=request.follow, branch=request.branch)


@sokovia.command()
@json_option
@story_option
@click.pass_obj
def check(request: Request, /, as_json: bool, **given: Any) -> None:
    """Check the story files: every problem, with file, line and column."""
    from game.story import check_story

    folder = request._replace(**_given(given)).folder
    try:
        problems = check_story(folder).problems
    except StoryError as error:
        problems = list(error.problems)
    errors = sum(problem.level == "error" for problem in problems)
    if as_json:
        _print_json({"story": str(folder), "errors": errors, "warnings": len(problems) - errors, "problems": problems})
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

    found = count_story(_graph(request._replace(**_given(given))))
    if as_json:
        _print_json(found)
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

    Looks at every state the story can be in. Exit 0: proved. Exit 1: something fails. Exit 3: unproven, because a limit or
    Ctrl-C ended the search.
    """
    from game.prove import MAX_STATES
    from game.prove import prove as prove_story
    from game.story.places import Places

    request = request._replace(**_given(given))
    graph = _graph(request)
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
        _print_json(proof)
    else:
        from game.report import proof_lines

        click.echo("\n".join(proof_lines(proof, title=graph.story.frame.title, runs=runs)))
    code = {"proved": 0, "failed": 1, "unproven": 3}[proof.verdict]
    if code:
        raise click.exceptions.Exit(code)


@sokovia.command()
@click.argument("target", metavar="TARGET")
@click.option("--from", "start", metavar="BRANCH", help="From where this saved run stands, not from the start.")
@json_option
@story_option
@profile_option
@click.pass_obj
def way(request: Request, /, target: str, start: str | None, as_json: bool, **given: Any) -> None:
    """Show a shortest way to TARGET: a scene, SCENE/CHOICE, vignette, ending or chapter, by its id."""
    from game.prove import find_target, find_way

    request = request._replace(**_given(given))
    graph = _graph(request)
    state = None
    if start is not None:
        with _store(request, graph.story) as store:
            state = _branch_state(graph, store, start)
    found = find_way(graph, find_target(graph, target), state)
    if as_json:
        steps = None if found.steps is None else [{"at": step.at, "choice": step.choice} for step in found.steps]
        subject = {"kind": found.target.kind, "id": found.target.id, "title": found.target.title}
        _print_json({"target": subject, "from": start, "steps": steps, "reason": found.reason})
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
    graph = _graph(request._replace(**_given(given)))
    text = to_ink(graph) if form == "ink" else {"dot": to_dot, "mermaid": to_mermaid}[form](graph, chapter)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SokoviaError(f"cannot write {output}: {error.strerror}") from error


@sokovia.command()
@json_option
@story_option
@profile_option
@click.pass_obj
def moments(request: Request, /, as_json: bool, **given: Any) -> None:
    """The album: the moments found in all your runs, and a hint for each of the others."""
    request = request._replace(**_given(given))
    story = _graph(request).story
    with _store(request, story) as store:
        found = store.found("vignette")
    if as_json:
        rows = [{"id": v.id, "found": v.id in found} | _album_entry(v.id in found, v) for v in story.vignettes.values()]
        _print_json({"found": len(found & set(story.vignettes)), "of": len(rows), "moments": rows})
        return
    from game.report import album_lines

    click.echo("\n".join(album_lines(story, found)))


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
    folder = request._replace(**_given(given)).folder / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"Wrote {len(schemas())} schemas into {folder}.")


def _progress(found: int, left: int) -> None:
    """A line that says how far a long search is, in place."""
    click.echo(f"\r\x1b[K{found:,} states found, {left:,} to look at", err=True, nl=False)


def _branch_state(graph: Graph, store: Store, name: str) -> State:
    """Where a saved run stands."""
    from game.branches import Game
    from game.story import nearest

    if name not in store.names():
        raise SokoviaError(f"no saved run is called “{name[:80]}”{nearest(name[:80], store.names())}")
    game = Game(graph, store)
    game.open(name)
    return game.state


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """The options that were given; the others keep what the group was given."""
    return {name: value for name, value in options.items() if value not in (None, False)}


def _verdict(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "The story is sound: no problem found."
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}."


def _album_entry(found: bool, vignette: Any) -> dict[str, Any]:
    return {"title": vignette.title, "text": vignette.text} if found else {"hint": vignette.hint}


def _graph(request: Request) -> Graph:
    from game.paths import cache_folder
    from game.play import Graph
    from game.story import load_story

    return Graph(load_story(request.folder, cache_folder()))


def _store(request: Request, story: Story) -> AbstractContextManager[Store]:
    from game.branches import Store
    from game.paths import data_folder

    if request.unsaved:
        return Store(None, story.frame.title)
    return Store.of_profile(data_folder(), request.profile, story.frame.title)


def _open_game(request: Request) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("the game needs a terminal; use `sokovia play --plain` in a pipe")
    graph = _graph(request)
    with _store(request, graph.story) as store:
        from game.tui.app import SokoviaApp

        app = SokoviaApp(graph, store, follow=request.follow, branch=request.branch, theme=request.theme)
        app.run()
    if app.fault is not None:
        raise app.fault


def _print_json(value: Any) -> None:
    import json

    import msgspec

    # Not msgspec's own encoder: the path of a story folder need not be UTF-8, and then it would refuse.
    click.echo(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2))


def main() -> None:
    """Run the command; every way out of it is a sentence and an exit code, never a traceback."""
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
    except (_PipeClosed, BrokenPipeError):
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
