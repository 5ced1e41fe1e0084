import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from common.clock import real_now
from common.errors import Problem
from common.settings import Settings, SettingsError
from common.testing.apps import Keys, RunningApp
from common.web.keyring import KeyRing
from common.web.permissions import Role
from common.web.signing import make_key, public_set, sign
from common.web.tokens import party_of

HOUR = timedelta(hours=1)


async def ring(keys: Keys, **settings: str) -> KeyRing:
    ring = KeyRing(Settings.model_validate({"jwks": str(keys.jwks), **settings}))
    await ring.open()
    return ring


async def refused(ring: KeyRing, token: str) -> str:
    with pytest.raises(Problem, match="unauthenticated") as caught:
        await ring.principal(token)
    return str(caught.value.details.get("reason", ""))


async def test_a_token_tells_who_acts_with_which_roles_where(tmp_path: Path) -> None:
    keys = Keys.make(tmp_path)
    principal = await (await ring(keys)).principal(keys.person("customer.officer", contract="c1", subject="zhang"))
    assert principal.subject == "zhang"
    assert principal.roles_under("c1") == {Role.OFFICER}
    assert principal.roles_under("c2") == frozenset()


async def test_expiry_is_real_time_with_half_a_minute_of_skew(tmp_path: Path) -> None:
    keys = Keys.make(tmp_path)
    known = await ring(keys)
    now = real_now()
    just = sign(keys.people, "a", {}, issued_at=now - HOUR, lifetime=HOUR - timedelta(seconds=25))
    over = sign(keys.people, "a", {}, issued_at=now - HOUR, lifetime=HOUR - timedelta(seconds=35))
    assert (await known.principal(just)).subject == "a"
    assert await refused(known, over) == "expired_token"


async def test_forged_foreign_and_incomplete_tokens_are_refused(tmp_path: Path) -> None:
    keys = Keys.make(tmp_path)
    known = await ring(keys)
    stranger = make_key("people")
    good = keys.person("admin")
    head, body, signature = good.split(".")
    flipped = json.loads(base64.urlsafe_b64decode(body + "=="))
    flipped["contracts"] = {"*": ["customer.leader"]}
    tampered = base64.urlsafe_b64encode(json.dumps(flipped).encode()).decode().rstrip("=")
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"people"}').decode().rstrip("=")
    public = keys.people.as_dict(private=False)["x"]
    confused = jwt.encode({"alg": "HS256", "kid": "people"}, {"sub": "a"}, OctKey.import_key(str(public)), algorithms=["HS256"])
    for token in (
        sign(stranger, "a", {"*": ["admin"]}, issued_at=real_now(), lifetime=HOUR),
        f"{head}.{tampered}.{signature}",
        f"{none}.{body}.",
        confused,
        sign(keys.people, "a", {}, issued_at=real_now(), lifetime=HOUR, issuer="another"),
        sign(keys.people, "a", {}, issued_at=real_now(), lifetime=HOUR, audience="another"),
        "",
        "a.b.c",
        "x" * 20_000,
        "é.é.é",
    ):
        await refused(known, token)


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "sub", "contracts"])
async def test_every_essential_claim_is_demanded(tmp_path: Path, missing: str) -> None:
    keys = Keys.make(tmp_path)
    exp = int((real_now() + HOUR).timestamp())
    claims: dict[str, object] = {"iss": "watchbill", "aud": "watchbill", "sub": "a", "exp": exp, "contracts": {}}
    del claims[missing]
    token = jwt.encode({"alg": "Ed25519", "kid": "people"}, claims, keys.people, algorithms=["Ed25519"])
    await refused(await ring(keys), token)


async def test_a_token_without_a_key_id_is_refused(tmp_path: Path) -> None:
    keys = Keys.make(tmp_path)
    exp = int((real_now() + HOUR).timestamp())
    claims = {"iss": "watchbill", "aud": "watchbill", "sub": "a", "exp": exp, "contracts": {}}
    token = jwt.encode({"alg": "Ed25519"}, claims, keys.people, algorithms=["Ed25519"])
    assert await refused(await ring(keys), token) == "kid_missing"


