"""The line of keys at the bottom, and what the keys mean: one key, one thing, on every screen."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from game.tui import screens, widgets
from game.tui.app import SokoviaApp
from game.tui.screens.palette import COMMANDS
from game.tui.widgets.keys import Key, Keys
from tests.tui.test_timeline import kept
from tests.tui.watching import opened, shows, until, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from tests.tui.conftest import Table

MEANINGS: dict[str, tuple[set[str], str]] = {
    "b": ({"Back"}, "always one step back"),
    "backspace": ({"Back"}, "always one step back"),
    "escape": ({"Back", "No", "Leave it", "Go on", "Close"}, "puts away what is open, and never says yes to anything"),
    "enter": (
        {"Choose", "Follow", "Open", "Go", "Go there", "Take over", "Read on", "Read it", "Go on", "Done", "Change"},
        "does to what is under the cursor what one came to do",
    ),
    "space": (
        {"Read on", "Go on", "Pause"},
        "goes on with what is being read; a replay goes on by itself, so it stops",
    ),
    "1": ({"Take the choice of that number", "No"}, "takes the first answer"),
    "2": ({"Take the choice of that number", "Yes"}, "takes the second answer"),
    "c": ({"Mark", "Back"}, "compares two runs, and leaves where they are compared"),
    "p": ({"Play", "Back"}, "plays a run back, and leaves the replay"),
    "m": ({"Timeline", "Back"}, "opens the timeline, and leaves it"),
    "h": ({"Chart", "Back"}, "opens the chart, and leaves it"),
    "a": ({"Album", "Back"}, "opens the album, and leaves it"),
    "e": ({"Eyes", "Back"}, "opens other eyes, and leaves them"),
    "k": ({"Codex", "Back"}, "opens the codex, and leaves it"),
    "v": ({"Arc", "Back"}, "opens the arc, and leaves it"),
    "o": ({"Settings", "Back"}, "opens the settings, and leaves them"),
    "r": ({"Shorter or longer", "Another run over it"}, "goes round to the next of a few ways to see the run"),
    "question_mark": ({"Help", "Close"}, "opens the help, and closes it"),
    "f1": ({"Help", "Close"}, "opens the help, and closes it"),
}
"""Keys that are named differently on several screens: the names, and why they are one thing."""
ARROWS = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown"}
"""They move in whatever has the focus; each screen says in its own words what that is."""
SIGNS = {"plus": {"Change", "Faster"}, "minus": {"Change", "Slower"}}
"""More and less of what is under the cursor."""
CHOSEN = {"rejoin"}
"""Actions of the app that are a choice of a page and need no key."""


def ours() -> list[type[DOMNode]]:
    """Every class of ours that may have keys: the app's, the screens and the widgets."""
    found: list[type[DOMNode]] = [SokoviaApp]
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            found += [
                one
                for one in vars(importlib.import_module(module.name)).values()
                if isinstance(one, type) and issubclass(one, (Screen, Widget)) and one.__module__ == module.name
            ]
    return found


def keys_of(kind: type[DOMNode]) -> Iterator[tuple[str, Binding]]:
    """(key, binding) of what a class itself binds."""
    for binding in Binding.make_bindings(vars(kind).get("BINDINGS", ())):
        for key in binding.key.split(","):
            yield key.strip(), binding


def test_a_key_means_one_thing_on_all_screens_or_there_is_a_reason() -> None:
    meanings: dict[str, set[str]] = {}
    for kind in ours():
        for key, binding in keys_of(kind):
            meanings.setdefault(key, set()).add(binding.description)
    allowed = {key: names for key, (names, _) in MEANINGS.items()} | SIGNS
    several = {key: names for key, names in meanings.items() if len(names) > 1 and key not in ARROWS}
    assert {
        key: names - allowed.get(key, set()) for key, names in several.items() if names - allowed.get(key, set())
    } == {}


def test_the_list_of_reasons_has_nothing_that_is_no_longer_so() -> None:
    meanings: dict[str, set[str]] = {}
    for kind in ours():
        for key, binding in keys_of(kind):
            meanings.setdefault(key, set()).add(binding.description)
    stale = {key: names - meanings.get(key, set()) for key, (names, _) in MEANINGS.items()}
    assert {key: names for key, names in stale.items() if names} == {}


def test_no_screen_binds_a_key_twice() -> None:
    for kind in ours():
        keys = [key for key, _ in keys_of(kind)]
        assert len(keys) == len(set(keys)), kind


def test_every_key_says_what_it_does() -> None:
    assert [(kind.__name__, key) for kind in ours() for key, binding in keys_of(kind) if not binding.description] == []


def test_every_action_has_a_key_where_it_is_defined() -> None:
    unbound = []
    for kind in ours():
        if issubclass(kind, App):
            continue
        bound = {
            binding.action.partition("(")[0]
            for base in kind.__mro__
            if issubclass(base, DOMNode)
            for _, binding in keys_of(base)
        }
        heirs = [heir for heir in ours() if issubclass(heir, kind)]
        bound |= {binding.action.partition("(")[0] for heir in heirs for _, binding in keys_of(heir)}
        unbound += [
            (kind.__name__, name)
            for name in vars(kind)
            if name.startswith("action_") and name.removeprefix("action_") not in bound
        ]
    assert unbound == []


