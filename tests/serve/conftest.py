"""A theatre on a free port, with a stand-in for the game; and how to talk to it as a browser's page does."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, web
from aiohttp.test_utils import TestClient, TestServer

from game import starter
from game.serve import Terms, theatre
from game.serve.theatre import Theatre

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


STARTER = Path(starter.__file__).parent / "files"
ACTOR = Path(__file__).parent / "actor.py"
PATIENCE = 20.0
"""Seconds to wait for what must come."""

Browser = TestClient[web.Request, web.Application]


class House(TestServer):
    """A server of the kind that `sokovia serve` starts: what attends to a page is not cut short when the page goes."""

    async def _make_runner(self, **how: Any) -> web.BaseRunner:
        return await super()._make_runner(**how | {"handler_cancellation": False})


@pytest.fixture
def actor(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the actor play the game; what is put into the list becomes its arguments."""
    arguments: list[str] = []
    monkeypatch.setattr(theatre, "command", lambda _, profile: [sys.executable, str(ACTOR), profile, *arguments])
    return arguments


@asynccontextmanager
async def opened(**changes: Any) -> AsyncIterator[Browser]:
    """A theatre that is open, and a browser that keeps its cookies."""
    application = Theatre(Terms(STARTER, "A <small> story")._replace(**changes)).application()
    async with TestClient(House(application)) as browser:
        yield browser


def origin(browser: Browser) -> str:
    """The origin of the theatre's own pages."""
    return f"http://{browser.host}:{browser.port}"


class Page:
    """The page's end of a session with the actor."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    @classmethod
    @asynccontextmanager
    async def open(cls, browser: Browser, query: str = "") -> AsyncIterator[Page]:
        """A session; it is closed as a tab is."""
        async with AsyncExitStack() as stack:
            yield cls(await stack.enter_async_context(browser.ws_connect(f"/ws{query}", origin=origin(browser))))

    async def press(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def heard(self) -> Any:
        """The next thing that the actor says."""
        frame = await self.socket.receive(timeout=PATIENCE)
        assert frame.type is WSMsgType.BINARY, frame
        return json.loads(frame.data)

    async def closed(self) -> tuple[int | None, str]:
        """The code and the reason with which the session closes; what comes before is passed over."""
        while True:
            frame = await self.socket.receive(timeout=PATIENCE)
            if frame.type is WSMsgType.CLOSE:
                return int(frame.data), str(frame.extra)
            if frame.type in (WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
                return self.socket.close_code, ""


async def until_gone(pid: int) -> float:
    """Wait until a process has ended; how many seconds that took."""
    clock = asyncio.get_running_loop().time
    began = clock()
    while is_alive(pid):
        assert clock() < began + PATIENCE, f"process {pid} does not end"
        await asyncio.sleep(0.02)
    return clock() - began


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
