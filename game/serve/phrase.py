"""The pass phrase: the page that asks for it, how often one may try, and the signed ticket of who knew it."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web

from game.serve.pages import page

if TYPE_CHECKING:
    from game.serve.door import Handler

COOKIE = "sokovia-ticket"
TICKET_AGE = 30 * 24 * 3600
"""Seconds for which a ticket is good, if the server is not started anew before."""
TRIES = 5
"""Wrong phrases that one address may give…"""
WITHIN = 60.0
"""…in that many seconds."""


class Lock:
    """Lets in who has a ticket; gives a ticket to who knows the phrase."""

    def __init__(self, phrase: str) -> None:
        self._key = secrets.token_bytes(32)  # made anew at each start: what was signed before is void
        self._phrase = self._digest(phrase)
        self._wrong: dict[str, deque[float]] = {}

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse everything, but for the page that asks, to who has no ticket."""
        if request.path == "/login" or self.admits(request.cookies.get(COOKIE, "")):
            return await handler(request)
        if request.path == "/":
            raise web.HTTPSeeOther("/login")
        raise web.HTTPForbidden(text="The pass phrase comes first.\n")

    async def ask(self, _: web.Request) -> web.Response:
        """The page that asks for the phrase."""
        return page("login", word="")

    async def answer(self, request: web.Request) -> web.Response:
        """A ticket for the right phrase, and the page again for a wrong one."""
        said = dict(parse_qsl((await request.read()).decode(errors="replace"))).get("phrase", "")
        address = _household(request.remote or "")
        if self.is_barred(address, monotonic()):
            return page("login", status=429, word="Too many tries. Wait a minute, then try again.")
        if not self.opens(said):
            self.was_wrong(address, monotonic())
            return page("login", status=403, word="That is not the phrase.")
        response = web.Response(status=303, headers={"Location": "/"})
        # Lax, so that a link to the game from elsewhere does not ask again; it opens no more than the page.
        response.set_cookie(COOKIE, self.ticket(), max_age=TICKET_AGE, path="/", httponly=True, samesite="Lax")
        return response

    def opens(self, said: str) -> bool:
        """Whether this is the phrase, in a time that tells nothing of how nearly."""
        return hmac.compare_digest(self._digest(said), self._phrase)

    def ticket(self) -> str:
        """A new ticket: a number of its own, and what signs it."""
        number = secrets.token_urlsafe(16)
        return f"{number}.{self._sign(number)}"

    def admits(self, ticket: str) -> bool:
        """Whether a ticket is one of this server's."""
        number, _, signature = ticket.partition(".")
        return hmac.compare_digest(signature.encode(errors="replace"), self._sign(number).encode())

    def is_barred(self, address: str, now: float) -> bool:
        """Whether an address has given too many wrong phrases of late."""
        return sum(then > now - WITHIN for then in self._wrong.get(address, ())) >= TRIES

    def was_wrong(self, address: str, now: float) -> None:
        """Note a wrong phrase, and forget those of long ago."""
        self._wrong = {who: times for who, times in self._wrong.items() if times[-1] > now - WITHIN}
        self._wrong.setdefault(address, deque(maxlen=TRIES)).append(now)

    def _digest(self, said: str) -> bytes:
        plain = unicodedata.normalize("NFC", said.strip())
        return hmac.digest(self._key, plain.encode(errors="replace"), hashlib.sha256)

    def _sign(self, number: str) -> str:
        return hmac.digest(self._key, f"ticket {number}".encode(errors="replace"), hashlib.sha256).hex()


def _household(address: str) -> str:
    """An address as tries are counted: of IPv6 the network, since whoever has one address there has all of them."""
    return str(ipaddress.ip_network((address, 64), strict=False)) if ":" in address else address
