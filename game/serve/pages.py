"""The pages: HTML of our own, and of textual-serve the script and style of its terminal. Nothing comes from outside."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template

import textual_serve
from aiohttp import web

ASSETS = Path(__file__).parent / "assets"
_TEXTUAL = Path(textual_serve.__file__).parent / "static"
PARTS = {
    "stage.js": ASSETS / "stage.js",
    "textual.js": _TEXTUAL / "js" / "textual.js",
    "xterm.css": _TEXTUAL / "css" / "xterm.css",
}
"""Name → file of each thing that a page asks for; there are no others."""


def page(name: str, *, status: int = 200, **words: str) -> web.Response:
    """A page of the assets folder, with its `$words` filled in as text."""
    filled = {key: escape(word) for key, word in words.items()}
    text = Template(_read(f"{name}.html")).substitute(filled, style=_read("house.css"))
    return web.Response(text=text, status=status, content_type="text/html")


async def part(request: web.Request) -> web.FileResponse:
    """A script or style that a page asks for."""
    path = PARTS.get(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    return web.FileResponse(path)


@cache
def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
