"""`sokovia branches`: the saved runs."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from game.cli.group import sokovia
from game.cli.output import print_json, say_done, to_json, write
from game.cli.request import complete_branch, json_option, profile_option, story_option
from game.errors import SokoviaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.branches import Shared
    from game.cli.request import Request
    from game.play import Graph, Machine


@sokovia.group(invoke_without_command=True)
@json_option
@story_option
@profile_option
@click.pass_context
def branches(context: click.Context, /, as_json: bool, **given: Any) -> None:
    """The saved runs: list, show, rename, delete, restore, compare, share, recover. Without a verb: the list."""
    context.obj = context.obj.given(given)
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

    request = request.given(given)
    graph = request.graph()
    with request.store(graph.story) as store:
        rows = branches_rows(graph, store)
    if as_json:
        print_json({"runs": rows})
    else:
        click.echo("\n".join(branches_lines(rows)))


@branches.command("show")
@click.argument("name", shell_complete=complete_branch)
@branch_command
def branches_show(request: Request, /, name: str, as_json: bool, **given: Any) -> None:
    """Show a saved run: its choices, its moments, and a code to share."""
    from game.branches import fit_path
    from game.play import Machine
    from game.report import branch_lines

    request = request.given(given)
    graph = request.graph()
    with request.store(graph.story) as store:
        fit = fit_path(Machine(graph), store.path(store.named(name).tip))
    code = _code(graph, [turn.choice for turn in fit.run.turns])
    if as_json:
        path = [{"scene": scene, "choice": choice} for scene, choice in fit.run.path]
        found = {"name": name, "path": path, "code": code, "choices": fit.total, "fits": fit.fitted}
        print_json(found | {"change": fit.change, "vignettes": fit.run.unlocked, "ending": fit.run.ending})
    else:
        click.echo("\n".join(branch_lines(graph, name, fit, code)))


@branches.command("rename")
@click.argument("name", shell_complete=complete_branch)
@click.argument("to")
@branch_command
def branches_rename(request: Request, /, name: str, to: str, as_json: bool, **given: Any) -> None:
    """Give the saved run NAME the name TO."""
    request = request.given(given)
    with request.store(request.graph().story) as store:
        renamed = store.rename(store.named(name), to)
    say_done({"renamed": name, "to": renamed.name}, f"“{name}” is now “{renamed.name}”.", as_json=as_json)


@branches.command("delete")
@click.argument("name", shell_complete=complete_branch)
@branch_command
def branches_delete(request: Request, /, name: str, as_json: bool, **given: Any) -> None:
    """Put a saved run into the trash."""
    request = request.given(given)
    with request.store(request.graph().story) as store:
        store.delete(store.named(name))
    say_done(
        {"deleted": name}, f"“{name}” is in the trash. `sokovia branches restore` brings it back.", as_json=as_json
    )


@branches.command("restore")
@click.argument("name", shell_complete=complete_branch)
@branch_command
def branches_restore(request: Request, /, name: str, as_json: bool, **given: Any) -> None:
    """Take a saved run out of the trash."""
    request = request.given(given)
    with request.store(request.graph().story) as store:
        store.restore(store.named(name, deleted=True))
    say_done({"restored": name}, f"“{name}” is back.", as_json=as_json)


@branches.command("diff")
@click.argument("left", shell_complete=complete_branch)
@click.argument("right", shell_complete=complete_branch)
@branch_command
def branches_diff(request: Request, /, left: str, right: str, as_json: bool, **given: Any) -> None:
    """Compare two saved runs: where they are one, where they part, where they meet again."""
    from game.branches import compare, fit_path
    from game.play import Machine
    from game.report import comparison_data, comparison_lines

    request = request.given(given)
    graph = request.graph()
    machine = Machine(graph)
    with request.store(graph.story) as store:
        runs = [fit_path(machine, store.path(store.named(name).tip)).run for name in (left, right)]
    found = compare(runs[0], runs[1])
    if as_json:
        print_json({"left": left, "right": right} | comparison_data(found))
    else:
        click.echo("\n".join(comparison_lines(graph, left, right, found)))


@branches.command("export")
@click.argument("name", shell_complete=complete_branch)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it there.")
@branch_command
def branches_export(request: Request, /, name: str, output: Path | None, as_json: bool, **given: Any) -> None:
    """Write a saved run as a file that a person can read and `branches import` takes in."""
    from game.branches import story_version, write_shared

    request = request.given(given)
    graph = request.graph()
    with request.store(graph.story) as store:
        path = store.path(store.named(name).tip)
    if as_json:
        head = {"sokovia-branch": 1, "story": graph.story.frame.title, "story-version": story_version(graph)}
        write(to_json(head | {"name": name, "path": path}), output)
    else:
        write(write_shared(name, graph, path), output)


@branches.command("import")
@click.argument("source", metavar="FILE_OR_CODE")
@click.option("--name", metavar="NAME", help="What to call it; else what the file calls it.")
@branch_command
def branches_import(request: Request, /, source: str, name: str | None, as_json: bool, **given: Any) -> None:
    """Take in a run from a file (- is standard input), or from a short code. Nothing saved is overwritten."""
    from game.branches import branch_name, fit_path
    from game.errors import StoreError
    from game.play import Machine

    request = request.given(given)
    graph = request.graph()
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
    with request.store(graph.story) as store:
        branch = store.graft(shared.path, called)
    told = f"Took in “{branch.name}”: {fit.fitted} of {fit.total} choices fit."
    told += f" The rest is kept, but {fit.change}{_whose(graph, shared)}." if fit.change else ""
    found = {"name": branch.name, "choices": fit.total, "fits": fit.fitted, "change": fit.change}
    say_done(found, told, as_json=as_json)


@branches.command("recover")
@branch_command
def branches_recover(request: Request, /, as_json: bool, **given: Any) -> None:
    """Mend a damaged file of saved runs: set it aside, and keep what can be read of it in a new one."""
    from game.branches import profile_path, recover
    from game.paths import data_folder
    from game.report import recovered_lines

    request = request.given(given)
    path = profile_path(data_folder(), request.profile)
    found = recover(path, request.graph().story.key)
    if as_json:
        print_json(found._asdict() | {"file": str(path), "aside": found.aside and str(found.aside)})
    else:
        click.echo("\n".join(recovered_lines(path, found)))


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
