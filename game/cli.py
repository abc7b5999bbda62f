"""The command `sokovia`: one function a subcommand, its imports inside, so that a game starts fast."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from game import __version__
from game.errors import SokoviaError, StoryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from game.branches import Game, Shared, Store
    from game.play import Graph, Machine
    from game.story.model import Story

THEMES = ("dark", "light", "contrast", "terminal")


class Request(NamedTuple):
    """What the options common to every subcommand ask for."""

    story: Path | None = None
    profile: str = "player"
    follow: str | None = None
    branch: str | None = None
    theme: str | None = None
    unsaved: bool = False

    @property
    def folder(self) -> Path:
        """The story folder."""
        from game.paths import shipped

        return self.story or shipped("story")


def _complete_branch(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The names of the saved runs that start with what has been typed, for the shell."""
    request, at = Request(), [context]
    while at[0].parent is not None:
        at.insert(0, at[0].parent)
    for one in at:
        request = request._replace(**_given({name: one.params.get(name) for name in ("story", "profile")}))
    trash = context.info_name == "restore"
    try:
        with _store(request, _graph(request).story) as store:
            names = [listed.branch.name for listed in store.branches() if listed.deleted == trash]
    except SokoviaError:
        return []
    return [name for name in names if name.startswith(incomplete)]


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
        click.option(
            "--branch",
            metavar="NAME",
            shell_complete=_complete_branch,
            help="Open the saved run of that name, or start it.",
        ),
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

    Looks at every state the story can be in. Exit 0: proved. Exit 1: something fails. Exit 3: unproven, because a
    limit or Ctrl-C ended the search.
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
@click.option(
    "--from",
    "start",
    metavar="BRANCH",
    shell_complete=_complete_branch,
    help="From where this saved run stands, not from the start.",
)
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
            state = _open_branch(graph, store, start).state
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
    _write(text, output)


@sokovia.group(invoke_without_command=True)
@json_option
@story_option
@profile_option
@click.pass_context
def branches(context: click.Context, /, as_json: bool, **given: Any) -> None:
    """The saved runs: list, show, rename, delete, restore, compare, share, recover. Without a verb: the list."""
    context.obj = context.obj._replace(**_given(given))
    if context.invoked_subcommand is None:
        context.invoke(branches_list, as_json=as_json)


