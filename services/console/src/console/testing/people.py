"""People who sign in, for tests: accounts straight from the directory, browsers that fill in forms."""

import re
from collections.abc import Mapping

import httpx

from common.web.permissions import Role
from console.accounts import credentials, directory
from console.accounts.directory import By, Grant, NewAccount
from console.accounts.passwords import generated
from console.testing import RunningConsole

TEST = By("test", "127.0.0.1")
_FORM = re.compile(r'name="form" value="([0-9a-f]+)"')


async def account(
    console: RunningConsole,
    login: str,
    *roles: str,
    contract: str = "c-1",
    person: str | None = None,
    kiosk: bool = False,
    dev: bool = False,
    oidc_subject: str | None = None,
) -> tuple[str, str]:
    """An account whose one-time password was used already: its id and its own password."""
    id_, one_time = await newcomer(
        console, login, *roles, contract=contract, person=person, kiosk=kiosk, dev=dev, oidc_subject=oidc_subject
    )
    password = generated()
    if one_time is not None:
        assert await credentials.change(console.desk, id_, password, TEST.address) == []
    return id_, password


async def newcomer(
    console: RunningConsole,
    login: str,
    *roles: str,
    contract: str = "c-1",
    person: str | None = None,
    kiosk: bool = False,
    dev: bool = False,
    oidc_subject: str | None = None,
) -> tuple[str, str | None]:
    """An account as an administrator makes it: its id and the password to hand over."""
    grants = [Grant(contract, frozenset(Role(role) for role in roles), person)]
    new = NewAccount(login, f"Name of {login}", grants, "en", kiosk, dev, oidc_subject)
    return await directory.create(console.desk, new, TEST)


async def send(browser: httpx.AsyncClient, page: str, fields: Mapping[str, str], to: str | None = None) -> httpx.Response:
    """Opens a page, fills in its form and sends it."""
    shown = await browser.get(page)
    token = _FORM.search(shown.text)
    assert token is not None, shown.text
    return await browser.post(to or page, data={"form": token[1], **fields})


async def sign_in(browser: httpx.AsyncClient, login: str, password: str, wanted: str = "/account") -> httpx.Response:
    """Signs in as a person does."""
    return await send(browser, "/signin", {"login": login, "password": password, "next": wanted})


async def trail(console: RunningConsole, *kinds: str) -> list[tuple[str, str]]:
    """(kind, reason) of the entries of these kinds, in order."""
    records = await console.desk.pool.fetch(
        "select kind, details ->> 'because' as because from trail where kind = any ($1) order by id", list(kinds)
    )
    return [(one["kind"], one["because"] or "") for one in records]