@pytest.mark.parametrize(
    ("signer", "subject", "contracts"),
    [
        ("people", "service:roster", {"*": ["service"]}),
        ("roster", "service:tickets", {"*": ["service"]}),
        ("roster", "service:roster", {"*": ["service", "admin"]}),
        ("roster", "service:roster", {"*": ["customer.leader"]}),
        ("roster", "service:roster", {"*": []}),
    ],
)
async def test_only_a_services_key_speaks_for_that_service_and_for_nobody_else(
    tmp_path: Path, signer: str, subject: str, contracts: Mapping[str, list[str]]
) -> None:
    keys = Keys.make(tmp_path, "roster", "tickets")
    key = keys.people if signer == "people" else keys.services[signer]
    known = await ring(keys)
    assert (await known.principal(keys.service("roster"))).roles_under("c1") == {Role.SERVICE}
    assert await refused(known, sign(key, subject, contracts, issued_at=real_now(), lifetime=HOUR)) == "service_role"


async def test_development_keys_serve_on_loopback_only(tmp_path: Path) -> None:
    keys = Keys.make(tmp_path)
    for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"):
        await ring(keys, host=host)
    for host in ("0.0.0.0", "::", "192.0.2.7", "watchbill.example"):  # noqa: S104 - what is refused
        with pytest.raises(SettingsError, match="Development keys"):
            await ring(keys, host=host)


async def test_beyond_loopback_a_development_token_of_a_real_key_is_refused_too(tmp_path: Path) -> None:
    keys = Keys.make(tmp_path, dev=False)
    known = await ring(keys, host="192.0.2.7")
    await known.principal(keys.person("admin"))
    exp = int((real_now() + HOUR).timestamp())
    claims = {"iss": "watchbill", "aud": "watchbill", "sub": "a", "exp": exp, "contracts": {}, "dev": True}
    token = jwt.encode({"alg": "Ed25519", "kid": "people"}, claims, keys.people, algorithms=["Ed25519"])
    assert await refused(known, token) == "development_key"


async def test_keys_are_read_again_for_an_unknown_one_but_not_more_than_once_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys.make(tmp_path)
    known = await ring(keys)
    fresh = make_key("people-2")
    token = sign(fresh, "a", {}, issued_at=real_now(), lifetime=HOUR)
    keys.jwks.write_bytes(public_set([keys.people, fresh]))
    assert await refused(known, token) == "invalid_key_id"
    monkeypatch.setattr(known, "_read_at", float("-inf"))
    assert (await known.principal(token)).subject == "a"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": 1}', '{"keys": [{"kty": "OKP"}]}', '{"keys": ["x"]}'])
async def test_a_file_that_is_no_key_set_stops_the_start_with_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "jwks.json"
    path.write_text(content)
    with pytest.raises(SettingsError, match="JSON Web Key Set"):
        await KeyRing(Settings(jwks=str(path))).open()


async def test_private_keys_in_the_published_set_stop_the_start(tmp_path: Path) -> None:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": [make_key("people").as_dict(private=True)]}))
    with pytest.raises(SettingsError):
        await KeyRing(Settings(jwks=str(path))).open()


def test_symmetric_signatures_cannot_be_configured() -> None:
    with pytest.raises(ValueError, match="choose among"):
        Settings(algorithms=("HS256",))


def test_a_token_with_both_parties_acts_for_neither() -> None:
    assert party_of(frozenset({Role.OFFICER, Role.VIEWER})) == "customer"
    assert party_of(frozenset({Role.DESK})) == "contractor"
    assert party_of(frozenset({Role.OFFICER, Role.DESK})) is None
    assert party_of(frozenset({Role.AUDITOR})) is None


async def test_nobody_signs_for_both_parties(lodge: RunningApp) -> None:
    async with lodge.client("customer.officer", "contractor.manager") as both:
        answer = await both.get("/v1/contracts/c1/lamps")
    assert (answer.status_code, answer.json()["details"]["reason"]) == (403, "both_parties")


async def test_without_a_token_the_answer_says_how_to_sign_in(lodge: RunningApp) -> None:
    async with lodge.client() as nobody:
        answer = await nobody.get("/v1/contracts/c1/lamps")
        basic = await nobody.get("/v1/contracts/c1/lamps", headers={"Authorization": "Basic YTpi"})
    assert (answer.status_code, answer.json()["code"], answer.headers["WWW-Authenticate"]) == (401, "unauthenticated", "Bearer")
    assert basic.status_code == httpx.codes.UNAUTHORIZED


async def test_a_development_token_is_refused_on_a_connection_from_beyond_whatever_the_settings_say(lodge: RunningApp) -> None:
    headers = {"Authorization": f"Bearer {lodge.keys.person('viewer')}"}
    for server, status in (("127.0.0.1", 200), ("[::1]", 200), ("192.0.2.7", 401)):
        transport = httpx.ASGITransport(lodge.app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{server}", headers=headers) as viewer:
            assert (await viewer.get("/v1/contracts/c1/lamps")).status_code == status
