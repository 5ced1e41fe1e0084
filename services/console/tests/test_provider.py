"""Signing in at an organisation's provider: a small real one, asked over HTTP, that can also lie."""

import asyncio
import base64
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from common.clock import real_now
from common.servers.ports import free_port
from common.testing.plugin import MakeDatabase
from common.testing.processes import eventually
from console.testing import RunningConsole, console_on, migrated
from console.testing.people import account, trail

CLIENT = "watchbill-console"
STRANGER = ECKey.generate_key("P-256", {"kid": "k-1", "use": "sig"})


@dataclass
class Organisation:
    """The provider: gives a code for whoever asks, and an ID token for the code. `lies` changes what it says."""

    issuer: str
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k-1", "use": "sig"}))
    subject: str = "u-1"
    lies: dict[str, Any] = field(default_factory=dict)
    signs_with: ECKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def give_code(self, address: str) -> str:
        """What its sign-in page does: takes the browser's question, answers with where it sends it back to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.asked)}"
        self.asked[code] = query
        return f"{query['redirect_uri']}?code={code}&state={query['state']}"

    def app(self) -> FastAPI:
        made = FastAPI()

        @made.get("/.well-known/openid-configuration")
        async def discovery() -> dict[str, str]:
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in names.items()}}

        @made.get("/keys")
        async def keys() -> Any:
            return KeySet([self.key]).as_dict(private=False)

        @made.post("/token")
        async def token(request: Request) -> JSONResponse:
            form = await request.form()
            query = self.asked.pop(str(form["code"]), None)
            proof = base64.urlsafe_b64encode(hashlib.sha256(str(form["code_verifier"]).encode()).digest()).decode().rstrip("=")
            if query is None or proof != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]:
                return JSONResponse({"error": "invalid_grant"}, 400)
            now = int(real_now().timestamp())
            claims = {
                "iss": self.issuer,
                "aud": CLIENT,
                "sub": self.subject,
                "nonce": query["nonce"],
                "iat": now,
                "exp": now + 60,
            }
            claims = {name: value for name, value in {**claims, **self.lies}.items() if value is not None}
            made = jwt.encode({"alg": "ES256", "kid": "k-1"}, claims, self.signs_with or self.key)
            return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": made})

        return made


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """The test's signals are its own."""


@asynccontextmanager
async def _served(app: FastAPI, port: int) -> AsyncIterator[None]:
    server = _Server(uvicorn.Config(app, port=port, log_config=None, ws="none"))
    task = asyncio.create_task(server._serve())

    async def started() -> bool:
        return server.started

    await eventually(started)
    yield
    server.should_exit = True
    await task


@pytest.fixture
async def organisation() -> AsyncIterator[Organisation]:
    port = free_port()
    made = Organisation(f"http://127.0.0.1:{port}")
    async with _served(made.app(), port):
        yield made


@pytest.fixture
async def console(database: MakeDatabase, tmp_path: Path, organisation: Organisation) -> AsyncIterator[RunningConsole]:
    own: dict[str, Any] = {"oidc_issuer": organisation.issuer, "oidc_client_id": CLIENT, "oidc_name": "统一认证"}
    async with console_on(await database("console", migrated), tmp_path, **own) as running:
        yield running


async def leave(browser: httpx.AsyncClient, organisation: Organisation, wanted: str = "/c/c-1/") -> str:
    left = await browser.get("/signin/provider", params={"next": wanted})
    assert left.status_code == 303
    return organisation.give_code(left.headers["location"])


