"""What is shipped is whole: the wheel, built and installed elsewhere, plays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import game
from game import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(game.__file__).parents[1]
SOURCE = ("game", "story", "seeds", "assets", "README.md", "LICENSE", "pyproject.toml")


def _run(command: list[str | Path], cwd: Path, given: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}
    return subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env=clean | env,
        timeout=120,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the source so that nothing is left behind in it."""
    copy = tmp_path_factory.mktemp("source")
    for name in SOURCE:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, copy / name)
    out = tmp_path_factory.mktemp("dist")
    done = _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out], copy)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment in which the wheel, and only the wheel, is the game.

    What it depends on is taken from here: linked one by one, without the editable install of the checkout.
    """
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False)
    paths = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if entry.suffix not in (".pth", ".egg-link") and not entry.name.startswith(("sokovia", "__editable__")):
            (site / entry.name).symlink_to(entry)
    programs = Path(sysconfig.get_path("scripts", "venv", vars=paths))
    install: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        programs / "python",
        "install",
        "--quiet",
        "--no-deps",
    ]
    offline: list[str | Path] = ["--no-index", "--disable-pip-version-check", "--no-cache-dir", wheel]
    done = _run([*install, *offline], home)
    assert done.returncode == 0, done.stdout + done.stderr
    return programs


@pytest.fixture
def sokovia(installed: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The installed command, run from a folder that has nothing to do with it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return _run([installed / "sokovia", *arguments], elsewhere, given, SOKOVIA_HOME=str(tmp_path / "home"))

    return run


def test_what_runs_is_the_installed_package_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = "import game, game.paths; print(game.__file__); print(game.paths.shipped('story'))"
    done = _run([installed / "python", "-c", code], tmp_path)
    assert done.stderr == ""
    places = [Path(line).resolve() for line in done.stdout.splitlines()]
    assert len(places) == 2
    assert all(place.is_relative_to(installed.parent.resolve()) for place in places)
    assert not any(place.is_relative_to(ROOT.resolve()) for place in places)


def test_the_wheel_has_the_story_the_ledger_and_all_that_is_not_python(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {f"game/_data/{p.relative_to(ROOT)}" for name in ("story", "seeds") for p in (ROOT / name).rglob("*.yaml")}
    kinds = (".py", ".tcss", ".yaml", ".html", ".css", ".js")
    wanted |= {str(p.relative_to(ROOT)) for p in (ROOT / "game").rglob("*") if p.suffix in kinds}
    assert {name for name in wanted if name not in packed} == set()
    assert [name for name in packed if name.startswith(("tests/", "bench/"))] == []


def test_the_installed_command_knows_its_version(
    sokovia: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = sokovia("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"sokovia {__version__}\n", "")


def test_the_installed_story_has_no_problem(sokovia: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = sokovia("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "The story is sound: no problem found.\n", "")


def test_the_installed_game_is_played_to_an_ending(
    sokovia: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = sokovia("play", "--plain", "--follow", "thor", given="1\n" * 300)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The end: " in done.stdout
    assert "In this run:" in done.stdout
    assert (tmp_path / "home" / "profiles" / "player.sqlite").is_file()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_installed_command_writes_a_story_to_start_from(
    sokovia: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    assert sokovia("new", "mine").returncode == 0
    done = sokovia("check", "--story", "mine")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "elsewhere" / "mine" / "schema" / "chapter.schema.json").is_file()
