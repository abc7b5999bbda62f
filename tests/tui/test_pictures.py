"""What the screens look like, on the starter story. After looking at a change: pytest --snapshot-update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.watching import shows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.tui.conftest import Table

SHOTS = {
    "title": [("", "A new run")],
    "crossroads": [("1", "Whom do you follow?")],
    "scene": [("1", "Whom"), ("1", "The stairs"), ("2", "Take the can")],
    "moment": [("1", "Whom"), ("1", "The stairs"), ("1", "The landing"), ("1", "A moment: Dry socks")],
    "ending": [("1", "Whom"), ("2", "The boat"), ("1", "Whom"), ("2", "The lamp"), ("1", "The end"), ("1", "Kept")],
    "help": [("question_mark", "How to play")],
}
SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize(
    ("shot", "size"),
    [(shot, SIZES[0]) for shot in SHOTS] + [(shot, SIZES[1]) for shot in ("title", "scene", "moment")],
    ids=lambda value: value if isinstance(value, str) else "x".join(map(str, value)),
)
def test_looks_as_it_did(
    table: Table, snap_compare: Callable[..., bool], shot: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)

    async def go_there(pilot: Pilot[Any]) -> None:
        for key, text in SHOTS[shot]:
            if key:
                await pilot.press(key)
            await shows(pilot, text)
        await pilot.pause()

    assert snap_compare(table.app(), terminal_size=size, run_before=go_there)
