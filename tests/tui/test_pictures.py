"""What the screens look like. After looking at each change: pytest --snapshot-update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.tui.themes import THEMES
from tests.tui.places import PLAYING, Place, go, keep_runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.tui.conftest import Table

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
LEAST = (60, 20)
LOOKS = ["light", "contrast", "terminal", "no-colour", "60x20"]
MAIN = ("title", "crossroads", "scene", "moment", "album", "settings")
"""The places that are looked at in every look."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PLAYING)
def test_looks_as_it_did(
    dressed_table: Table, snap_compare: Callable[..., bool], name: str, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert looks_as_it_did(dressed_table, snap_compare, PLAYING[name], SIZES[size])


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", MAIN)
def test_looks_as_it_did_otherwise(
    dressed_table: Table, snap_compare: Callable[..., bool], name: str, look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if look == "no-colour":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.delenv("NO_COLOR", raising=False)
    size = LEAST if look == "60x20" else SIZES["80x24"]
    theme = look if look in THEMES else "dark"
    assert looks_as_it_did(dressed_table, snap_compare, PLAYING[name], size, theme)


def looks_as_it_did(
    table: Table, snap_compare: Callable[..., bool], place: Place, size: tuple[int, int], theme: str = "dark"
) -> bool:
    """Whether a place looks as in its picture."""
    if place.kept:
        keep_runs(table)

    async def go_there(pilot: Pilot[Any]) -> None:
        try:
            await go(pilot, place)
        except pytest.fail.Exception as missing:  # which Textual would let pass, and wait for ever
            raise AssertionError(str(missing)) from None

    app = table.app(branch=place.branch, theme=theme)
    return snap_compare(app, terminal_size=size, run_before=go_there)
