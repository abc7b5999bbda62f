"""The floors of the house: what each may know."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import game


@pytest.mark.parametrize("floor", ["game.story", "game.play", "game.prove", "game.branches"])
def test_the_core_loads_no_terminal(floor: str) -> None:
    code = (
        f"import sys, pkgutil, importlib, {floor} as floor\n"
        f"for found in pkgutil.walk_packages(floor.__path__, '{floor}.'): importlib.import_module(found.name)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'textual', 'rich'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_plain_mode_and_the_command_load_no_terminal() -> None:
    code = "import sys, game.cli, game.plain; print(sorted({'textual', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_floor_imports_only_from_floors_below_it() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(game.__file__).parents[1],
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 broken" in done.stdout


def names_imported(path: Path) -> list[tuple[str, str]]:
    """(module, name) of everything that a file imports from the program."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "game":
            found += [(node.module or "", alias.name) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names if alias.name.partition(".")[0] == "game"]
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}: a relative import"
    return found


def is_a_value(module: str, name: str) -> bool:
    """Whether what is imported from the floors below is a plain value's class: frozen, and with nothing to do."""
    thing = getattr(importlib.import_module(module), name, None)
    if not isinstance(thing, type):
        return False
    return issubclass(thing, tuple) or (issubclass(thing, msgspec.Struct) and thing.__struct_config__.frozen)


WIDGETS = sorted((Path(game.__file__).parent / "tui" / "widgets").glob("*.py"))


@pytest.mark.parametrize("path", WIDGETS, ids=lambda path: path.stem)
def test_a_widget_takes_only_values_from_the_engine_and_the_store(path: Path) -> None:
    engine = ("game.play", "game.branches", "game.prove", "game.export")
    taken = [(module, name) for module, name in names_imported(path) if module.startswith(engine)]
    assert [one for one in taken if not is_a_value(*one)] == []


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("game.branches", "Game"),
        ("game.branches", "Store"),
        ("game.branches.timeline", "Timeline"),
        ("game.branches.settings", "Settings"),
        ("game.branches.album", "album_of"),
        ("game.play", "Machine"),
        ("game.play", "Graph"),
        ("game.play", "Playthrough"),
        ("game.branches", "store"),
        ("game.play", ""),
    ],
)
def test_what_plays_or_keeps_a_story_is_no_value(module: str, name: str) -> None:
    assert not is_a_value(module, name)


def test_there_are_widgets_to_look_at_and_some_take_values() -> None:
    assert sum(bool(names_imported(path)) for path in WIDGETS) > 5
