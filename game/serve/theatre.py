"""The theatre: all of it as one server."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import sys
from typing import TYPE_CHECKING

import click
from aiohttp import WSCloseCode, web

from game.errors import SokoviaError
from game.paths import data_folder
from game.serve.door import SOCKET, door, dress
from game.serve.log import keep_log
from game.serve.messages import SIZE_LIMIT, Size
from game.serve.pages import page, part
from game.serve.phrase import Lock
from game.serve.session import PATIENCE, play
from game.serve.visitor import profile_of, remember, visitor_of

if TYPE_CHECKING:
    from game.serve.terms import Terms

HEARTBEAT = 15.0
"""Seconds between two looks whether a silent page is still there."""
FORM_LIMIT = 16 * 1024
"""Bytes of a form."""
LINGER = 1.0
"""Seconds that are waited, when every game has ended, for connections over which nothing comes."""
CLOSING = b"The theatre has closed. Every choice you made is saved."


def command(terms: Terms, profile: str) -> list[str]:
    """The game of one profile, as the arguments of a process: the very command that a terminal would be given."""
    theme = ["--theme", terms.theme] if terms.theme else []
    return [sys.executable, "-m", "game", "--story", str(terms.story.absolute()), "--profile", profile, *theme]


class Theatre:
    """The pages, and the sessions that are on."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._on: dict[web.WebSocketResponse, asyncio.Task[None] | None] = {}
        """The sessions, until their games have ended: each one's socket, and the task that attends to it."""

    def application(self) -> web.Application:
        """The server's application."""
        lock = Lock(self._terms.phrase) if self._terms.phrase is not None else None
        guards = [door(self._terms.known_as), *([lock.guard] if lock else [])]
        application = web.Application(middlewares=guards, client_max_size=FORM_LIMIT)
        application.add_routes(
            [web.get("/", self.stage), web.get(SOCKET, self.socket), web.get("/static/{name}", part)]
        )
        if lock:
            application.add_routes([web.get("/login", lock.ask), web.post("/login", lock.answer)])
        application.on_response_prepare.append(dress)
        application.on_shutdown.append(self._close)
        return application

    @property
    def is_full(self) -> bool:
        """Whether nobody else may play now."""
        return len(self._on) >= self._terms.sessions

    async def stage(self, _: web.Request) -> web.Response:
        """The page with the terminal; or the one that says that there is no seat."""
        if self.is_full:
            return page("full", status=503, title=self._terms.title)
        return page("stage", title=self._terms.title)

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """A session, from its first word to its last.

        The cookie is given here and not with the page: a browser that comes by a link from another site does not
        show its cookie with the page (SameSite=Strict), and would be taken for a new visitor.
        """
        if self.is_full:
            raise web.HTTPServiceUnavailable(text="The theatre is full.\n")
        visitor = visitor_of(request)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=SIZE_LIMIT, timeout=PATIENCE)
        remember(socket, visitor)
        size = Size.read(request.query.get("width", ""), request.query.get("height", ""))
        self._on[socket] = asyncio.current_task()
        try:
            await socket.prepare(request)
            await play(socket, command(self._terms, profile_of(visitor)), size, self._terms.idle * 60)
        finally:
            del self._on[socket]
        return socket

    async def _close(self, _: web.Application) -> None:
        """Tell every page, and wait until every game has ended."""
        attending = [task for task in self._on.values() if task]
        goodbyes = [socket.close(code=WSCloseCode.GOING_AWAY, message=CLOSING, drain=False) for socket in self._on]
        await asyncio.gather(*goodbyes, return_exceptions=True)  # one may not have been opened yet
        if attending:
            await asyncio.wait(attending, timeout=3 * PATIENCE)


def run(terms: Terms) -> None:
    """Serve until asked to end.

    Raises:
        SokoviaError: the address cannot be listened on.
    """
    keep_log(data_folder() / "serve.log")
    gc.enable()  # the command starts without
    asyncio.run(_run(terms))


async def _run(terms: Terms) -> None:
    asked_to_end = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_end.set)
    runner = web.AppRunner(Theatre(terms).application(), access_log=None, shutdown_timeout=LINGER)
    await runner.setup()
    try:
        port = await _listen(runner, terms)
        click.echo(f"“{terms.title}” is on at {terms.url(port)} (Ctrl+C closes it)")
        if terms.warning():
            click.echo(terms.warning(), err=True)
        await asked_to_end.wait()
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, terms: Terms) -> int:
    """Listen on the address, and say on which port that is."""
    try:
        await web.TCPSite(runner, terms.host, terms.port).start()
    except OSError as error:
        taken = "the port is taken; choose another with --port N"
        reason = taken if error.errno == errno.EADDRINUSE else error.strerror
        raise SokoviaError(f"cannot listen on {terms.host}, port {terms.port}: {reason}") from error
    port: int = runner.addresses[0][1]
    return port
