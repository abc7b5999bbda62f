"""A session: how its process is started, what it is given, and that it always ends."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError

import game
from game.serve import session
from game.serve.messages import SIZE_LIMIT
from game.serve.session import IDLE, NOT_STARTED, OVER
from game.serve.theatre import CLOSING
from tests.serve.conftest import PATIENCE, Browser, Page, is_alive, opened, origin, until_gone
from tests.serve.test_messages import NONSENSE

GIVEN = {"PATH", "TERM", "COLORTERM", "TEXTUAL_DRIVER", "TEXTUAL_COLOR_SYSTEM", "COLUMNS", "ROWS"}


async def started(browser: Browser, query: str = "") -> dict[str, Any]:
    """How a session's process was started."""
    async with Page.open(browser, query) as page:
        told: dict[str, Any] = await page.heard()
        return told


async def until_open(browser: Browser) -> None:
    """Wait until there is a seat again."""
    async with asyncio.timeout(PATIENCE):
        while (await browser.get("/")).status != 200:  # noqa: ASYNC110  # the page is all that a browser has
            await asyncio.sleep(0.05)


def vanish(page: Page) -> None:
    """Cut the line, as when a machine is put to sleep and its network says so."""
    connection = page.socket._response.connection
    assert connection is not None
    assert connection.transport is not None
    connection.transport.abort()