async def test_whom_the_organisation_knows_is_let_in_and_led_on_by_a_page_of_ours(
    console: RunningConsole, organisation: Organisation
) -> None:
    await account(console, "zhang", "customer.officer", oidc_subject="u-1")
    async with console.browser() as browser:
        assert "统一认证" in (await browser.get("/signin")).text
        back = await leave(browser, organisation)
        came = await browser.get(back)
        assert came.status_code == 200
        assert 'content="0;url=/c/c-1/"' in came.text
        assert "Name of zhang" in (await browser.get("/account")).text
        assert (await browser.get(back)).status_code == 401
    details = await console.desk.pool.fetchval("select details ->> 'how' from trail where kind = 'signed_in'")
    assert details == "provider"


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "/%5cevil.example", "https://evil.example", "/%2f%2fevil"]
)
async def test_the_way_back_from_the_provider_leads_to_no_other_site(
    console: RunningConsole, organisation: Organisation, wanted: str
) -> None:
    await account(console, "zhang", "customer.officer", oidc_subject="u-1")
    async with console.browser() as browser:
        came = await browser.get(f"{await leave(browser, organisation, wanted)}&next={wanted}")
    assert 'content="0;url=/"' in came.text
    assert {urlsplit(link).netloc for link in re.findall(r'href="([^"]+)"', came.text)} == {""}


async def test_a_step_that_another_browser_began_is_refused(console: RunningConsole, organisation: Organisation) -> None:
    """Otherwise an attacker's finished step would sign a victim in as the attacker."""
    await account(console, "zhang", "customer.officer", oidc_subject="u-1")
    async with console.browser() as attacker, console.browser() as victim:
        back = await leave(attacker, organisation)
        await leave(victim, organisation)
        assert (await victim.get(back)).status_code == 401
        assert (await victim.get("/signin/provider/return?code=code-1&state=x")).status_code == 401
        assert (await victim.get("/account")).status_code == 303
    assert await trail(console, "sign_in_failed") == [("sign_in_failed", "another_browser")] * 2


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
        {"aud": [CLIENT, "another"], "azp": "another"},
    ],
)
async def test_what_the_provider_says_is_checked(
    console: RunningConsole, organisation: Organisation, lies: dict[str, Any]
) -> None:
    await account(console, "zhang", "customer.officer", oidc_subject="u-1")
    organisation.lies = lies
    async with console.browser() as browser:
        assert (await browser.get(await leave(browser, organisation))).status_code == 401
        assert (await browser.get("/account")).status_code == 303
    assert await console.desk.pool.fetchval("select count(*) from trail where kind = 'sign_in_failed'") == 1


async def test_a_token_of_another_key_and_a_code_of_another_step_are_refused(
    console: RunningConsole, organisation: Organisation
) -> None:
    await account(console, "zhang", "customer.officer", oidc_subject="u-1")
    async with console.browser() as browser:
        organisation.signs_with = STRANGER
        assert (await browser.get(await leave(browser, organisation))).status_code == 401
        organisation.signs_with = None
        other = await leave(browser, organisation)
        mine = await leave(browser, organisation)
        stolen = parse_qs(urlsplit(other).query)["code"][0]
        state = parse_qs(urlsplit(mine).query)["state"][0]
        assert (await browser.get(f"/signin/provider/return?code={stolen}&state={state}")).status_code == 401


async def test_somebody_without_an_account_is_told_the_number_and_a_closed_one_is_refused(
    console: RunningConsole, organisation: Organisation
) -> None:
    await account(console, "zhang", "customer.officer", oidc_subject="u-1")
    await console.desk.pool.execute("update accounts set closed_at = now()")
    async with console.browser() as browser:
        assert "closed" in (await browser.get(await leave(browser, organisation))).text
        organisation.subject = "<b>u-2</b>"
        unknown = await browser.get(await leave(browser, organisation))
        assert unknown.status_code == 403
        assert "&lt;b&gt;u-2" in unknown.text


async def test_a_provider_that_is_away_is_a_sentence(database: MakeDatabase, tmp_path: Path) -> None:
    own: dict[str, Any] = {"oidc_issuer": "http://127.0.0.1:1", "oidc_client_id": CLIENT}
    async with console_on(await database("console", migrated), tmp_path, **own) as console, console.browser() as browser:
        away = await browser.get("/signin/provider")
    assert (away.status_code, "not available now" in away.text) == (503, True)


async def test_without_a_provider_there_is_no_such_page(database: MakeDatabase, tmp_path: Path) -> None:
    async with console_on(await database("console", migrated), tmp_path) as console, console.browser() as browser:
        assert (await browser.get("/signin/provider")).status_code == 404
