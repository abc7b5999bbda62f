"""The visitor: the same browser comes back to its own runs, and nobody else does."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest

from game.branches import profile_path
from game.serve.visitor import COOKIE, YEAR, profile_of
from tests.serve.conftest import Browser, Page, opened, origin

if TYPE_CHECKING:
    from pathlib import Path


async def visit(browser: Browser, cookie: str | None = None) -> tuple[str, str]:
    """The profile that a visit plays in, and the id that the browser was given; with that cookie, if any."""
    told = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}"}
    async with browser.ws_connect("/ws", origin=origin(browser), headers=told) as socket:
        heard = await Page(socket).heard()
        return heard["argv"][1], socket._response.cookies[COOKIE].value


async def test_the_same_browser_comes_back_to_its_own_profile(actor: list[str]) -> None:
    async with opened() as browser:
        assert await visit(browser) == await visit(browser)


async def test_each_browser_has_a_profile_of_its_own(actor: list[str]) -> None:
    async with opened() as browser:
        found = []
        for _ in range(3):
            found.append(await visit(browser))
            browser.session.cookie_jar.clear()
    assert len({profile for profile, _ in found}) == len({visitor for _, visitor in found}) == 3


async def test_the_cookie_is_hidden_from_scripts_and_from_other_sites_for_a_year(actor: list[str]) -> None:
    async with opened() as browser, browser.ws_connect("/ws", origin=origin(browser)) as socket:
        cookie = socket._response.cookies[COOKIE]
    assert re.fullmatch(r"[\w-]{43}", cookie.value)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert int(cookie["max-age"]) == YEAR


@pytest.mark.parametrize("forged", ["", "x", "../../etc/passwd", "a" * 42, "a" * 44, "a" * 42 + "/", "é" * 43])
async def test_an_id_that_is_none_of_ours_is_replaced(actor: list[str], forged: str) -> None:
    async with opened() as browser:
        profile, visitor = await visit(browser, forged)
    assert visitor != forged
    assert profile == profile_of(visitor)


async def test_the_id_is_told_to_nobody(actor: list[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with opened() as browser, browser.ws_connect("/ws", origin=origin(browser)) as socket:
        visitor = socket._response.cookies[COOKIE].value
        heard = await Page(socket).heard()
    assert profile_of(visitor) in heard["argv"]
    assert visitor not in str(heard)
    assert visitor not in caplog.text


def test_a_profile_is_a_name_that_the_store_takes(tmp_path: Path) -> None:
    assert profile_path(tmp_path, profile_of("x" * 43)).parent == tmp_path / "profiles"
