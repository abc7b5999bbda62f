"""Kills, two programs at once, a full disk: what was on the screen is in the store, and the store is sound.

Here in small numbers; `SOKOVIA_TORTURE=300 pytest -s tests/branches/test_reliability.py` for the full figures.
"""

from __future__ import annotations

import contextlib
import io
import os
import pty
import random
import re
import select
import sqlite3
import subprocess
import sys
import termios
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from game.branches import Store
from game.paths import shipped
from game.plain import play_plain
from game.play import Graph
from game.story import read_story
from game.story.pictures import Gallery
from tests import stories
from tests.command import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = int(os.environ.get("SOKOVIA_TORTURE", "12"))
TUI_KILLS = max(2, KILLS // 10)
HASTY = (
    sys.executable,
    "-c",
    "import game.tui.widgets.answers as a; a.Answers.PAUSE = 0.0; from game.cli import main; main()",
)
"""The game, without the pause in which new choices cannot be taken."""
CHOICES = 1000 if KILLS >= 100 else 60
"""Of each of two programs at once."""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The shipped story."""
    return Graph(read_story(shipped("story")))


class Terminal:
    """A game under a pseudo-terminal that neither echoes nor changes what it is given."""

    def __init__(self, *arguments: str | Path, home: Path, program: tuple[str, ...] = PROGRAM) -> None:
        self.seen = b""
        self._mine, theirs = pty.openpty()
        modes: list[Any] = termios.tcgetattr(theirs)
        modes[1] &= ~termios.OPOST
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
        termios.tcsetwinsize(theirs, (24, 80))
        env = {**os.environ, "SOKOVIA_HOME": str(home), "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            [*program, *map(str, arguments)], stdin=theirs, stdout=theirs, stderr=theirs, env=env
        )
        os.close(theirs)

    def write(self, text: str) -> None:
        os.write(self._mine, text.encode())

    def read(self, seconds: float) -> bool:
        """Read what there is, waiting that long for it; False when the game has ended."""
        if not select.select([self._mine], [], [], seconds)[0]:
            return True
        try:
            piece = os.read(self._mine, 65536)
        except OSError:
            return False
        self.seen += piece
        return bool(piece)

    def kill(self) -> None:
        """Kill -9, and read what had come to the screen."""
        self.process.kill()
        self.process.wait()
        while self.read(0.05) and select.select([self._mine], [], [], 0)[0]:
            pass
        os.close(self._mine)


class _Typed:
    """Standard input that notes how much had been printed when each line was asked for."""

    def __init__(self, lines: list[str], out: io.StringIO) -> None:
        self._lines, self._out = iter(lines), out
        self.marks: list[int] = []

    def readline(self) -> str:
        self.marks.append(len(self._out.getvalue().encode()))
        return next(self._lines, "")


def random_run(graph: Graph, seed: int) -> list[str]:
    """The choices of a run to an ending, picked blindly."""
    chance, state, found = random.Random(seed), graph.start, []
    while options := graph.options(state):
        option = chance.choice(options)
        found.append(option.id)
        state = graph.move(graph.apply(state, option), option)
    return found


def expected(graph: Graph, choices: list[str]) -> tuple[bytes, list[int]]:
    """What plain mode prints for a run, and how much of it before each choice is read."""
    out = io.StringIO()
    typed = _Typed([f"{choice}\n" for choice in choices], out)
    with Store(None, "x") as store, mock.patch.object(sys, "stdin", typed), contextlib.redirect_stdout(out):
        play_plain(graph, store, Gallery(shipped("story")))
    return out.getvalue().encode(), typed.marks


def sound(file: Path) -> bool:
    """Whether SQLite finds nothing wrong with a store."""
    with contextlib.closing(sqlite3.connect(file)) as db:
        return bool(db.execute("pragma integrity_check").fetchone() == ("ok",))


def test_every_choice_whose_result_was_on_the_screen_survives_a_kill(tmp_path: Path, graph: Graph) -> None:
    file = tmp_path / "profiles" / "player.sqlite"
    chance = random.Random()
    saved: dict[str, int] = {}
    shown, unseen = 0, 0
    for number in range(KILLS):
        choices, name = random_run(graph, number % 20), f"kill-{number}"
        text, marks = expected(graph, choices)
        game = Terminal("play", "--plain", "--branch", name, home=tmp_path)
        game.write("".join(f"{choice}\n" for choice in choices))
        stop = chance.randrange(marks[0], marks[-1])
        while len(game.seen) < stop and game.read(30):
            pass
        sleep(chance.random() * 0.004)
        game.kill()
        assert text.startswith(game.seen[: marks[-1]]), "the screen shows another run"
        results = sum(mark < len(game.seen) for mark in marks[: len(choices)])
        with Store(file, graph.story.key) as store:
            path = [step.choice for step in store.path(store.named(name).tip)]
            assert path == choices[: len(path)]
            assert len(path) >= results
            saved[name] = len(path)
            assert {x.branch.name: x.choices for x in store.branches()} == saved, "an earlier run has changed"
        assert sound(file)
        shown += results
        unseen += len(path) - results
    sys.stdout.write(f"\n{KILLS} kills: {shown} results were on the screen, all kept; {unseen} more were kept unseen\n")


def long_story(tmp_path: Path, scenes: int) -> Path:
    """A chain of scenes, each with words that stand nowhere else; the last leads to the first again."""
    made = stories.chapter(entrances={"ada": "s0", "ben": "s0"})
    made["scenes"] = {
        f"s{n}": stories.scene(
            title=f"Scene {n}",
            text=[f"Here is token{n:04}x."],
            choices={
                "left": stories.choice(f"s{(n + 1) % scenes}"),
                "right": stories.choice(f"s{(n + 1) % scenes}"),
            },
        )
        for n in range(scenes)
    }
    made["scenes"]["s0"]["choices"]["stop"] = stories.choice("yard")
    made["scenes"]["yard"] = stories.scene(ending=stories.ending())
    return stories.write_story(tmp_path, chapters={"one": made})


def test_the_same_holds_in_the_full_screen_game(tmp_path: Path) -> None:
    story = long_story(tmp_path, 200)
    file = tmp_path / "profiles" / "player.sqlite"
    chance = random.Random()
    shown = 0
    for number in range(TUI_KILLS):
        name = f"kill-{number}"
        game = Terminal("--story", story, "--branch", name, "--follow", "ada", home=tmp_path, program=HASTY)
        while b"token0000x" not in game.seen and game.read(30):
            pass
        end = monotonic() + 0.3 + chance.random() * 1.5
        while monotonic() < end and game.read(0.01):
            game.write("1")
        game.kill()
        last = max(int(found) for found in re.findall(rb"token(\d{4})x", game.seen))
        with Store(file, read_story(story).key) as store:
            path = [step.choice for step in store.path(store.named(name).tip)]
        assert path == ["ada", *["left"] * (len(path) - 1)]
        assert len(path) >= last + 1
        assert sound(file)
        shown += last
    sys.stdout.write(f"\n{TUI_KILLS} kills: {shown} results were on the screen, all kept\n")
    assert shown


@pytest.mark.parametrize("names", [("one", "other"), ("ours", "ours")])
def test_two_games_on_one_profile_at_once_both_keep_all_they_played(tmp_path: Path, names: tuple[str, str]) -> None:
    story = long_story(tmp_path, 10)
    games = [
        subprocess.Popen(
            [*PROGRAM, "play", "--plain", "--story", str(story), "--branch", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "SOKOVIA_HOME": str(tmp_path)},
        )
        for name in names
    ]
    for game in games:  # both have opened their run before either plays, or the later one would go on in the other's
        assert game.stdout is not None
        while "Whom do you follow?" not in game.stdout.readline():
            assert game.poll() is None
    for game, choice in zip(games, ("left", "right"), strict=True):
        assert game.stdin is not None
        game.stdin.write("ada\n" + f"{choice}\n" * (CHOICES - 1))
        game.stdin.flush()
    ends = [game.communicate(timeout=500) for game in games]
    assert [(game.returncode, err) for game, (_, err) in zip(games, ends, strict=True)] == [(0, ""), (0, "")]
    file = tmp_path / "profiles" / "player.sqlite"
    with Store(file, read_story(story).key) as store:
        runs = {x.branch.name: [step.choice for step in store.path(x.branch.tip)] for x in store.branches()}
    assert len(runs) == 2
    assert sorted(runs.values()) == [["ada", *[choice] * (CHOICES - 1)] for choice in ("left", "right")]
    assert all(f"Kept as “{name}”." in "".join(out for out, _ in ends) for name in runs)
    assert sound(file)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no small disk may be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_on_a_full_disk_it_says_so_and_all_that_was_on_the_screen_is_kept(small_disk: Path, tmp_path: Path) -> None:
    story = long_story(tmp_path, 10)
    command = [*PROGRAM, "play", "--plain", "--story", str(story), "--branch", "mine"]
    env = {**os.environ, "SOKOVIA_HOME": str(small_disk)}

    def play(typed: str) -> tuple[int, str, str]:
        done = subprocess.run(command, input=typed, capture_output=True, text=True, check=False, env=env, timeout=60)
        return done.returncode, done.stdout, done.stderr

    code, out, err = play("ada\n" + "left\n" * 300)
    assert code == 1
    (line,) = err.splitlines()
    assert "the disk is full" in line
    assert str(small_disk / "profiles" / "player.sqlite") in line
    assert "`sokovia --unsaved`" in line
    results = out.count("Here is token")
    assert results > 5
    subprocess.run(["mount", "-o", "remount,size=40m", small_disk], check=True)
    with Store(small_disk / "profiles" / "player.sqlite", read_story(story).key) as store:
        path = [step.choice for step in store.path(store.named("mine").tip)]
    assert path == ["ada", *["left"] * (results - 1)]
    assert sound(small_disk / "profiles" / "player.sqlite")
    code, out, err = play("right\n")
    assert (code, err) == (0, "")
    assert "Kept as “mine”." in out
