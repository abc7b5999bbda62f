"""The visitor: a random id in a cookie, by which a browser comes back to its own runs."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

COOKIE = "sokovia-visitor"
YEAR = 365 * 24 * 3600


def visitor_of(request: web.Request) -> str:
    """The visitor's id: the cookie's, else a new one of 256 random bits."""
    said = request.cookies.get(COOKIE, "")
    return said if re.fullmatch(r"[\w-]{43}", said, re.ASCII) else secrets.token_urlsafe(32)


def profile_of(visitor: str) -> str:
    """The profile in which a visitor's runs are kept.

    It is a hash, for it is the name of a file and an argument of a process: who reads it there is not let in by it.
    """
    return f"web-{hashlib.sha256(visitor.encode()).hexdigest()[:28]}"


def remember(response: web.StreamResponse, visitor: str) -> None:
    """Have the browser keep the id for a year from now."""
    response.set_cookie(COOKIE, visitor, max_age=YEAR, path="/", httponly=True, samesite="Strict")