def test_every_action_of_the_app_has_a_key_or_a_place_in_the_palette() -> None:
    bound = {binding.action.removeprefix("app.") for kind in ours() for _, binding in keys_of(kind)}
    bound |= {command.action for command in COMMANDS} | CHOSEN
    actions = {name.removeprefix("action_") for name in vars(SokoviaApp) if name.startswith("action_")}
    assert actions - bound == set()


def test_every_key_does_something_that_exists() -> None:
    missing = []
    for kind in ours():
        for key, binding in keys_of(kind):
            target, _, name = binding.action.partition("(")[0].rpartition(".")
            owner = SokoviaApp if target == "app" else kind
            if not (
                hasattr(owner, f"action_{name}")
                or any(hasattr(heir, f"action_{name}") for heir in ours() if issubclass(heir, kind))
            ):
                missing.append((kind.__name__, key, binding.action))
    assert missing == []


class Open(NamedTuple):
    """How to come to a screen from the page of the run, and how it is left."""

    keys: tuple[str, ...]
    modal: bool = False


SCREENS = {
    "title": Open(("t",)),
    "page": Open(()),
    "crossroads": Open(("b",)),
    "timeline": Open(("m",)),
    "chart": Open(("m", "h")),
    "replay": Open(("m", "p")),
    "album": Open(("a",)),
    "eyes": Open(("e",)),
    "codex": Open(("k",)),
    "arc": Open(("v",)),
    "settings": Open(("o",), modal=True),
    "sure": Open(("m", "x"), modal=True),
    "help": Open(("f1",), modal=True),
    "moment": Open(("1", "1"), modal=True),
}


@pytest.fixture
def two(table: Table) -> Table:
    """Another run, so that there is something to compare and to follow."""
    kept(table, "other", "boy", "tie-up")
    return table


async def go(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Press keys, each when the one before has shown something."""
    await shows(pilot, "The stairs")
    for key in keys:
        before = words(pilot.app)
        await pilot.press(key)
        await until(pilot, lambda: words(pilot.app) != before)  # noqa: B023
    await pilot.pause()


def line(pilot: Pilot[None]) -> str:
    """The line at the bottom, as it is drawn."""
    keys = pilot.app.screen.query_one(Keys)
    return words(pilot.app).splitlines()[keys.region.y]


def whole(pilot: Pilot[None]) -> bool:
    """Whether the line is made of whole keys, and they fit."""
    keys = pilot.app.screen.query_one(Keys)
    told = "".join(f" {key.shown} {key.does} " for key in keys._shown)
    return line(pilot).rstrip() == told.rstrip() and sum(key.width for key in keys._shown) <= keys.size.width


@pytest.mark.parametrize("width", [60, 61, 67, 80, 120])
@pytest.mark.parametrize("name", SCREENS)
async def test_no_key_is_cut_in_half_and_help_and_quit_stay(two: Table, name: str, width: int) -> None:
    async with opened(two.app(branch="mine", follow="keeper"), width, 20) as pilot:
        await go(pilot, SCREENS[name].keys)
        await until(pilot, lambda: whole(pilot))
        if name != "help":
            await shows(pilot, "? Help")
        await until(pilot, lambda: "q Quit" in line(pilot))


@pytest.mark.parametrize("name", SCREENS)
async def test_from_every_screen_one_comes_back_to_the_page_by_keyboard(two: Table, name: str) -> None:
    async with opened(two.app(branch="mine", follow="keeper")) as pilot:
        await go(pilot, SCREENS[name].keys)
        if name in ("title", "crossroads"):
            await pilot.press("1")
        for _ in range(4):
            if len(pilot.app.screen_stack) <= 2:
                break
            over = pilot.app.screen
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is not over)  # noqa: B023
        await until(pilot, lambda: len(pilot.app.screen_stack) == 2)


@pytest.mark.parametrize("key", ["m", "a", "e", "k", "v", "o"])
async def test_what_is_looked_up_is_opened_and_left_by_its_own_key_by_b_and_by_escape(two: Table, key: str) -> None:
    async with opened(two.app(branch="mine", follow="keeper")) as pilot:
        await shows(pilot, "The stairs")
        page = pilot.app.screen
        for leave in (key, "b", "escape"):
            await pilot.press(key)
            await until(pilot, lambda: pilot.app.screen is not page)
            await pilot.press(leave)
            await until(pilot, lambda: pilot.app.screen is page)


async def test_the_line_is_made_anew_for_another_width(two: Table) -> None:
    async with opened(two.app(branch="mine", follow="keeper"), 60, 20) as pilot:
        await shows(pilot, "The stairs", "a Album", "q Quit")
        assert "t Title" not in line(pilot)
        await pilot.resize_terminal(120, 40)
        await shows(pilot, "o Settings", "t Title", "q Quit")
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "t Title" not in line(pilot) and whole(pilot))


def test_a_key_is_as_wide_as_it_is_written() -> None:
    assert Key("b", "b", "Back", everywhere=False).width == len(" b Back ")
    assert Key("x", "界", "界", everywhere=False).width == len("       ")
