"""A store in memory, for what is asked of it and not of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.branches import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(None, "The island") as made:
        yield made