def branch_command(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every verb of `branches` takes."""
    for option in (click.pass_obj, profile_option, story_option, json_option):
        command = option(command)
    return command


@branches.command("list")
@branch_command
def branches_list(request: Request, /, as_json: bool, **given: Any) -> None:
    """List the saved runs, the one played last first; those in the trash at the end."""
    from game.report import branches_lines, branches_rows

    request = request._replace(**_given(given))
    graph = _graph(request)
    with _store(request, graph.story) as store:
        rows = branches_rows(graph, store)
    if as_json:
        _print_json({"runs": rows})
    else:
        click.echo("\n".join(branches_lines(rows)))


@branches.command("show")
@click.argument("name", shell_complete=_complete_branch)
@branch_command
def branches_show(request: Request, /, name: str, as_json: bool, **given: Any) -> None:
    """Show a saved run: its choices, its moments, and a code to share."""
    from game.branches import fit_path
    from game.play import Machine
    from game.report import branch_lines

    request = request._replace(**_given(given))
    graph = _graph(request)
    with _store(request, graph.story) as store:
        fit = fit_path(Machine(graph), store.path(store.named(name).tip))
    code = _code(graph, [turn.choice for turn in fit.run.turns])
    if as_json:
        path = [{"scene": scene, "choice": choice} for scene, choice in fit.run.path]
        found = {"name": name, "path": path, "code": code, "choices": fit.total, "fits": fit.fitted}
        _print_json(found | {"change": fit.change, "vignettes": fit.run.unlocked, "ending": fit.run.ending})
    else:
        click.echo("\n".join(branch_lines(graph, name, fit, code)))


@branches.command("rename")
@click.argument("name", shell_complete=_complete_branch)
@click.argument("to")
@branch_command
def branches_rename(request: Request, /, name: str, to: str, as_json: bool, **given: Any) -> None:
    """Give the saved run NAME the name TO."""
    request = request._replace(**_given(given))
    with _store(request, _graph(request).story) as store:
        renamed = store.rename(store.named(name), to)
    _say_done({"renamed": name, "to": renamed.name}, f"“{name}” is now “{renamed.name}”.", as_json=as_json)


@branches.command("delete")
@click.argument("name", shell_complete=_complete_branch)
@branch_command
def branches_delete(request: Request, /, name: str, as_json: bool, **given: Any) -> None:
    """Put a saved run into the trash."""
    request = request._replace(**_given(given))
    with _store(request, _graph(request).story) as store:
        store.delete(store.named(name))
    _say_done(
        {"deleted": name}, f"“{name}” is in the trash. `sokovia branches restore` brings it back.", as_json=as_json
    )


@branches.command("restore")
@click.argument("name", shell_complete=_complete_branch)
@branch_command
def branches_restore(request: Request, /, name: str, as_json: bool, **given: Any) -> None:
    """Take a saved run out of the trash."""
    request = request._replace(**_given(given))
    with _store(request, _graph(request).story) as store:
        store.restore(store.named(name, deleted=True))
    _say_done({"restored": name}, f"“{name}” is back.", as_json=as_json)


@branches.command("diff")
@click.argument("left", shell_complete=_complete_branch)
@click.argument("right", shell_complete=_complete_branch)
@branch_command
def branches_diff(request: Request, /, left: str, right: str, as_json: bool, **given: Any) -> None:
    """Compare two saved runs: where they are one, where they part, where they meet again."""
    from game.branches import compare, fit_path
    from game.play import Machine
    from game.report import comparison_data, comparison_lines

    request = request._replace(**_given(given))
    graph = _graph(request)
    machine = Machine(graph)
    with _store(request, graph.story) as store:
        runs = [fit_path(machine, store.path(store.named(name).tip)).run for name in (left, right)]
    found = compare(runs[0], runs[1])
    if as_json:
        _print_json({"left": left, "right": right} | comparison_data(found))
    else:
        click.echo("\n".join(comparison_lines(graph, left, right, found)))


@branches.command("export")
@click.argument("name", shell_complete=_complete_branch)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it there.")
@branch_command
def branches_export(request: Request, /, name: str, output: Path | None, as_json: bool, **given: Any) -> None:
    """Write a saved run as a file that a person can read and `branches import` takes in."""
    from game.branches import story_version, write_shared

    request = request._replace(**_given(given))
    graph = _graph(request)
    with _store(request, graph.story) as store:
        path = store.path(store.named(name).tip)
    if as_json:
        head = {"sokovia-branch": 1, "story": graph.story.frame.title, "story-version": story_version(graph)}
        _write(_as_json(head | {"name": name, "path": path}), output)
    else:
        _write(write_shared(name, graph, path), output)


@branches.command("import")
@click.argument("source", metavar="FILE_OR_CODE")
@click.option("--name", metavar="NAME", help="What to call it; else what the file calls it.")
@branch_command
def branches_import(request: Request, /, source: str, name: str | None, as_json: bool, **given: Any) -> None:
    """Take in a run from a file (- is standard input), or from a short code. Nothing saved is overwritten."""
    from game.branches import branch_name, fit_path
    from game.errors import StoreError
    from game.play import Machine

    request = request._replace(**_given(given))
    graph = _graph(request)
    machine = Machine(graph)
    shared = _shared(machine, source)
    try:
        called = branch_name(name or shared.name)
    except StoreError:
        if name:
            raise
        called = "imported"
    fit = fit_path(machine, shared.path)
    if not fit.fitted:
        raise SokoviaError(f"none of its choices fits this story: {fit.change}{_whose(graph, shared)}")
    with _store(request, graph.story) as store:
        branch = store.graft(shared.path, called)
    told = f"Took in “{branch.name}”: {fit.fitted} of {fit.total} choices fit."
    told += f" The rest is kept, but {fit.change}{_whose(graph, shared)}." if fit.change else ""
    found = {"name": branch.name, "choices": fit.total, "fits": fit.fitted, "change": fit.change}
    _say_done(found, told, as_json=as_json)


@branches.command("recover")
@json_option
@profile_option
@click.pass_obj
def branches_recover(request: Request, /, as_json: bool, **given: Any) -> None:
    """Mend a damaged file of saved runs: set it aside, and keep what can be read of it in a new one."""
    from game.branches import profile_path, recover
    from game.paths import data_folder
    from game.report import recovered_lines

    path = profile_path(data_folder(), request._replace(**_given(given)).profile)
    found = recover(path)
    if as_json:
        _print_json(found._asdict() | {"file": str(path), "aside": found.aside and str(found.aside)})
    else:
        click.echo("\n".join(recovered_lines(path, found)))


@sokovia.command()
@click.argument("name", metavar="BRANCH", shell_complete=_complete_branch)
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

    request = request._replace(**_given(given))
    graph = _graph(request)
    with _store(request, graph.story) as store:
        branch = store.named(name)
        if not (as_json or plain):
            _run_app(request, graph, store, replay=branch.name, speed=speed)
            return
        fit = fit_path(Machine(graph), store.path(branch.tip))
    if as_json:
        from game.report import replay_rows

        _print_json({"name": branch.name, "pages": replay_rows(fit.run), "change": fit.change})
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

    request = request._replace(**_given({"story": story, "theme": theme}))
    title = _graph(request).story.frame.title
    open_theatre(Terms(request.folder, title, request.theme, phrase=read_phrase(pass_phrase_file), **how))


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


def _open_branch(graph: Graph, store: Store, name: str) -> Game:
    """A saved run, opened where the player stands on it, as far as today's story has it."""
    from game.branches import Game

    game = Game(graph, store)
    game.open(store.named(name).name)
    return game


def _write(text: str, output: Path | None) -> None:
    """Print a text, or write it into a file."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SokoviaError(f"cannot write {output}: {error.strerror}") from error


def _shared(machine: Machine, source: str) -> Shared:
    """A run from a file, from standard input (-), or from a short code."""
    from game.branches import Choosing, Shared, decode, read_shared
    from game.story.problems import printable

    if source == "-" or os.path.exists(source) or not re.fullmatch(r"[0-9A-Za-z -]+", source):  # noqa: PTH110  # a long name is no error
        return read_shared(_read(source), printable(source))
    try:
        turns = decode(machine, source).turns
    except SokoviaError as error:
        raise SokoviaError(f"there is no file {printable(source)[:80]}, and as a code of a run: {error}") from error
    path = [Choosing(turn.before.at, turn.choice, turn.after.at) for turn in turns]
    return Shared("shared", machine.graph.story.frame.title, "", path)


def _whose(graph: Graph, shared: Shared) -> str:
    """What may explain that a run from elsewhere does not fit."""
    from game.branches import story_version
    from game.story.problems import printable

    if shared.story != graph.story.frame.title:
        return f" (it is a run of “{printable(shared.story)[:80]}”)"
    return " (it was made with another version of the story)" if shared.version != story_version(graph) else ""


def _code(graph: Graph, path: list[str]) -> str | None:
    """The short code of a run; None for one that is too long."""
    from game.branches import encode

    try:
        return encode(graph, path)
    except SokoviaError:
        return None


def _read(source: str) -> str:
    """The text of a file, or of standard input."""
    from game.branches.share import SIZE_LIMIT
    from game.story.problems import printable

    name = printable(source)
    try:
        if source == "-":
            raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:  # a name may hold what no file's can
        raise SokoviaError(f"cannot read {name}: {getattr(error, 'strerror', None) or error}") from error
    if len(raw) > SIZE_LIMIT:
        raise SokoviaError(f"{name}: larger than {SIZE_LIMIT:,} bytes; no run is that long")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SokoviaError(f"{name} is not UTF-8, so it is no exported run") from error


def _say_done(found: dict[str, Any], told: str, *, as_json: bool) -> None:
    """What a command has done, as JSON or in a sentence."""
    if as_json:
        _print_json(found)
    else:
        click.echo(told)


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
        return Store(None, story.key)
    return Store.of_profile(data_folder(), request.profile, story.key)


def _open_game(request: Request) -> None:
    graph = _graph(request)
    with _store(request, graph.story) as store:
        _run_app(request, graph, store)


def _run_app(request: Request, graph: Graph, store: Store, **more: Any) -> None:
    """Open the app, and tell of what ended it if that was a fault."""
    elsewhere = "TEXTUAL_DRIVER" in os.environ  # as in a browser; Textual asks for the driver by this name
    if not (elsewhere or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise click.UsageError("the game needs a terminal; add --plain in a pipe (`sokovia play --plain`)")
    from game.story.pictures import Gallery
    from game.tui.app import SokoviaApp

    gallery = Gallery(request.folder)
    app = SokoviaApp(graph, store, gallery, follow=request.follow, branch=request.branch, theme=request.theme, **more)
    app.run()
    if app.fault is not None:
        raise app.fault


def _print_json(value: Any) -> None:
    click.echo(_as_json(value), nl=False)


def _as_json(value: Any) -> str:
    import json

    import msgspec

    # Not msgspec's own encoder: the path of a story folder need not be UTF-8, and then it would refuse.
    return json.dumps(msgspec.to_builtins(value, enc_hook=dict), ensure_ascii=False, indent=2) + "\n"


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
