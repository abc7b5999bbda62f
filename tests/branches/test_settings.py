"""How a player wants the game to look, and where that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.branches import Game, Store
from game.branches.settings import SETTINGS, Setting, Settings
from tests.play.island import island

if TYPE_CHECKING:
    from pathlib import Path

EACH = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)


def test_at_first_the_game_is_dark_gentle_moving_illustrated_and_66_letters_wide(store: Store) -> None:
    settings = Settings(store)
    assert {setting.key: settings[setting.key] for setting in SETTINGS} == {
        "theme": "dark",
        "reveal": "gently",
        "motion": "full",
        "pictures": "shown",
        "measure": "66",
    }


@EACH
def test_what_is_not_known_here_is_the_default(store: Store, setting: Setting) -> None:
    for stored in ("", "no such value", "Dark", "[bold]", "0"):
        store.set(setting.key, stored)
        assert Settings(store)[setting.key] == next(iter(setting.values))


@EACH
def test_from_what_is_not_known_one_turns_to_the_second_value(store: Store, setting: Setting) -> None:
    store.set(setting.key, "no such value")
    assert Settings(store).turn(setting.key) == list(setting.values)[1]


@EACH
def test_turning_goes_through_all_values_and_round(store: Store, setting: Setting) -> None:
    settings, values = Settings(store), list(setting.values)
    assert [settings.turn(setting.key) for _ in values] == [*values[1:], values[0]]


@EACH
def test_turning_back_goes_the_other_way_round(store: Store, setting: Setting) -> None:
    settings, values = Settings(store), list(setting.values)
    assert [settings.turn(setting.key, -1) for _ in values] == values[::-1]


@EACH
def test_each_has_at_least_two_values_and_a_word_of_its_own_for_each(setting: Setting) -> None:
    assert setting.title
    assert len(set(setting.values.values())) == len(setting.values) >= 2


def test_they_are_kept_with_the_profile_for_all_stories_and_for_no_other_profile(tmp_path: Path) -> None:
    with Store.of_profile(tmp_path, "anna", "The island") as first:
        assert Settings(first).turn("theme") == "light"
    with (
        Store.of_profile(tmp_path, "anna", "Another story") as again,
        Store.of_profile(tmp_path, "ben", "The island") as other,
    ):
        assert (Settings(again)["theme"], Settings(other)["theme"]) == ("light", "dark")


def test_two_programs_on_one_profile_see_what_either_sets(tmp_path: Path) -> None:
    with Store(tmp_path / "player.sqlite", "a") as one, Store(tmp_path / "player.sqlite", "a") as other:
        Settings(one).turn("pictures")
        assert Settings(other).turn("pictures") == "none"
        assert Settings(one)["pictures"] == "none"


def test_who_plays_on_unsaved_keeps_the_look_of_the_game(store: Store) -> None:
    Settings(store).turn("reveal", 2)
    game = Game(island(), store)
    game.unsave()
    assert Settings(game.store)["reveal"] == "at-once"
    Settings(game.store).turn("reveal")
    assert Settings(store)["reveal"] == "at-once"
