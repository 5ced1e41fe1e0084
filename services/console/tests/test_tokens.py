"""Tokens that the console signed, and what somebody makes of them: at its own API and at a service that trusts its keys."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey
from structlog.testing import capture_logs

from common.clock import real_now
from common.migrate import migrate
from common.settings import Settings
from common.testing.apps import NOBODY
from common.testing.plugin import MakeDatabase
from common.testing.servers import Database
from common.web.app import create_app
from common.web.permissions import Role
from common.web.signing import make_key, sign
from console.accounts import keys
from console.testing import RunningConsole
from roster.main import SERVICE as ROSTER

HOUR = timedelta(hours=1)
OFFICER = {"c-1": frozenset({Role.OFFICER})}
ROLES = {"c-1": [Role.OFFICER]}


@dataclass(frozen=True)
class Both:
    """The console, and roster beside it: it knows the console's published keys and no other."""

    console: RunningConsole
    roster: FastAPI

    async def asked(self, token: str | None) -> list[httpx.Response]:
        """What each answers: the console its accounts, roster its ledger."""
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        answers = []
        for app, path in ((self.console.app, "/v1/accounts"), (self.roster, "/v1/contracts/c-1/events")):
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as program:
                answers.append(await program.get(path, headers=headers))
        return answers


@asynccontextmanager
async def roster_on(database: Database, console: RunningConsole, folder: Path) -> AsyncIterator[FastAPI]:
    """Roster with the console's JWKS alone."""
    file = folder / "console-jwks.json"
    file.write_bytes(await keys.jwks(console.desk))
    key = console.keys.folder / "roster.jwk"
    app = create_app(ROSTER, Settings(database_url=database.url, nats_url=NOBODY, jwks=str(file), service_key=key))
    async with app.router.lifespan_context(app):
        yield app


async def prepared(database: Database) -> None:
    await migrate(ROSTER, database.owner_url, "roster")


@pytest.fixture
async def both(console: RunningConsole, database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Both]:
    async with roster_on(await database("roster", prepared), console, tmp_path) as roster:
        yield Both(console, roster)


async def signer(console: RunningConsole) -> OKPKey:
    """The private key itself, as nobody outside has it."""
    one = (await keys._all(console.desk.pool))[0]
    return console.desk.wrapping.unwrap(one.kid, one.wrapped)


def part(content: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


def hashed(kid: str, secret: bytes) -> str:
    """A token whose key is taken for the secret of a hash."""
    signed = f"{part({'alg': 'HS256', 'kid': kid, 'typ': 'JWT'})}.{part(claims())}"
    digest = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def claims(**changed: Any) -> dict[str, Any]:
    now = int(real_now().timestamp())
    made = {"iss": "watchbill", "aud": "watchbill", "sub": "a-1", "iat": now, "exp": now + 300, "contracts": {"*": ["admin"]}}
    return {name: value for name, value in {**made, **changed}.items() if value is not None}


def forgeries(good: str, key: OKPKey) -> Mapping[str, str]:
    """What may be tried with a good token and the public key, and what a leaky issuer would let out."""
    kid, now = str(key.kid), real_now()
    public = key.as_dict(private=False)
    head, body, signature = good.split(".")
    secrets = {"x": str(public["x"]).encode(), "PEM": key.as_pem(private=False), "JWK": orjson.dumps(public)}
    confused = {f"HS256 with the public key as {what}": hashed(kid, secret) for what, secret in secrets.items()}
    own = make_key(kid)
    embedded = {"alg": "Ed25519", "kid": kid, "jwk": own.as_dict(private=False)}
    return {
        **confused,
        "no algorithm": f"{part({'alg': 'none', 'kid': kid})}.{part(claims())}.",
        "no algorithm, another case": f"{part({'alg': 'nOnE', 'kid': kid})}.{part(claims())}.",
        "no algorithm and no key": f"{part({'alg': 'none'})}.{part(claims())}.",
        "cut": f"{head}.{body}.",
        "more roles": f"{head}.{part(claims())}.{signature}",
        "another key under this id": jwt.encode({"alg": "Ed25519", "kid": kid}, claims(), own, algorithms=["Ed25519"]),
        "a key that it brings": jwt.encode(embedded, claims(), own, algorithms=["Ed25519"]),
        "an unknown key": sign(make_key("console:x"), "a-1", ROLES, issued_at=now, lifetime=HOUR),
        "no key id": jwt.encode({"alg": "Ed25519"}, claims(), key, algorithms=["Ed25519"]),
        "a key id that is a path": f"{part({'alg': 'Ed25519', 'kid': '../../dev/null'})}.{part(claims())}.{signature}",
        "expired": sign(key, "a-1", ROLES, issued_at=now - HOUR, lifetime=HOUR - timedelta(seconds=31)),
        "never expires": jwt.encode({"alg": "Ed25519", "kid": kid}, claims(exp=None), key, algorithms=["Ed25519"]),
        "of another issuer": sign(key, "a-1", ROLES, issued_at=now, lifetime=HOUR, issuer="another"),
        "for somebody else": sign(key, "a-1", ROLES, issued_at=now, lifetime=HOUR, audience="another"),
        "of nobody": jwt.encode({"alg": "Ed25519", "kid": kid}, claims(sub=None), key, algorithms=["Ed25519"]),
        "without contracts": jwt.encode({"alg": "Ed25519", "kid": kid}, claims(contracts=None), key, algorithms=["Ed25519"]),
        "a person as a service": sign(key, "service:roster", {"*": [Role.SERVICE]}, issued_at=now, lifetime=HOUR),
        "nonsense": "a.b.c",
        "nothing": "",
    }


async def test_only_tokens_as_the_console_signs_them_open_anything(both: Both) -> None:
    desk, key = both.console.desk, await signer(both.console)
    good = await keys.sign(desk, "a-1", OFFICER)
    assert [one.json()["code"] for one in await both.asked(good)] == ["forbidden", "contract_unknown"], "both know who asks"
    assert [one.status_code for one in await both.asked(None)] == [401, 401]
    for what, token in forgeries(good, key).items():
        with capture_logs() as logs:
            answered = await both.asked(token)
        for one in answered:
            assert (what, one.status_code) == (what, 401)
            assert one.json()["code"] == "unauthenticated"
            assert one.headers["www-authenticate"].startswith("Bearer")
        assert [log["status"] for log in logs if log["event"] == "request"] == [401, 401]
        assert not token or token not in str(logs)


async def test_a_token_for_one_contract_opens_no_other(both: Both) -> None:
    token = await keys.sign(both.console.desk, "a-1", OFFICER)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(both.roster), base_url="http://roster.test") as program:
        told = [await program.get(f"/v1/contracts/{contract}/events", headers=headers) for contract in ("c-1", "c-2", "*", "C-1")]
    assert [one.json()["code"] for one in told] == ["contract_unknown", "forbidden", "contract_unknown", "contract_unknown"]


async def test_a_cookie_is_no_token_and_a_token_no_cookie(both: Both) -> None:
    token = await keys.sign(both.console.desk, "a-1", OFFICER)
    async with both.console.browser() as browser:
        browser.cookies.set("watchbill", token, domain="127.0.0.1")
        assert (await browser.get("/account")).status_code == 303
        assert (await browser.get("/v1/accounts")).status_code == 401
