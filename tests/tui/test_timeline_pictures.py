"""What the screens of the saved runs look like. After looking at each change: pytest --snapshot-update."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.places import SAVED
from tests.tui.test_pictures import SIZES, looks_as_it_did

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.tui.conftest import Table


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SAVED)
def test_looks_as_it_did(
    dressed_table: Table, snap_compare: Callable[..., bool], name: str, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert looks_as_it_did(dressed_table, snap_compare, SAVED[name], SIZES[size])
