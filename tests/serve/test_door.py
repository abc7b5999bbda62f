"""The door: who is refused, and what every answer carries."""

from __future__ import annotations

import re

import pytest
from aiohttp import WSServerHandshakeError

from tests.serve.conftest import Browser, Page, opened, origin

ELSEWHERE = [
    "http://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "http://127.0.0.1:{port}@evil.example",
    "null",
    "",
    "http://[",
    "file://",
]


@pytest.mark.parametrize("told", [None, *ELSEWHERE])
async def test_a_socket_asked_for_by_another_sites_page_is_refused(actor: list[str], told: str | None) -> None:
    async with opened() as browser:
        said = told and told.format(port=browser.port)
        with pytest.raises(WSServerHandshakeError) as refusal:
            await browser.ws_connect("/ws", origin=said)
        assert refusal.value.status == 403


async def test_a_socket_asked_for_by_the_page_itself_is_given(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser) as page:
        assert "argv" in await page.heard()


@pytest.mark.parametrize("path", ["/", "/static/stage.js"])
async def test_what_another_sites_page_asks_for_is_refused(path: str) -> None:
    async with opened() as browser:
        for said, status in (("http://evil.example", 403), (origin(browser), 200)):
            assert (await browser.get(path, headers={"Origin": said})).status == status


async def status_for(browser: Browser, host: str) -> int:
    return (await browser.get("/", headers={"Host": host})).status


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:{port}", "", "[", "play.example"]
)
async def test_a_name_made_to_point_here_is_refused(host: str) -> None:
    async with opened() as browser:
        assert await status_for(browser, host.format(port=browser.port)) == 403


@pytest.mark.parametrize("host", ["localhost:{port}", "LOCALHOST", "127.0.0.1", "[::1]:{port}", "192.168.1.7:80"])
async def test_this_machines_own_name_and_addresses_are_known(host: str) -> None:
    async with opened() as browser:
        assert await status_for(browser, host.format(port=browser.port)) == 200


async def test_a_name_it_was_told_is_known_also_to_the_socket(actor: list[str]) -> None:
    async with opened(names=("Play.example",)) as browser:
        assert await status_for(browser, "play.example") == 200
        told = {"Host": "play.example", "Origin": "https://play.example"}
        async with browser.ws_connect("/ws", headers=told) as socket:
            assert not socket.closed


@pytest.mark.parametrize("path", ["/", "/static/stage.js", "/static/textual.js", "/static/nothing", "/nothing"])
async def test_every_answer_has_the_headers_that_shut_others_out(path: str) -> None:
    async with opened() as browser:
        headers = (await browser.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert re.search(r"https?:|\*|unsafe-eval|script-src[^;]*unsafe", policy) is None
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_a_refusal_has_those_headers_too() -> None:
    async with opened() as browser:
        refused = await browser.get("/", headers={"Host": "evil.example"})
        assert (refused.status, refused.headers["X-Frame-Options"]) == (403, "DENY")


async def test_the_page_names_nothing_outside_and_shows_the_title_as_text() -> None:
    async with opened() as browser:
        text = await (await browser.get("/")).text()
        asked = re.findall(r'(?:src|href)="(.*?)"', text)
        assert set(asked) == {"data:,", "/static/xterm.css", "/static/stage.js"}
        for path in (*asked[1:], "/static/textual.js"):
            assert (await browser.get(path)).status == 200
    assert "//" not in text.replace("http://127", "")
    assert "<title>A &lt;small&gt; story</title>" in text
    assert "<noscript>" in text


@pytest.mark.parametrize(
    "path", ["/static/../theatre.py", "/static/%2e%2e%2ftheatre.py", "/static/", "/static/app_index.html"]
)
async def test_no_other_file_is_given(path: str) -> None:
    async with opened() as browser:
        assert (await browser.get(path)).status == 404
