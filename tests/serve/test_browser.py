"""The game in a real browser: Chromium, without a window, and through the keyboard."""

from __future__ import annotations

import os
import re
import shutil
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.serve.conftest import PATIENCE, STARTER
from tests.serve.program import Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, WebSocket

TO_THE_ENDING = [
    ("1", "Ada Lund"),
    ("1", "The stairs"),
    ("1", "The landing"),
    ("1", "Dry socks"),
    ("Enter", "The lamp room"),  # twice: the moment closes, then Ada is followed further
    ("1", "It takes four hands"),
]
"""The keys of a run of the starter story, and what each one brings."""
HALFWAY = 3


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("SOKOVIA_CI"):
            pytest.fail("chromium is missing; .ci/run installs it")
        pytest.skip("chromium is needed: apt install chromium")
    with sync_playwright() as playwright:
        # It runs no page but ours, and root cannot have its sandbox.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    context = chromium.new_context(viewport={"width": 1000, "height": 700})
    yield context
    context.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served("--story", STARTER, home=tmp_path_factory.mktemp("home")) as server:
        yield server
        assert server.end() == (0, "")


@pytest.fixture
def server(running: Served) -> Served:
    """A server at which nobody plays."""
    seconds_until_no_game_runs(running)
    return running


class Tab:
    """A tab with the game, and what is drawn in it."""

    def __init__(self, browser: BrowserContext, url: str) -> None:
        self._drawn, self.asked, self.complaints = b"", list[str](), list[str]()
        self.page = browser.new_page()
        self.page.on("websocket", self._watch)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # Errors only: the terminal warns of a slow machine, which is nobody's fault.
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.goto(url)

    def _watch(self, socket: WebSocket) -> None:
        self.asked.append(socket.url)
        socket.on("framereceived", self._draw)

    def _draw(self, payload: str | bytes) -> None:
        self._drawn += payload if isinstance(payload, bytes) else b""

    def shows(self, text: str, seconds: float = PATIENCE) -> bool:
        """Whether a text is drawn within a time; what was drawn up to it then counts no more."""
        end = monotonic() + seconds
        while text.encode() not in self._drawn and monotonic() < end:
            self.page.wait_for_timeout(20)
        found = text.encode() in self._drawn
        self._drawn = self._drawn.partition(text.encode())[2] if found else self._drawn
        return found

    def press(self, key: str, text: str) -> None:
        """Press a key until a text is there; the game overlooks a key that comes too soon after a page."""
        for _ in range(20):
            self.page.keyboard.press(key)
            if self.shows(text, 1.0):
                return
        raise AssertionError(f"{text!r} never came")


def seconds_until_no_game_runs(server: Served) -> float:
    began = monotonic()
    while server.games():
        assert monotonic() < began + PATIENCE
    return monotonic() - began


def test_a_run_is_played_to_its_ending_and_goes_on_after_the_tab_was_closed(
    browser: BrowserContext, server: Served, tmp_path: Path
) -> None:
    tab = Tab(browser, server.url)
    assert tab.shows("A new run")
    for key, text in TO_THE_ENDING[:HALFWAY]:
        tab.press(key, text)
    tab.page.close()
    assert seconds_until_no_game_runs(server) < 5

    again = Tab(browser, server.url)
    assert again.shows("Continue")
    again.press("1", "The stairs")  # previously…
    again.press("Enter", "Then you may carry it up.")
    for key, text in TO_THE_ENDING[HALFWAY:]:
        again.press(key, text)
    picture = tmp_path / "ending.png"
    again.page.screenshot(path=picture)
    with Image.open(picture) as image:
        colours = image.convert("RGB").getcolors(1 << 24) or []
    assert len(colours) > 50, f"the letters of the ending are not in {picture}"
    outside = [
        url for url in tab.asked + again.asked if not url.startswith((server.url, f"ws{server.url[4:]}", "data:"))
    ]
    assert outside == [], f"asked for from elsewhere; the ending is in {picture}"
    assert tab.complaints + again.complaints == [], f"said by the browser; the ending is in {picture}"
    (cookie,) = browser.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")


def test_leaving_the_game_says_so_and_enter_comes_back(browser: BrowserContext, server: Served) -> None:
    tab = Tab(browser, server.url)
    assert tab.shows("A new run")
    tab.page.keyboard.press("q")
    tab.page.get_by_text("The game has closed. Every choice you made is saved.").wait_for()
    tab.page.keyboard.press("Enter")
    assert tab.shows("A new run")


def test_a_server_that_ends_says_so(browser: BrowserContext, tmp_path: Path) -> None:
    with served("--story", STARTER, home=tmp_path) as server:
        tab = Tab(browser, server.url)
        assert tab.shows("A new run")
        server.process.terminate()
        tab.page.get_by_text("The theatre has closed. Every choice you made is saved.").wait_for()


def test_another_sites_page_is_refused(chromium: Browser, server: Served) -> None:
    refused: list[str] = []
    page = chromium.new_page(bypass_csp=True)  # as that other page would have it
    page.goto(server.url.replace("127.0.0.1", "localhost"))  # to a browser, another site
    page.locator("body.-first-byte").wait_for()
    page.on("websocket", lambda socket: socket.on("socketerror", lambda reason: refused.append(str(reason))))
    games = server.games()
    page.evaluate("url => new Promise(done => { new WebSocket(url).onclose = done })", f"ws{server.url[4:]}ws")
    assert len(refused) == 1
    assert "403" in refused[0]
    assert server.games() == games
    page.close()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (640, 360), (1000, 700), (3000, 2000)])
def test_any_window_has_room_for_the_game(browser: BrowserContext, server: Served, width: int, height: int) -> None:
    browser.add_init_script(f"innerWidth = {width}")
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": height})
    with page.expect_websocket() as opened:
        page.goto(server.url)
    columns, rows = (int(number) for number in re.findall(r"\d+", opened.value.url.partition("?")[2]))
    assert columns >= 60
    assert rows >= 20


def test_without_scripts_the_page_says_what_to_do(chromium: Browser, server: Served) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(server.url)
    told = page.locator("noscript")
    assert told.is_visible()
    assert "your browser has to allow JavaScript" in told.inner_text()
    assert not page.get_by_text("Come back").is_visible()
    page.close()


def test_the_pass_phrase_is_asked_for_and_lets_in(browser: BrowserContext, tmp_path: Path) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text("vier Pfoten\n", encoding="utf-8")
    with served("--story", STARTER, "--pass-phrase-file", phrase, home=tmp_path / "home") as server:
        tab = Tab(browser, server.url)
        for said in ("drei Pfoten", "vier Pfoten"):
            tab.page.keyboard.type(said)
            tab.page.keyboard.press("Enter")
            if said == "drei Pfoten":
                tab.page.get_by_text("That is not the phrase.").wait_for()
        assert tab.shows("A new run")
