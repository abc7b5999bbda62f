"""The door: which Host and Origin may come in, and the headers that every answer gets.

A page elsewhere can have a visitor's browser talk to this server. It cannot lie about its Origin; and to pass as the
same origin it must have a name of its own point here (DNS rebinding), which shows in the Host. An address of figures
cannot be pointed anywhere, so those are all let in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from game.serve.terms import literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Middleware

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SOCKET = "/ws"
"""The websocket's path."""
HEADERS = {
    # xterm.js, the terminal in the page, writes style elements of its own.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Server": "sokovia",
}


def door(known: frozenset[str]) -> Middleware:
    """What refuses, with 403, a request addressed to another name or sent by another site's page.

    Args:
        known: The host names, in lower case, that a request may be addressed to besides IP addresses.
    """

    @web.middleware
    async def checked(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if not _is_known(host, known):
            raise web.HTTPForbidden(text="This server is not known by that name; --name would tell it.\n")
        if not _is_own(request.headers.get("Origin"), host, strictly=request.path == SOCKET):
            raise web.HTTPForbidden(text="This is not for the pages of other sites.\n")
        return await handler(request)

    return checked


async def dress(_: web.Request, response: web.StreamResponse) -> None:
    """Give an answer its headers."""
    response.headers.update(HEADERS)


def _is_known(host: str, known: frozenset[str]) -> bool:
    """Whether a Host header names this server."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name in known or literal(name) is not None


def _is_own(origin: str | None, host: str, *, strictly: bool) -> bool:
    """Whether an Origin is that of this server's pages; strictly: it must be told.

    A browser says `null` when a form of ours is sent, for our pages keep their address to themselves.
    """
    if origin in (None, "null"):
        return not strictly
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
