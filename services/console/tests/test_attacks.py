"""Session fixation, forms and messages of other sites, open redirects, brute force: tried, refused, written down."""

import asyncio
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from starlette.types import Message

from common.testing.plugin import MakeDatabase
from console.accounts.passwords import generated
from console.accounts.sessions import form_token
from console.accounts.throttle import network_of
from console.signin.returning import safe
from console.testing import RunningConsole, console_on, migrated
from console.testing.people import account, send, sign_in, trail


@pytest.mark.parametrize("lives", [False, True])
async def test_a_session_that_somebody_planted_does_not_become_ours(console: RunningConsole, lives: bool) -> None:
    """Session fixation: whatever cookie the browser brings, signing in gives another one, and the old one is nobody's."""
    _, password = await account(console, "zhang", "customer.officer")
    async with console.browser() as attacker, console.browser() as victim:
        _, own = await account(console, "mallory", "contractor.engineer")
        if lives:
            await sign_in(attacker, "mallory", own)
        planted = attacker.cookies.get("watchbill") or "planted-by-mallory"
        attacker.cookies.set("watchbill", planted, domain="127.0.0.1")
        victim.cookies.set("watchbill", planted, domain="127.0.0.1")
        fields = {"form": form_token(planted), "login": "zhang", "password": password, "next": "/account"}
        assert (await victim.post("/signin", data=fields)).status_code == 303
        assert [cookie.value for cookie in victim.cookies.jar if cookie.name == "watchbill"] != [planted]
        assert "Name of zhang" in (await victim.get("/account")).text
        assert (await attacker.get("/account")).status_code == 303
    ended = await console.desk.pool.fetch("select ended_because from sessions where ended_at is not null")
    assert [one[0] for one in ended] == (["signed_in_again"] if lives else [])
    told = await console.desk.pool.fetch("select session_id from trail where kind = 'signed_in' order by id")
    living = await console.desk.pool.fetch("select id from sessions where ended_at is null")
    assert [one[0] for one in told][-1:] == [one[0] for one in living]


