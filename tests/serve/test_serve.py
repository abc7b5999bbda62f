"""The command `sokovia serve`: how it opens, how it refuses, and that nothing is left when it ends."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from game.branches import Store
from game.serve import Terms, theatre
from game.serve.visitor import COOKIE, profile_of
from game.story import read_story
from tests import stories
from tests.command import sokovia
from tests.serve.conftest import PATIENCE, STARTER, until_gone
from tests.serve.program import Served, served

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "a 'story'; touch pwned; $(touch pwned) `touch pwned` \"&|"


def test_by_default_only_this_machine_can_connect(tmp_path: Path) -> None:
    with served("--story", STARTER, home=tmp_path) as server:
        assert server.url == f"http://127.0.0.1:{server.port}/"
        assert "The lighthouse" in server.said
        socket.create_connection(("127.0.0.1", server.port), 5).close()
        with pytest.raises(ConnectionRefusedError):  # another address of this machine
            socket.create_connection(("127.0.0.2", server.port), 5)
        assert server.end() == (0, "")


def test_elsewhere_only_when_asked_and_then_it_says_so(tmp_path: Path) -> None:
    with served("--story", STARTER, "--host", "0.0.0.0", home=tmp_path) as server:  # noqa: S104  # what is tested
        socket.create_connection(("127.0.0.2", server.port), 5).close()
        code, errors = server.end()
    assert code == 0
    assert "Everybody who can reach this machine" in errors
    assert "A pass phrase is recommended" in errors


def test_a_port_that_is_taken_is_one_line_and_exit_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        outcome = sokovia("serve", "--port", port, "--story", STARTER, home=tmp_path)
    told = f"sokovia: cannot listen on 127.0.0.1, port {port}: the port is taken; choose another with --port N\n"
    assert outcome == (1, "", told)


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_an_address_that_is_not_ours_is_one_line_and_exit_1(tmp_path: Path, host: str) -> None:
    outcome = sokovia("serve", "--host", host, "--story", STARTER, home=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"sokovia: cannot listen on {host}, port 8000: ")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("missing", ["aiohttp", "textual_serve"])
def test_a_missing_extra_is_one_line_that_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    outcome = sokovia("serve", "--story", STARTER, home=tmp_path)
    told = "sokovia: the browser needs an extra; install it with: pip install 'sokovia[serve]'\n"
    assert outcome == (1, "", told)


def test_what_the_extra_brings_is_loaded_when_a_theatre_opens_and_not_before() -> None:
    code = "import sys, game.cli, game.serve; print({'aiohttp', 'textual_serve'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_what_is_no_http_is_answered_and_no_matter(tmp_path: Path) -> None:
    host = b"Host: 127.0.0.1\r\n"
    nonsense = [b"\x16\x03\x01\x00\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + 2 * host + b"\r\n"]
    nonsense += [b"GET / HTTP/1.1\r\n" + host + b"X: " + b"x" * 100_000 + b"\r\n\r\n"]
    with served("--story", STARTER, home=tmp_path) as server:
        for said in nonsense:
            with socket.create_connection(("127.0.0.1", server.port), 5) as line:
                line.sendall(said)
                assert line.recv(1000).split()[1] == b"400"
        assert server.end() == (0, "")
    assert not (tmp_path / "serve.log").exists()


def test_a_fault_is_one_line_and_its_details_are_in_a_file(tmp_path: Path) -> None:
    log = tmp_path / "home" / "serve.log"
    code = (
        "import logging, pathlib, sys; from game.serve.log import keep_log; keep_log(pathlib.Path(sys.argv[1]))\n"
        "try: 1 / 0\nexcept ZeroDivisionError: logging.getLogger('aiohttp.server').exception('It broke')"
    )
    done = subprocess.run([sys.executable, "-c", code, log], capture_output=True, text=True, check=True)
    assert done.stderr == f"sokovia: It broke (ZeroDivisionError); details are in {log}\n"
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_server_collects_its_garbage_though_commands_start_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theatre, "keep_log", lambda _: None)
    seen: list[bool] = []

    async def note(_: Terms) -> None:
        seen.append(gc.isenabled())

    monkeypatch.setattr(theatre, "_run", note)
    gc.disable()
    try:
        theatre.run(Terms(STARTER, "The lighthouse"))
    finally:
        gc.enable()
    assert seen == [True]


def test_a_story_with_problems_is_not_served(tmp_path: Path) -> None:
    folder = stories.write_story(tmp_path, chapters={"one": stories.hall(eyes="nobody")})
    outcome = sokovia("serve", "--story", folder, home=tmp_path)
    assert (outcome.code, outcome.out) == (1, "")
    assert f"{folder}/chapters/one.yaml:" in outcome.err


def test_a_pass_phrase_is_never_an_argument(tmp_path: Path) -> None:
    assert sokovia("serve", "--pass-phrase", "x", home=tmp_path).code == 2
    assert sokovia("serve", "--pass-phrase-file", tmp_path / "nothing", "--story", STARTER, home=tmp_path).code == 1


async def shows(page: ClientWebSocketResponse, text: str, seconds: float = PATIENCE) -> bool:
    """Whether what is drawn within a time holds a text."""
    seen = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while text.encode() not in seen:
                frame = await page.receive()
                assert frame.type is WSMsgType.BINARY, frame
                seen += frame.data
    return text.encode() in seen


async def press(page: ClientWebSocketResponse, key: str, text: str) -> None:
    """Press a key until a text is there; the game overlooks a key that comes too soon after a page."""
    for _ in range(20):
        await page.send_json(["stdin", key])
        if await shows(page, text, 1.0):
            return
    raise AssertionError(f"{text!r} never came")


async def opened(server: Served, browser: ClientSession) -> ClientWebSocketResponse:
    """The game as a page opens it."""
    return await browser.ws_connect(f"{server.url}ws", origin=server.url.rstrip("/"))


async def test_a_run_is_kept_in_the_visitors_profile_whatever_the_story_is_called(tmp_path: Path) -> None:
    story = tmp_path / HOSTILE
    shutil.copytree(STARTER, story)
    with served("--story", story, "--theme", "light", home=tmp_path / "home") as server:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            page = await opened(server, browser)
            assert await shows(page, "A new run")
            await press(page, "1", "Ada Lund")
            await press(page, "1", "The stairs")
            await page.close()
            again = await opened(server, browser)
            assert await shows(again, "Continue")
            await again.close()
            (cookie,) = (cookie for cookie in browser.cookie_jar if cookie.key == COOKIE)
        assert server.end() == (0, "")
    with Store.of_profile(tmp_path / "home", profile_of(cookie.value), read_story(story).key) as store:
        assert [listed.branch.name for listed in store.branches()] == ["run-1"]
    assert set(os.listdir(tmp_path)) == {HOSTILE, "home"}  # noqa: PTH208  # nothing was interpreted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_when_the_server_ends_so_do_its_games(tmp_path: Path, number: signal.Signals) -> None:
    with served("--story", STARTER, home=tmp_path) as server:
        async with ClientSession() as browser:
            pages = [await opened(server, browser) for _ in range(2)]
            assert [await shows(page, "A new run") for page in pages] == [True, True]
            games = server.games()
            assert len(games) == 2
            code, errors = server.end(number)
            for game in games:
                assert await until_gone(game) < 5
            for page in pages:
                await page.close()
    assert code == (-number if number == signal.SIGKILL else 0)
    assert errors == ""
