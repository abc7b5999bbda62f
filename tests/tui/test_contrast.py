"""All text can be read in every theme of ours: the ratio of WCAG 2, of what is drawn and of what the style sheets pair.

High contrast keeps AAA (7), dark and light AA (4.5), for whatever has a letter or a sign in it. Bars, frames and
pictures say nothing that the words beside them do not say, and are left out; the curve of the arc must stand out as
graphics do (3).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from wcag_contrast_ratio import rgb

from game.tui import app as app_module
from game.tui.widgets.picture import Picture
from tests.tui.drawn import pieces
from tests.tui.places import PLACES, Place, go, keep_runs
from tests.tui.watching import opened

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

    from tests.tui.conftest import Table
    from tests.tui.drawn import Piece, Rgb

LEAST = {"dark": 4.5, "light": 4.5, "contrast": 7.0}
"""Theme → the ratio of its text. The theme `terminal` has the terminal's own colours."""
GRAPHICS = 3.0
TOAST = Place((("m", "◉ here"), ("h", "Ada Lund, chapter 2"), ("down", "Jonas"), ("enter", "Nobody has been")), "alone")
BARS = re.compile("[\u2500-\u259f\\s]*")
"""Frames, blocks and shades."""
CURVE = re.compile("[\u2800-\u28ff\\s]*")


@pytest.mark.parametrize("theme", LEAST)
@pytest.mark.parametrize("name", [*PLACES, "toast"])
async def test_what_is_drawn_can_be_read(
    dressed_table: Table, name: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    place = PLACES.get(name, TOAST)
    if place.kept:
        keep_runs(dressed_table)
    async with opened(dressed_table.app(branch=place.branch, theme=theme), 120, 40) as pilot:
        await go(pilot, place)
        read = [piece for piece in pieces(pilot.app) if _is_text(piece)]
        assert read
        faint = {
            f"{piece}: {ratio(*piece.colours):.2f}" for piece in read if ratio(*piece.colours) < _least(piece, theme)
        }
        assert not faint, "\n".join(sorted(faint))


def _is_text(piece: Piece) -> bool:
    return not isinstance(piece.widget, Picture) and not BARS.fullmatch(piece.text)


def _least(piece: Piece, theme: str) -> float:
    return GRAPHICS if CURVE.fullmatch(piece.text) else LEAST[theme]


def ratio(text: Rgb, ground: Rgb) -> float:
    """The contrast of two colours, from 1 to 21."""
    one, other = ([part / 255 for part in colour] for colour in (text, ground))
    return float(rgb(one, other))


GROUNDS = {
    "AlbumScreen MomentCard.-hidden > .name": ["background"],
    "ArcScreen #arc-told": ["background"],
    "Browse Rows > .option-list--option-disabled": ["background"],
    "Card #card-title": ["panel"],
    "Choices > .option-list--option-disabled": ["background", "panel"],
    "CommandPalette": ["panel"],
    "CommandPalette CommandInput > .input--placeholder": ["panel"],
    "CommandPalette CommandList > .option-list--option": ["panel"],
    "FollowScreen #chapter": ["background"],
    "FollowScreen #told": ["background"],
    "FollowScreen HeroCard.-closed > .name": ["background", "panel"],
    "MomentScreen #card-title": ["moment-background"],
    "PlayScreen.-broad Aside #beside": ["background"],
    "PreviouslyScreen #previously": ["background"],
    "Reading": ["background", "panel", "moment-background"],
    "Reading:focus": ["background", "panel", "moment-background"],
    "ReplayScreen #replay-said": ["background"],
    "ReplayScreen #replay-state": ["background"],
    "SettingsScreen #settings-title": ["panel"],
    "TitleScreen #about": ["background"],
    "TitleScreen #subtitle": ["background"],
    "TitleScreen #title": ["background"],
    ".-pictures-told Picture": ["background", "moment-background"],
}
"""Selector of a rule that has a colour for text and no ground of its own → the theme's variables it may stand on."""


def paired(table: Table, theme: str) -> dict[str, RulesMap]:
    """The rules of our style sheets that colour text, by selector, in a theme; but those for the terminal's colours."""
    sheet = Stylesheet(variables=table.app(theme=theme).get_css_variables())
    sheet.read_all(list(Path(app_module.__file__).parent.rglob("*.tcss")))
    sheet.parse()
    found = {rule.selectors: rule.styles.get_rules() for rule in sheet.rules if ":ansi" not in rule.selectors}
    return {
        selectors: rules for selectors, rules in found.items() if "color" in rules or "border_subtitle_color" in rules
    }


@pytest.mark.parametrize("theme", LEAST)
def test_what_the_style_sheets_pair_can_be_read(dressed_table: Table, theme: str) -> None:
    variables = dressed_table.app(theme=theme).get_css_variables()
    faint = []
    for selectors, rules in paired(dressed_table, theme).items():
        colour = rules.get("color") or rules["border_subtitle_color"]
        ground = rules.get("background") if "color" in rules else None
        solid = ground is not None and ground.a == 1
        grounds = (
            [ground.hex] if solid and ground else [variables[name] for name in GROUNDS.get(selectors, ["background"])]
        )
        for under in map(Color.parse, grounds):
            found = ratio(colour.rgb, under.rgb)
            if found < LEAST[theme]:
                faint.append(f"{selectors}: {colour.hex} on {under.hex} is {found:.2f}")
    assert not faint, "\n".join(faint)


def test_every_rule_that_colours_text_has_a_ground(dressed_table: Table) -> None:
    bare = {
        selectors
        for selectors, rules in paired(dressed_table, "dark").items()
        if "color" not in rules or (rules["background"].a if "background" in rules else 0) < 1
    }
    assert bare == set(GROUNDS)
