"""What the screens of the saved runs look like, on the starter story. After looking: pytest --snapshot-update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.test_timeline import ALONE, TOGETHER, kept
from tests.tui.watching import shows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.tui.conftest import Table

TREE = [("m", "◉ here"), ("up", "The lamp room"), ("right", "▪ together")]
SHOTS = {
    "timeline": TREE,
    "choices": [*TREE, ("right", "→ The landing")],
    "compare": [*TREE, ("down", "Two at the wheel"), ("c", "◆ marked"), ("end", "The oars"), ("c", "Here they part")],
    "chart": [("m", "◉ here"), ("h", "Ada Lund, chapter 2")],
    "replay": [("m", "◉ here"), ("p", "page 1 of 6"), ("space", "paused"), ("right", "The stairs")],
    "name": [("m", "◉ here"), ("n", "The new name")],
}
SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize(
    ("shot", "size"),
    [(shot, SIZES[0]) for shot in SHOTS] + [(shot, SIZES[1]) for shot in ("timeline", "compare", "chart")],
    ids=lambda value: value if isinstance(value, str) else "x".join(map(str, value)),
)
def test_looks_as_it_did(
    table: Table, snap_compare: Callable[..., bool], shot: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    kept(table, "together", *TOGETHER)
    kept(table, "alone", *ALONE)

    async def go_there(pilot: Pilot[Any]) -> None:
        await shows(pilot, "The oars")
        for key, text in SHOTS[shot]:
            await pilot.press(key)
            await shows(pilot, text)
        await pilot.app.animator.wait_until_complete()
        await pilot.pause()

    assert snap_compare(table.app(branch="alone"), terminal_size=size, run_before=go_there)
