"""With NO_COLOR nothing is said by colour alone: signs, words and light against dark say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.tui.widgets.picture import Picture
from tests.tui.drawn import pieces
from tests.tui.places import PLACES, go, keep_runs
from tests.tui.test_contrast import ratio
from tests.tui.watching import opened, press, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from tests.tui.conftest import Table
    from tests.tui.drawn import Piece

pytestmark = pytest.mark.usefixtures("no_colour")
CURSORS = {
    "title": ("A new run", "How to play"),
    "crossroads": ("1 Ada", "2 Jonas"),
    "scene": ("“Then you may", "Take the can"),
    "recap": ("Back to where", "The title"),
    "settings": ("Colours", "Movement"),
    "palette": ("Timeline", "Album"),
    "eyes": ("1 of 2  A boy", "2 of 2  The clockwork"),
    "codex": ("  Ada Lund", "  Jonas"),
    "timeline": ("Show him how", "The start"),
    "discard": ("No, leave it", "Yes, into"),
}
"""Place → words of the row under the cursor, and of another."""
SIGNS = {
    "scene": ["1   “Then you may", "–   Take the can from him.  (Your hands are black already.)"],
    "long-scene": ["2 ✓ Send him home before the tide.  (leaves the film)"],
    "album": ["✦", "?", "┏", "┛", "╭", "╯"],
    "beside": ["Not read yet"],
    "ending": ["what if"],
    "timeline": ["◉ here", "▪ together", "■ ending: Kept together", "┬ fork"],
    "chart": ["›█", "·"],
    "compare": ["differs: choice", "Here they part"],
}
"""Place → what stands there for what colours say elsewhere."""


@pytest.fixture
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
async def at(request: pytest.FixtureRequest, dressed_table: Table) -> AsyncIterator[Pilot[None]]:
    """The app at a place, in a theme."""
    name, theme = request.param
    place = PLACES[name]
    if place.kept:
        keep_runs(dressed_table)
    async with opened(dressed_table.app(branch=place.branch, theme=theme)) as pilot:
        await go(pilot, place)
        yield pilot


@pytest.mark.parametrize(
    ("at", "under", "other"),
    [((name, theme), *rows) for name, rows in CURSORS.items() for theme in ("dark", "light", "contrast", "terminal")],
    indirect=["at"],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
async def test_the_row_under_the_cursor_is_light_where_others_are_dark(at: Pilot[None], under: str, other: str) -> None:
    mine, others = (_ground(_piece(at, text)) for text in (under, other))
    assert ratio(mine, others) >= 3


@pytest.mark.parametrize(
    ("at", "signs"), [((name, "dark"), signs) for name, signs in SIGNS.items()], indirect=["at"], ids=list(SIGNS)
)
async def test_signs_and_words_say_it(at: Pilot[None], signs: list[str]) -> None:
    shown = words(at.app)
    assert [sign for sign in signs if sign not in shown] == []


async def test_who_cannot_be_followed_has_no_number_and_a_reason(dressed_table: Table) -> None:
    async with opened(dressed_table.app()) as pilot:
        await go(pilot, PLACES["crossroads"])
        assert "– Berit" in words(pilot.app)
        await press(pilot, "end", "Joins in “The light”.")


@pytest.mark.parametrize("at", [(name, "dark") for name in PLACES], indirect=True, ids=list(PLACES))
async def test_no_colour_is_drawn_and_no_picture_leaves_a_hole(at: Pilot[None]) -> None:
    for piece in pieces(at.app):
        for red, green, blue in piece.colours:
            assert red == green == blue, piece
    assert not [picture for picture in at.app.screen.query(Picture) if picture.display]


def _piece(pilot: Pilot[None], text: str) -> Piece:
    return next(piece for piece in pieces(pilot.app) if text in piece.text)


def _ground(piece: Piece) -> tuple[int, int, int]:
    return piece.colours[1]