async def test_of_the_servers_environment_nothing_is_passed_on_but_what_a_game_needs(
    actor: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "SOKOVIA_PASS_PHRASE", "PYTHONPATH", "LD_PRELOAD", "TERM_PROGRAM", "TEXTUAL"):
        monkeypatch.setenv(name, "")
    for name in ("HOME", "LANGUAGE", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOKOVIA_HOME", "here")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "dumb")
    async with opened() as browser:
        environment = (await started(browser))["environment"]
    assert set(environment) - {"LC_CTYPE"} == GIVEN | {"SOKOVIA_HOME", "LANG", "LC_ALL"}
    assert environment["SOKOVIA_HOME"] == str(Path.cwd() / "here")
    assert environment["LANG"] == "de_DE.UTF-8"
    assert environment["TERM"] == "xterm-256color"


async def test_the_process_is_the_servers_own_child_with_no_shell_between(actor: list[str]) -> None:
    hostile = "; touch pwned $(touch pwned) `touch pwned` ' \" \\"
    actor.append(hostile)
    async with opened() as browser:
        told = await started(browser)
    assert told["argv"][-1] == hostile
    assert told["parent"] == os.getpid()


async def test_the_process_starts_where_the_program_is_not_where_the_server_stands(
    actor: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened() as browser:
        assert (await started(browser))["folder"] == str(Path(game.__file__).parents[1])


async def test_a_window_is_never_drawn_larger_than_the_cap(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser, "?width=100000&height=0") as page:
        environment = (await page.heard())["environment"]
        assert (environment["COLUMNS"], environment["ROWS"]) == ("300", "1")
        await page.socket.send_json(["resize", {"width": 10**9, "height": 10**9}])
        assert await page.heard() == {"type": "resize", "width": 300, "height": 120}


async def test_keys_come_through_and_a_ping_is_answered(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser) as page:
        await page.heard()
        await page.press("ü\x1b[A")
        assert await page.heard() == "ü\x1b[A"
        await page.socket.send_json(["ping", "17"])
        assert await page.socket.receive_json(timeout=PATIENCE) == ["pong", "17"]


async def test_nonsense_changes_nothing(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser) as page:
        await page.heard()
        for said in NONSENSE:
            await page.socket.send_str(said)
            await page.socket.send_bytes(said.encode())
        await page.press("still here")
        assert await page.heard() == "still here"


async def test_a_huge_message_ends_its_own_session_alone(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser) as other:
        await other.heard()
        async with Page.open(browser) as page:
            pid = (await page.heard())["pid"]
            await page.press("x" * SIZE_LIMIT)
            assert (await page.closed())[0] == 1009
        await until_gone(pid)
        await other.press("still here")
        assert await other.heard() == "still here"


async def test_closing_the_tab_ends_the_process(actor: list[str]) -> None:
    async with opened() as browser:
        told = await started(browser)
        assert await until_gone(told["pid"]) < 2


async def test_a_tab_that_vanishes_without_a_word_ends_the_process(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser) as page:
        pid = (await page.heard())["pid"]
        vanish(page)
        assert await until_gone(pid) < 2


async def test_a_process_that_will_not_end_is_ended(actor: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "PATIENCE", 0.3)
    actor.append("stubborn")
    async with opened() as browser:
        told = await started(browser)
        assert await until_gone(told["pid"]) < 3


@pytest.mark.parametrize("key", ["q", "x"])
async def test_when_the_game_ends_the_page_is_told(actor: list[str], key: str) -> None:
    async with opened() as browser, Page.open(browser) as page:
        await page.heard()
        await page.press(key)
        assert await page.closed() == (1000, OVER.decode())


async def test_a_game_that_never_starts_is_told_too(actor: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.serve.theatre.command", lambda *_: ["/bin/false"])
    async with opened() as browser, Page.open(browser) as page:
        assert await page.closed() == (1000, OVER.decode())


async def test_a_game_that_cannot_be_started_is_told_and_noted(
    actor: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("game.serve.theatre.command", lambda *_: ["/nothing/of/that/name"])
    async with opened(sessions=1) as browser:
        async with Page.open(browser) as page:
            assert await page.closed() == (1000, NOT_STARTED.decode())
        await until_open(browser)
    assert "A game cannot be started: " in caplog.text


async def test_without_input_a_session_closes_and_says_why(actor: list[str]) -> None:
    async with opened(idle=0.5 / 60) as browser, Page.open(browser) as page:
        pid = (await page.heard())["pid"]

        async def fidget() -> None:
            while True:  # none of it is input
                await page.socket.send_json(["ping", "1"])
                await page.socket.send_json(["resize", {"width": 80, "height": 24}])
                await page.socket.send_json(["focus"])
                await asyncio.sleep(0.05)

        fidgeting = asyncio.create_task(fidget())
        assert await page.closed() == (1000, IDLE.decode())
        fidgeting.cancel()
        await until_gone(pid)


async def test_input_keeps_a_session_open(actor: list[str]) -> None:
    async with opened(idle=1.5 / 60) as browser, Page.open(browser) as page:
        pid = (await page.heard())["pid"]
        for _ in range(25):
            await page.press("k")
            assert await page.heard() == "k"
            await asyncio.sleep(0.1)
        assert is_alive(pid)


async def test_when_every_seat_is_taken_a_page_says_so_until_one_is_free(actor: list[str]) -> None:
    async with opened(sessions=2) as browser:
        async with Page.open(browser), Page.open(browser):
            full = await browser.get("/")
            assert full.status == 503
            assert "The theatre is full" in await full.text()
            with pytest.raises(WSServerHandshakeError) as refusal:
                await browser.ws_connect("/ws", origin=origin(browser))
            assert refusal.value.status == 503
        await until_open(browser)


async def test_a_request_that_is_no_socket_takes_no_seat(actor: list[str]) -> None:
    async with opened(sessions=1) as browser:
        assert (await browser.get("/ws", headers={"Origin": origin(browser)})).status == 400
        assert (await browser.get("/")).status == 200


async def test_closing_the_theatre_tells_every_page_and_ends_every_game(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser) as page, Page.open(browser) as other:
        pids = [(await one.heard())["pid"] for one in (page, other)]
        closing = asyncio.create_task(browser.server.close())
        assert [await one.closed() for one in (page, other)] == [(1001, CLOSING.decode())] * 2
        await closing
        for pid in pids:
            await until_gone(pid)


async def overwhelm(page: Page) -> None:
    """Press keys and never read what comes of it, until every buffer on the way back is full."""
    with suppress(TimeoutError):
        async with asyncio.timeout(1):
            while True:
                await page.press("x" * 60_000)


async def test_a_page_that_does_not_read_ends_like_any_other(actor: list[str]) -> None:
    async with opened() as browser, Page.open(browser) as page:
        pid = (await page.heard())["pid"]
        await overwhelm(page)
        vanish(page)
        assert await until_gone(pid) < 5


async def test_a_page_that_does_not_read_and_does_not_go_loses_its_seat(
    actor: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE", 0.3)
    async with opened(sessions=1, idle=1 / 60) as browser, Page.open(browser) as page:
        pid = (await page.heard())["pid"]
        await overwhelm(page)
        await until_gone(pid)
        await until_open(browser)
