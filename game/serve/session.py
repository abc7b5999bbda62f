"""One visitor's game: a process of its own, and the socket it talks through."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSMsgType
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

import game
from game.serve.messages import Blur, Focus, Ping, Resize, Size, Stdin, understand

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence

    from aiohttp import web

    from game.serve.messages import Message

_log = logging.getLogger("sokovia")

PATIENCE = 3.0
"""Seconds that a game is given to end by itself."""
OVER = b"The game has closed. Every choice you made is saved."
NOT_STARTED = b"The game could not be started. Try again in a while."
IDLE = b"Nothing was pressed for a while, so the curtain fell. Every choice you made is saved."
KEPT = frozenset({"PATH", "HOME", "LANG", "LANGUAGE", "SOKOVIA_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
"""Of the server's environment, what a game is told besides LC_*: where things are, and in which tongue."""
TERMINAL = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
}
"""What Textual must know to draw for the terminal in the page."""


def environment(of: Mapping[str, str], size: Size) -> dict[str, str]:
    """The environment of a game, whatever else stands in the server's."""
    kept = {name: value for name, value in of.items() if name in KEPT or name.startswith("LC_")}
    if "SOKOVIA_HOME" in kept:  # the game starts in another folder
        kept["SOKOVIA_HOME"] = os.path.abspath(os.path.expanduser(kept["SOKOVIA_HOME"]))  # noqa: PTH100, PTH111  # no error
    return kept | TERMINAL | {"COLUMNS": str(size.columns), "ROWS": str(size.rows)}


class Session(AppService):
    """textual-serve's own service, but for how its process is started and ended.

    The process is started from a list, never through a shell, in an environment and a session of its own, and in the
    folder of the program, so that what lies where the server was started is never imported.
    """

    def __init__(self, socket: web.WebSocketResponse, command: Sequence[str]) -> None:
        super().__init__(
            "",  # a shell would have nothing to run
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )
        self._socket, self._command = socket, command

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=Path(game.__file__).parents[1],
            env=environment(os.environ, Size(width, height)),
            start_new_session=True,  # Ctrl+C is the server's
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Pass on what the game draws until it ends; then the page is told."""
        with contextlib.suppress(asyncio.CancelledError):  # of what reads errors, when a game ends before it starts to
            await super().run()
        await self._close()

    async def on_data(self, payload: bytes) -> None:
        """Pass on what is drawn; to nobody, once the page has gone, so that the game is not held up."""
        with contextlib.suppress(ConnectionError):
            await super().on_data(payload)

    async def hear(self, message: Message | None) -> None:
        """Do what the page says."""
        match message:
            case Stdin(keys):
                await self.send_bytes(keys.encode(errors="replace"))
            case Resize(area):
                await self.set_terminal_size(*Size.within(area.width, area.height))
            case Ping(mark):
                await self._socket.send_json(["pong", mark])
            case Focus():
                await self.focus()
            case Blur():
                await self.blur()

    async def stop(self) -> None:
        """Ask the game to end, and end it if it does not. All it has to keep is kept already."""
        if self._process is None or self._task is None:  # it has not been started
            return
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self.send_meta({"type": "quit"})
                    await self._process.wait()
        finally:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await asyncio.wait({self._task}, timeout=PATIENCE)
        self._task.cancel()  # it may still be writing to a page that does not read
        await asyncio.wait({self._task})
        await self._process.communicate()  # what is left in its pipes, so that they close

    async def _close(self) -> None:
        await self._socket.close(message=OVER, drain=False)


async def play(socket: web.WebSocketResponse, command: Sequence[str], size: Size, idle: float) -> None:
    """Run a game for as long as its page is there, and plays.

    Args:
        socket: The open socket of the page.
        command: The program and its arguments.
        size: The terminal's size at first.
        idle: Seconds without keys or mouse after which it is over.
    """
    session = Session(socket, command)
    try:
        await session.start(*size)
    except OSError as error:
        _log.error("A game cannot be started: %s", error)
        await socket.close(message=NOT_STARTED, drain=False)
        return
    try:
        await _listen(socket, session, idle)
    except TimeoutError:
        await socket.close(message=IDLE, drain=False)
    finally:
        await session.stop()


async def _listen(socket: web.WebSocketResponse, session: Session, idle: float) -> None:
    """Hear all that the page says.

    Raises:
        TimeoutError: nothing was pressed for too long.
    """
    clock = asyncio.get_running_loop().time
    async with asyncio.timeout(idle) as limit:
        async for frame in socket:
            message = understand(frame.data) if frame.type is WSMsgType.TEXT else None
            if isinstance(message, Stdin):
                limit.reschedule(clock() + idle)
            await session.hear(message)
