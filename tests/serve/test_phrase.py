"""The pass phrase: without it everything is refused; with it, everything is there."""

from __future__ import annotations

import pytest
from aiohttp import WSServerHandshakeError

from game.serve.phrase import COOKIE, TRIES, WITHIN, Lock, _household
from tests.serve.conftest import Browser, Page, opened, origin

PHRASE = "vier Pfoten, süß"


async def say(browser: Browser, phrase: str) -> int:
    """Send the form; the status, without going where it leads."""
    told = {"Origin": "null"}  # what a browser says from a page that keeps its address to itself
    return (await browser.post("/login", data={"phrase": phrase}, headers=told, allow_redirects=False)).status


async def test_without_it_everything_is_refused(actor: list[str]) -> None:
    async with opened(phrase=PHRASE) as browser:
        for path in ("/static/textual.js", "/static/stage.js", "/nothing", "/login/"):
            assert (await browser.get(path)).status == 403
        with pytest.raises(WSServerHandshakeError) as refusal:
            await browser.ws_connect("/ws", origin=origin(browser))
        assert refusal.value.status == 403
        led = await browser.get("/")
        assert (led.status, led.url.path) == (200, "/login")
        assert 'type="password"' in await led.text()


async def test_with_it_the_game_is_there(actor: list[str]) -> None:
    async with opened(phrase=PHRASE) as browser:
        assert await say(browser, f" {PHRASE}\n") == 303
        assert (await browser.get("/")).url.path == "/"
        assert (await browser.get("/static/textual.js")).status == 200
        async with Page.open(browser) as page:
            assert "argv" in await page.heard()


async def test_the_ticket_is_hidden_from_scripts_and_from_other_sites() -> None:
    async with opened(phrase=PHRASE) as browser:
        answer = await browser.post("/login", data={"phrase": PHRASE}, allow_redirects=False)
        ticket = answer.cookies[COOKIE]
    assert (ticket["httponly"], ticket["samesite"], ticket["path"]) == (True, "Lax", "/")
    assert PHRASE not in ticket.value


@pytest.mark.parametrize("phrase", ["", "wrong", PHRASE.upper(), PHRASE[:-1], PHRASE + "x", "\ud800"])
async def test_a_wrong_phrase_opens_nothing(phrase: str) -> None:
    async with opened(phrase=PHRASE) as browser:
        answer = await browser.post(
            "/login", data=b"phrase=" + phrase.encode(errors="surrogatepass"), allow_redirects=False
        )
        assert (answer.status, COOKIE in answer.cookies) == (403, False)
        assert "That is not the phrase." in await answer.text()
        assert (await browser.get("/")).url.path == "/login"


@pytest.mark.parametrize("body", [b"", b"&&&", b"phrase", b"\xff\xfe", b'{"phrase": 1}', b"phrase[]=" + b"=" * 1000])
async def test_a_form_that_is_none_opens_nothing(body: bytes) -> None:
    async with opened(phrase=PHRASE) as browser:
        for kind in (
            "application/x-www-form-urlencoded; charset=none",
            "multipart/form-data; boundary=x",
            "text/plain",
        ):
            assert (await browser.post("/login", data=body, headers={"Content-Type": kind})).status == 403


async def test_a_form_without_end_is_refused() -> None:
    async with opened(phrase=PHRASE) as browser:
        assert (await browser.post("/login", data=b"phrase=" + b"x" * 100_000)).status == 413


async def test_after_a_few_wrong_tries_even_the_right_one_has_to_wait() -> None:
    async with opened(phrase=PHRASE) as browser:
        assert [await say(browser, "wrong") for _ in range(TRIES)] == [403] * TRIES
        assert await say(browser, PHRASE) == 429


def test_an_address_may_try_again_after_a_minute_and_others_need_not_wait() -> None:
    lock = Lock(PHRASE)
    for second in range(TRIES):
        assert not lock.is_barred("a", float(second))
        lock.was_wrong("a", float(second))
    assert lock.is_barred("a", 10.0)
    assert not lock.is_barred("b", 10.0)
    assert lock.is_barred("a", WITHIN - 0.1)
    assert not lock.is_barred("a", WITHIN + 0.1)


def test_addresses_that_tried_long_ago_are_forgotten() -> None:
    lock = Lock(PHRASE)
    for number in range(100):
        lock.was_wrong(str(number), 0.0)
    lock.was_wrong("late", WITHIN + 1)
    assert list(lock._wrong) == ["late"]


def test_one_household_of_the_new_internet_counts_as_one() -> None:
    assert _household("2001:db8:1:2::1") == _household("2001:db8:1:2:ffff::9") != _household("2001:db8:1:3::1")
    assert _household("10.0.0.1") != _household("10.0.0.2")


def test_a_ticket_is_good_for_the_server_that_gave_it_alone() -> None:
    lock = Lock(PHRASE)
    ticket = lock.ticket()
    assert lock.admits(ticket)
    assert not Lock(PHRASE).admits(ticket)


@pytest.mark.parametrize("forged", ["", ".", "x", "x.y", "{ticket}x", "x{ticket}", "é.é", "\udcff.\udcff"])
def test_a_forged_ticket_is_good_for_nothing(forged: str) -> None:
    lock = Lock(PHRASE)
    assert not lock.admits(forged.format(ticket=lock.ticket()))


async def test_a_forged_ticket_opens_nothing() -> None:
    async with opened(phrase=PHRASE) as browser:
        for forged in ("x.y", "\xff.\xff"):
            told = {"Cookie": f"{COOKIE}={forged}"}
            assert (await browser.get("/static/textual.js", headers=told)).status == 403
