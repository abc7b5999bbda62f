"""A store that fails in the middle of a game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.branches import Branch, Store
from game.errors import StoreError
from tests.tui.watching import opened, press

if TYPE_CHECKING:
    import pytest

    from tests.tui.conftest import Table


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
