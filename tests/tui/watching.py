"""How a test watches the app: what is on the screen, and waiting for it with a bound."""

from __future__ import annotations

from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from game.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.app import App
    from textual.pilot import Pilot

    from game.tui.app import SokoviaApp

HOSTILE = ("[bold]", "[@click=app.quit]x[/]", "[/ ]][[", "$x{y}%s")
"""Texts that would be mark-up, or worse, if anything took them for it."""


@asynccontextmanager
async def opened(app: SokoviaApp, width: int = 80, height: int = 24) -> AsyncIterator[Pilot[None]]:
    """The app in a terminal of that size, with toasts and tooltips on."""
    async with app.run_test(size=(width, height), notifications=True, tooltips=True) as pilot:
        yield pilot


def words(app: App[None]) -> str:
    """What is on the screen, as lines of text."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds; fail with the screen if it does not come to hold."""
    end = monotonic() + seconds
    while not holds():
        if monotonic() > end:
            pytest.fail(f"did not come to hold; on the screen:\n{words(pilot.app)}")
        await pilot.pause(0.01)


async def shows(pilot: Pilot[None], *texts: str) -> None:
    """Wait until all the texts are on the screen."""
    await until(pilot, lambda: all(text in words(pilot.app) for text in texts))


async def press(pilot: Pilot[None], key: str, *texts: str) -> None:
    """Press a key, and wait for what it brings."""
    await pilot.press(key)
    await shows(pilot, *texts)


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    """Make the terminal another size, and wait until the screen is set in it."""
    await pilot.resize_terminal(width, height)
    await until(pilot, lambda: pilot.app.screen.size == (width, height))
    await pilot.wait_for_scheduled_animations()


def choices(pilot: Pilot[None]) -> Choices:
    """The choices of the open screen."""
    return pilot.app.screen.query_one(Choices)


async def click_on(pilot: Pilot[None], text: str) -> None:
    """Click where that text is on the screen."""
    await shows(pilot, text)
    lines = words(pilot.app).splitlines()
    row = next(number for number, line in enumerate(lines) if text in line)
    await pilot.click(offset=(lines[row].index(text), row))
