"""Signing in and out as a browser does it, and what must not succeed."""

from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from common.clock import real_now
from common.settings import Settings, SettingsError
from common.testing.plugin import MakeDatabase
from console.accounts.passwords import generated
from console.settings import ConsoleSettings
from console.testing import RunningConsole, console_on, migrated
from console.testing.people import account, newcomer, send, sign_in, trail


async def test_a_person_signs_in_works_and_signs_out(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    async with console.browser() as browser:
        answered = await sign_in(browser, " Zhang ", password)
        assert (answered.status_code, answered.headers["location"]) == (303, "/account")
        page = await browser.get("/account")
        assert "Name of zhang" in page.text
        assert "Customer&#39;s officer" in page.text
        out = await send(browser, "/account", {}, to="/signout")
        assert out.headers["location"] == "/signin?out=1"
        assert (await browser.get("/account")).headers["location"].startswith("/signin")
    assert [kind for kind, _ in await trail(console, "signed_in", "signed_out")] == ["signed_in", "signed_out"]


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    async with console.browser() as browser:
        cookie = (await sign_in(browser, "zhang", password)).headers["set-cookie"]
    assert cookie.startswith("watchbill=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split(", ")[0].split("; "))
    assert "Domain" not in cookie


async def test_on_https_the_cookie_is_bound_to_host_and_transport(database: MakeDatabase, tmp_path: Path) -> None:
    async with console_on(await database("console", migrated), tmp_path, url="https://watch.example") as console:
        _, password = await account(console, "zhang", "customer.officer")
        async with console.browser(origin="https://watch.example") as browser:
            browser.base_url = "https://watch.example"
            cookie = (await sign_in(browser, "zhang", password)).headers["set-cookie"]
    assert cookie.startswith("__Host-watchbill=")
    assert "Secure" in cookie


async def test_a_newcomer_chooses_a_password_before_anything_else(console: RunningConsole) -> None:
    _, one_time = await newcomer(console, "zhang", "customer.officer")
    assert one_time is not None
    mine = generated()
    async with console.browser() as browser:
        assert (await sign_in(browser, "zhang", one_time)).headers["location"] == "/signin/change"
        before = browser.cookies["watchbill"]
        assert (await browser.get("/account")).headers["location"] == "/signin/change"
        assert (await browser.get("/", headers={"Accept": "text/html"})).headers["location"] == "/signin?next=%2F"
        assert (await browser.get("/signin")).headers["location"] == "/signin/change"
        for new, again, told in (
            (mine, f"{mine}!", "differ"),
            ("too-Short-1", "too-Short-1", "at least 18"),
            (one_time, one_time, "used before"),
            ("zhang-Qv8!mKp3x-Rt6w", "zhang-Qv8!mKp3x-Rt6w", "your login"),
        ):
            refused = await send(browser, "/signin/change", {"new": new, "again": again})
            assert (refused.status_code, told in refused.text) == (422, True), refused.text
        changed = await send(browser, "/signin/change", {"new": mine, "again": mine})
        assert changed.headers["location"] == "/account?changed=1"
        assert browser.cookies["watchbill"] != before
        assert (await browser.get("/account")).status_code == 200
    async with console.browser() as browser:
        assert (await sign_in(browser, "zhang", one_time)).status_code == 401
        assert (await sign_in(browser, "zhang", mine)).status_code == 303


async def test_a_one_time_password_is_over_after_a_day_and_an_old_one_has_to_be_changed(console: RunningConsole) -> None:
    _, one_time = await newcomer(console, "zhang", "customer.officer")
    _, password = await account(console, "wang", "customer.officer")
    old = real_now() - timedelta(days=30)
    await console.desk.pool.execute("update accounts set one_time_until = now() where login = 'zhang'")
    await console.desk.pool.execute("update accounts set password_at = $1 where login = 'wang'", old)
    async with console.browser() as browser:
        over = await sign_in(browser, "zhang", one_time or "")
        assert (over.status_code, "one-time password is over" in over.text) == (401, True)
        assert (await sign_in(browser, "wang", password)).headers["location"] == "/signin/change"
        again = await send(browser, "/signin/change", {"new": password, "again": password})
        assert "used before" in again.text


async def test_a_change_needs_the_current_password_and_ends_every_other_session(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    mine = generated()
    async with console.browser() as browser, console.browser() as phone:
        await sign_in(browser, "zhang", password)
        await sign_in(phone, "zhang", password)
        fields = {"new": mine, "again": mine}
        assert "current password is not right" in (await send(browser, "/signin/change", {**fields, "current": "x"})).text
        assert (await send(browser, "/signin/change", {**fields, "current": password})).status_code == 303
        assert (await browser.get("/account")).status_code == 200
        assert (await phone.get("/account")).status_code == 303


async def test_a_person_sees_the_own_sessions_and_ends_them(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    _, other = await account(console, "wang", "customer.officer")
    async with console.browser() as browser, console.browser() as phone, console.browser() as wang:
        await sign_in(browser, "zhang", password)
        await sign_in(phone, "zhang", password)
        await sign_in(wang, "wang", other)
        listed = (await browser.get("/account")).text
        end = listed.split('action="/account/sessions/')[1].split('"')[0]
        assert listed.count("/account/sessions/") == 1
        assert (await send(wang, "/account", {}, to=f"/account/sessions/{end}")).status_code == 404
        assert (await send(browser, "/account", {}, to=f"/account/sessions/{end}")).status_code == 303
        assert (await phone.get("/account")).status_code == 303
        await sign_in(phone, "zhang", password)
        await send(browser, "/account", {"everywhere": "1"}, to="/signout")
        assert (await phone.get("/account")).status_code == 303
        assert (await wang.get("/account")).status_code == 200


async def test_whatever_is_typed_is_answered_as_wrong_and_shown_nowhere(console: RunningConsole) -> None:
    async with console.browser() as browser:
        token = (await browser.get("/signin")).text.split('name="form" value="')[1].split('"')[0]
        for typed in ("", " ", "\0", "a\0b", "' or 1=1 --", "<script>alert(1)</script>", "é" * 500, "\ud800"):
            body = f"form={token}&password=x&login=".encode() + typed.encode("utf-8", "surrogatepass")
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            answered = await browser.post("/signin", content=body, headers=headers)
            assert answered.status_code == 401
            assert "<script" not in answered.text


async def test_script_in_the_fields_of_an_account_is_text(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    await console.desk.pool.execute("update accounts set name = $1", hostile)
    async with console.browser() as browser:
        browser.headers["User-Agent"] = hostile
        await sign_in(browser, "zhang", password, f"/{hostile}")
        shown = await browser.get("/account")
        assert "<script" not in shown.text
        assert "<img" not in shown.text
        assert "script" not in shown.headers["content-security-policy"]
        assert "<script" not in (await send(browser, "/signin/change", {"new": hostile, "again": hostile})).text


async def test_no_password_and_no_login_name_reaches_a_log_or_the_trail(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
        async with console.browser() as browser:
            await sign_in(browser, "zhang", "a-Wrong-Password-1!")
            await sign_in(browser, "My-Secret-Typed-1st", "x")
            await sign_in(browser, "zhang", password)
            cookie = browser.cookies["watchbill"]
    kept = str(await console.desk.pool.fetch("select * from trail")) + str(await console.desk.pool.fetch("select key from tries"))
    assert logs
    for secret in (password, "a-Wrong-Password-1!", "my-secret-typed", "My-Secret-Typed", cookie):
        assert secret not in str(logs)
        assert secret not in kept


async def test_closed_accounts_and_the_samples_beyond_this_machine_are_refused(console: RunningConsole) -> None:
    _, password = await account(console, "zhang", "customer.officer")
    await console.desk.pool.execute("update accounts set closed_at = now()")
    async with console.browser() as browser:
        closed = await sign_in(browser, "zhang", password)
        assert (closed.status_code, "closed" in closed.text) == (401, True)
        assert "not right" in (await sign_in(browser, "zhang", "wrong")).text


def test_beyond_this_machine_the_console_needs_its_https_address() -> None:
    beyond = Settings(host="0.0.0.0")  # noqa: S104 - what is tested
    with pytest.raises(SettingsError, match="WATCHBILL_CONSOLE_URL"):
        ConsoleSettings().check(beyond)
    with pytest.raises(SettingsError, match="WATCHBILL_CONSOLE_URL"):
        ConsoleSettings(url="http://watch.example").check(beyond)
    with pytest.raises(SettingsError, match="host only"):
        ConsoleSettings(url="https://watch.example/console").check(beyond)
    ConsoleSettings(url="https://watch.example").check(beyond)
    ConsoleSettings().check(Settings())


async def test_pages_speak_chinese_first_and_english_by_a_switch(console: RunningConsole) -> None:
    async with console.browser(language="") as browser:
        assert "登录名" in (await browser.get("/signin")).text
        shown = await browser.get("/signin?next=/account&language=en")
        assert "Login" in shown.text
        assert 'href="/signin?next=/account&amp;language=zh"' in shown.text or "next=%2Faccount" in shown.text
        assert "Login" in (await browser.get("/signin")).text


async def test_every_other_page_asks_to_sign_in_first(console: RunningConsole) -> None:
    async with console.browser() as browser:
        for path in ("/", "/c/bj-2026/tickets", "/anything", "/signinx", "/v1x"):
            page = await browser.get(path, headers={"Accept": "text/html"})
            assert (page.status_code, page.headers["location"].startswith("/signin?next=%2F")) == (303, True)
            assert (await browser.get(path)).status_code == 401
            assert (await browser.post(path)).status_code == 401
