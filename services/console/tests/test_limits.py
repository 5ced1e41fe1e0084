"""What somebody who is not signed in may ask for: how often, how much at once; and what every answer tells a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from common.testing.plugin import MakeDatabase
from console.accounts.pace import MOST_ADDRESSES, Pace
from console.signin.gate import LARGEST_BYTES
from console.testing import RunningConsole, console_on, migrated
from console.testing.people import account, sign_in, trail

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def slow(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[RunningConsole]:
    """A console that lets an address ask five times a minute."""
    async with console_on(await database("console", migrated), tmp_path, address_requests=5) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/signin"), ("POST", "/oauth/token"), ("GET", "/signin/provider"), ("GET", "/signin/provider/return?state=x")],
)
async def test_an_address_that_asks_too_often_waits(slow: RunningConsole, method: str, path: str) -> None:
    with capture_logs() as logs:
        async with slow.browser(address="10.0.0.9") as hasty, slow.browser(address="10.0.0.8") as other:
            told = [await hasty.request(method, path) for _ in range(8)]
            assert (await other.request(method, path)).status_code != 429
    assert [one.status_code == 429 for one in told] == [False] * 5 + [True] * 3
    assert told[-1].json()["code"] == "slow_down"
    assert int(told[-1].headers["retry-after"]) > 0
    assert [one["address"] for one in logs if one["event"] == "address_slowed"] == ["10.0.0.9"]


async def test_a_flood_from_other_sites_does_not_fill_the_trail(slow: RunningConsole) -> None:
    async with slow.browser(origin="https://evil.example") as browser:
        told = [(await browser.post("/signout")).status_code for _ in range(20)]
    assert told == [403] * 20
    assert len(await trail(slow, "request_refused")) == 5


async def test_who_is_signed_in_works_on_beside_a_flood(slow: RunningConsole) -> None:
    _, password = await account(slow, "zhang", "customer.officer")
    async with slow.browser() as browser, slow.browser() as hasty:
        assert (await sign_in(browser, "zhang", password)).status_code == 303
        for _ in range(10):
            await hasty.post("/signin")
        assert (await browser.get("/account")).status_code == 200
        assert (await browser.get("/.well-known/jwks.json")).status_code == 200


def test_a_bucket_fills_again_and_old_addresses_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("console.accounts.pace.time.monotonic", lambda: now)
    pace = Pace(60)
    assert [pace.wait("a") for _ in range(61)] == [None] * 60 + [1]
    now += 1
    assert [pace.wait("a"), pace.wait("a")] == [None, 1]
    for number in range(MOST_ADDRESSES):
        pace.wait(f"b{number}")
    assert len(pace._buckets) == MOST_ADDRESSES
    assert pace.wait("a") is None


@pytest.mark.parametrize("path", ["/signin", "/signin/change", "/signout", "/account/sessions/x/end", "/oauth/token"])
async def test_a_stranger_sends_no_more_than_a_form_holds(console: RunningConsole, path: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"login="
        for _ in range(LARGEST_BYTES // 1024 + 1):
            yield b"x" * 1024

    async with console.browser() as browser:
        for content in (b"login=" + b"x" * LARGEST_BYTES, pieces()):
            answered = await browser.post(path, content=content, headers=FORM)
            assert (answered.status_code, answered.json()["code"]) == (413, "request_too_large")
        parts = {"files": {"login": ("x.txt", b"x" * LARGEST_BYTES)}}
        assert (await browser.post(path, **parts)).status_code in (400, 413)  # type: ignore[arg-type]
        many = "&".join(f"f{number}=1" for number in range(30))
        assert (await browser.post(path, content=many, headers=FORM)).status_code < 500
        assert (await browser.post(path, content=b"login=" + b"x" * 3000, headers=FORM)).status_code in (401, 403, 422)


PLAIN = {"default-src": ["'none'"], "style-src": ["'self'"], "img-src": ["'self'"], "form-action": ["'self'"]}
NOWHERE = {"frame-ancestors": ["'none'"], "base-uri": ["'none'"]}


def policy(answered: httpx.Response) -> dict[str, list[str]]:
    parts = [part.split() for part in answered.headers["content-security-policy"].split(";")]
    return {name: values for name, *values in parts}


async def test_every_answer_tells_browsers_to_be_careful(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    async with console.browser() as browser:
        pages = [await browser.get("/signin"), await sign_in(browser, "zhang", "wrong")]
        await sign_in(browser, "zhang", password)
        pages += [await browser.get(path) for path in ("/account", "/signin/change")]
        others = [
            await browser.get(path) for path in ("/.well-known/jwks.json", "/v1/trail", "/static/tokens.css", "/health/live")
        ]
    for page in pages:
        assert policy(page) == {**PLAIN, **NOWHERE}
        assert page.headers["referrer-policy"] == "same-origin"
        assert page.headers["cache-control"] == "no-store"
    for answered in (*pages, *others):
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert answered.headers["x-frame-options"] == "DENY"
        assert answered.headers["cross-origin-opener-policy"] == "same-origin"
        assert answered.headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in answered.headers["permissions-policy"]
        assert "strict-transport-security" not in answered.headers
    for answered in others:
        assert policy(answered)["default-src"] == ["'none'"]


async def test_on_https_browsers_stay_there(database: MakeDatabase, tmp_path: Path) -> None:
    made = console_on(await database("console", migrated), tmp_path, url="https://watch.example")
    async with made as console, console.browser(origin="https://watch.example") as browser:
        assert "max-age=31536000" in (await browser.get("/signin")).headers["strict-transport-security"]
