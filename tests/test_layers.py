"""The floors of the house: what each may know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
