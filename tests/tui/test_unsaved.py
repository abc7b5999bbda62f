"""A store that fails in the middle of a game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from game.branches import Branch, Store
from game.errors import StoreError
from tests.tui.watching import opened, press, shows, until, words

if TYPE_CHECKING:
    from tests.tui.conftest import Table


@pytest.mark.parametrize(
    ("keys", "page"), [(("b",), "The landing"), (("f",), "The stairs"), (("m", "home", "enter"), "The landing")]
)
async def test_a_move_that_cannot_be_kept_is_told_and_not_made(
    table: Table, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], page: str
) -> None:
    def full(*_: object) -> Branch:
        raise StoreError("the disk is full")

    async with opened(table.app(follow="keeper")) as pilot:
        await press(pilot, "1", "The landing")
        if keys == ("f",):
            await press(pilot, "b", "The stairs", "f Forward")
        for move in ("add", "move"):
            monkeypatch.setattr(Store, move, full)
        for key in keys:
            before = words(pilot.app)
            await pilot.press(key)
            await until(pilot, lambda: words(pilot.app) != before)  # noqa: B023
        await shows(pilot, page, "This cannot be kept: the")
        monkeypatch.undo()
        await press(pilot, "t", "A new run")


async def test_a_choice_that_cannot_be_kept_is_taken_only_if_the_player_says_so(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, add = table.app(follow="keeper"), Store.add
    broken = app._game.store

    def full(store: Store, *rest: Any) -> Branch:
        if store is broken:
            raise StoreError("the disk is full")
        return add(store, *rest)

    async with opened(app) as pilot:
        monkeypatch.setattr(Store, "add", full)
        await press(pilot, "1", "This choice cannot be kept", "the disk is full", "Play on, unsaved.")
        await press(pilot, "1", "The stairs")
        await press(pilot, "1", "This choice cannot be kept")
        await press(pilot, "2", "The landing")