async def test_a_stolen_cookie_is_dead_after_sign_out_and_after_a_new_password(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    mine = generated()
    async with console.browser() as browser, console.browser() as thief:
        for end in ("sign out", "new password"):
            await sign_in(browser, "zhang", password)
            thief.cookies.set("watchbill", browser.cookies["watchbill"], domain="127.0.0.1")
            assert (await thief.get("/account")).status_code == 200
            if end == "sign out":
                await send(browser, "/account", {}, to="/signout")
            else:
                fields = {"new": mine, "again": mine, "current": password}
                assert (await send(browser, "/signin/change", fields)).status_code == 303
            assert (await thief.get("/account")).status_code == 303
            assert (await thief.get("/", headers={"Accept": "text/html"})).headers["location"].startswith("/signin")
            thief.cookies.clear()
    assert [kind for kind, _ in await trail(console, "signed_out", "password_changed")][-2:] == ["signed_out", "password_changed"]


async def test_only_our_own_pages_may_send_forms(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    strangers = (
        *(("https://evil.example", None), ("http://127.0.0.1:9999", None), ("null", None), ("null", "same-origin")),
        *((None, "cross-site"), (None, "same-site"), (None, "none"), (None, None)),
    )
    async with console.browser() as browser:
        await sign_in(browser, "zhang", password)
        token = (await browser.get("/account")).text.split('name="form" value="')[1].split('"')[0]
        del browser.headers["origin"]

        async def sign_out(origin: str | None, site: str | None) -> int:
            headers = {**({"Origin": origin} if origin else {}), **({"Sec-Fetch-Site": site} if site else {})}
            return (await browser.post("/signout", data={"form": token}, headers=headers)).status_code

        assert [await sign_out(*stranger) for stranger in strangers] == [403] * len(strangers)
        assert (await browser.get("/account")).status_code == 200
        assert await trail(console, "request_refused") == [("request_refused", "cross_origin")] * len(strangers)
        assert await sign_out(None, "same-origin") == 303
        assert (await browser.get("/account")).status_code == 303


async def test_a_form_of_another_session_is_refused(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    async with console.browser() as browser, console.browser() as other:
        await sign_in(browser, "zhang", password)
        token = (await other.get("/signin")).text.split('name="form" value="')[1].split('"')[0]
        assert (await browser.post("/signout", data={"form": token})).status_code == 403
        assert (await browser.post("/signout", data={})).status_code == 403
        assert (await browser.get("/account")).status_code == 200


FOREIGN = (
    *("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
    *("http:/evil.example", "/\t/evil.example", "///evil.example", "evil.example", "/a\r\nX: y", "", "/" + "a" * 1500),
    *("/%0d%0a/\\evil", "/signout", " //evil.example", "/.//evil.example", "/\N{ZERO WIDTH SPACE}/evil.example"),
    *("/%5cevil.example", "/%2fevil.example", "/%2F%2Fevil.example", "/%255cevil.example", "/a/%2f%2fevil", "/%09/evil.example"),
)


@pytest.mark.parametrize("wanted", FOREIGN)
def test_another_site_is_nowhere_to_go(wanted: str) -> None:
    assert safe(wanted) == "/"


async def test_signing_in_never_leads_to_another_site(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    async with console.browser() as browser:
        for wanted in FOREIGN:
            browser.cookies.clear()
            assert (await sign_in(browser, "zhang", password, wanted)).headers["location"] == "/"
        shown = (await browser.get("/signin", params={"next": "//evil.example"})).headers["location"]
        assert shown == "/"


async def test_the_language_switch_and_the_way_back_here_stay_here(console: RunningConsole) -> None:
    async with console.browser() as browser:
        for wanted in FOREIGN:
            for extra in ({}, {"Sec-Fetch-Site": "cross-site"}):
                headers = {"Host": "127.0.0.1:8000", "X-Forwarded-Host": "evil.example", **extra}
                page = await browser.get("/signin", params={"next": wanted, "language": "en"}, headers=headers)
                assert page.status_code == 200
                for link in re.findall(r'(?:href|action|url)="?=?([^"]+)"', page.text):
                    assert urlsplit(unescape(link)).netloc == ""
                    assert unescape(link).startswith(("/signin", "/static/"))
        away = await browser.get("/signin", headers={"Host": "evil.example"})
        assert "evil.example" not in away.text


def test_paths_of_ours_are_kept() -> None:
    for path in ("/c/bj-2026/tickets?state=open", "/c/bj-2026/a?q=%2F%2Fx", "/c/bj-2026/%E5%B7%A1%E6%A3%80"):
        assert safe(path) == path


async def test_wrong_passwords_lock_the_login_and_read_the_same_for_a_login_nobody_has(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    answers: dict[str, list[tuple[int, str]]] = {}
    for login in ("zhang", "nobody"):
        async with console.browser() as browser:
            told = [await sign_in(browser, login, "wrong") for _ in range(7)]
        answers[login] = [(one.status_code, one.text.split('role="alert">')[1].split("<")[0]) for one in told]
    assert answers["zhang"] == answers["nobody"]
    assert [status for status, _ in answers["zhang"]] == [401] * 5 + [429] * 2
    async with console.browser() as browser:
        assert (await sign_in(browser, "zhang", password)).status_code == 429
        await console.desk.pool.execute("update tries set since = since - interval '16 min', locked_until = now()")
        assert (await sign_in(browser, "zhang", password)).status_code == 303
    assert await trail(console, "locked") == [("locked", "")] * 2
    assert ("sign_in_failed", "wrong") in await trail(console, "sign_in_failed")


async def test_a_password_is_worked_on_as_hard_for_a_login_that_nobody_has(
    console: RunningConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The class of the time that an answer takes: the same kind of hash is computed, as often, whoever is named."""
    await account(console, "zhang", "customer.officer")
    await account(console, "closed", "customer.officer")
    await account(console, "elsewhere", "customer.officer", oidc_subject="u-1")
    await console.desk.pool.execute("update accounts set closed_at = now() where login = 'closed'")
    await console.desk.hasher.matches(None, "x")
    worked: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, encoded: str, password: str) -> bool:
        worked.append(encoded.split("$", 4)[3])
        return bool(verify(hasher, encoded, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for login in ("zhang", "nobody", "closed", "elsewhere", "", "x" * 1000, "' or 1=1"):
        worked.clear()
        async with console.browser() as browser:
            assert (await sign_in(browser, login, "wrong")).status_code == 401
        assert worked == ["m=8,t=1,p=1"], login


async def test_a_hundred_guesses_at_once_are_counted_one_by_one(console: RunningConsole) -> None:
    await account(console, "zhang", "customer.officer")
    async with console.browser() as browser:
        await browser.get("/signin")
        told = await asyncio.gather(*(sign_in(browser, "zhang", f"guess {number}") for number in range(20)))
    assert sorted(one.status_code for one in told) == [401] * 5 + [429] * 15


async def test_an_address_of_ipv6_is_as_good_as_its_neighbours(database: MakeDatabase, tmp_path: Path) -> None:
    async with console_on(await database("console", migrated), tmp_path, address_tries=3) as console:
        told = []
        for number in range(4):
            async with console.browser(address=f"2001:db8:1:2::{number:x}") as guesser:
                told.append((await sign_in(guesser, f"login{number}", "wrong")).status_code)
        async with console.browser(address="2001:db8:1:3::1") as other:
            told.append((await sign_in(other, "login9", "wrong")).status_code)
    assert told == [401, 401, 401, 429, 401]
    assert network_of("::ffff:10.0.0.9") == network_of("10.0.0.9")


async def test_an_address_that_guesses_many_logins_is_refused(database: MakeDatabase, tmp_path: Path) -> None:
    async with console_on(await database("console", migrated), tmp_path, address_tries=3) as console:
        _, password = await account(console, "zhang", "customer.officer")
        async with console.browser(address="10.0.0.9") as guesser, console.browser(address="10.0.0.8") as other:
            told = [(await sign_in(guesser, f"login{number}", "wrong")).status_code for number in range(4)]
            assert told == [401, 401, 401, 429]
            assert (await sign_in(guesser, "zhang", password)).status_code == 429
            assert (await sign_in(other, "zhang", password)).status_code == 303


async def test_a_right_password_does_not_clear_the_address(database: MakeDatabase, tmp_path: Path) -> None:
    async with console_on(await database("console", migrated), tmp_path, address_tries=4) as console:
        _, password = await account(console, "mallory", "customer.officer")
        async with console.browser() as browser:
            for number in range(3):
                assert (await sign_in(browser, f"login{number}", "wrong")).status_code == 401
                await browser.get("/signin")
            assert (await sign_in(console.browser(), "mallory", password)).status_code == 303
            assert (await sign_in(browser, "login8", "wrong")).status_code == 401
            assert (await sign_in(browser, "login9", "wrong")).status_code == 429


async def test_a_socket_from_another_site_is_closed_before_it_opens(console: RunningConsole) -> None:
    async def told(*headers: tuple[bytes, bytes]) -> list[str]:
        sent: list[str] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            sent.append(message["type"])

        scope = {"type": "websocket", "path": "/_nicegui_ws/", "query_string": b"", "headers": headers, "app": console.app}
        await console.app({**scope, "client": ("127.0.0.1", 1), "root_path": "", "subprotocols": []}, receive, send)
        return sent

    host = (b"host", b"127.0.0.1:8000")
    for origin in ((b"origin", b"https://evil.example"), (b"origin", b"null"), (b"x-nothing", b"")):
        assert await told(host, origin) == ["websocket.close"]
    assert len(await trail(console, "request_refused")) == 3
    await told(host, (b"origin", b"http://127.0.0.1:8000"))
    assert len(await trail(console, "request_refused")) == 3
