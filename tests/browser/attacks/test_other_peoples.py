"""Pages and data of other roles and other contracts, by their addresses and with tokens made by hand: refused, and on record."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

import console.pages  # noqa: F401 - declares the pages
from browser.attacks import hostile
from browser.attacks.somebody import OTHER, Harmed, newcomer
from common.service import service_called
from common.settings import Settings
from common.web.app import create_app
from common.web.permissions import ACTIONS, Role
from common.web.signing import make_key
from console.shell.registry import PAGES
from watchbill.place import CONSOLE, SERVICES


def paths() -> Iterator[tuple[str, str]]:
    """Every page that is declared, with an id where it wants one, and the action that it is for."""
    for card in PAGES:
        yield re.sub(r"\{\w+\}", "1", card.path), card.action


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SERVICE, Role.INTEGRATION)], ids=str)
def test_a_page_of_another_role_is_refused_by_its_address(harmed: Harmed, role: Role) -> None:
    somebody = newcomer(harmed, role)
    others = [path for path, action in paths() if action and role not in ACTIONS[action]]
    for path in others:
        page = somebody.program.get(f"/c/sample{path}")
        assert (path, page.status_code) == (path, 403)
    told = [entry["details"] for entry in harmed.trail(somebody.id, "request_refused")]
    assert sorted(one["what"] for one in told) == sorted(f"/c/sample{path}" for path in others)
    assert {one["because"] for one in told} <= {"forbidden"}


PAPER = ("/print/slips", "/print/quarters/1/notice")


def test_another_contracts_pages_show_nothing_of_it(harmed: Harmed) -> None:
    for role in ("customer.officer", "contractor.manager", "auditor"):
        somebody = newcomer(harmed, role, OTHER, harmless=True)
        for path in [path for path, _ in paths()] + list(PAPER):
            page = somebody.program.get(f"/c/sample{path}")
            assert (path, page.status_code) == (path, 403)
            assert "wbx" not in page.text
        told = [entry["details"]["contract"] for entry in harmed.trail(somebody.id, "request_refused")]
        assert len(told) == len(PAGES) + len(PAPER)
        assert somebody.program.get("/c/sample/inspection/walk").status_code == 303
        assert somebody.program.get("/c/sample/inspection/walk/day", headers={"Accept": "*/*"}).status_code == 403
        assert somebody.program.get(f"/c/{OTHER}/").status_code == 200


def bearer(house: Harmed, contract: str, *roles: str) -> str:
    """A token that the console signed, for a program with roles under one contract."""
    body = {"name": "门禁", "contracts": {contract: list(roles)}}
    made = house.post(CONSOLE, "/v1/clients", "admin", body, contract="*")
    form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    return str(httpx.post(f"{house.address}/oauth/token", data=form).raise_for_status().json()["access_token"])


def under(house: Harmed, role: str, contract: str) -> dict[str, str]:
    """How somebody with a role under one contract asks a service."""
    return {"Authorization": f"Bearer {house.token(role, contract)}", "Accept": "application/json"}


def reads(service: str) -> Iterator[tuple[str, list[Any]]]:
    """Each path of a service that is read, with its parameters."""
    for path, methods in create_app(service_called(service), Settings()).openapi()["paths"].items():
        if "get" in methods and "security" in methods["get"]:
            yield path, methods["get"].get("parameters", [])


def asked(path: str, parameters: list[Any], contract: str) -> str:
    """The path as somebody asks for it who knows what there is: values that the API takes."""

    def given(place: str) -> dict[str, str]:
        return {one["name"]: value_for(one["schema"]) for one in parameters if one.get("in") == place and one["required"]}

    return f"{path.format(**{**given('path'), 'contract_id': contract})}?{urlencode(given('query'))}"


def value_for(schema: Any) -> str:
    """Something that the schema of a parameter admits."""
    known = {"date": "2026-10-14", "date-time": "2026-10-14T10:00:00Z"}
    return str(schema.get("enum", [known.get(schema.get("format", ""), "1")])[0])


@pytest.mark.parametrize("service", SERVICES)  # the console's trail names what its own people tried elsewhere
def test_a_token_for_one_contract_reads_nothing_of_another(harmed: Harmed, service: str) -> None:
    told = {}
    for role in ("customer.officer", "contractor.manager", "auditor", "viewer"):
        for path, parameters in reads(service):
            url = harmed.url(service) + asked(path, parameters, "sample")
            answer = httpx.get(url, headers=under(harmed, role, OTHER), timeout=30)
            of_another = "{contract_id}" in path
            told[role, path] = answer.status_code
            assert answer.status_code in ((403, 404) if of_another else (200, 403, 404)), (role, path, answer.text)
            assert "wbx" not in answer.text, (role, path)
            assert not re.search('[:,[]"sample"', answer.text), (role, path)
    assert 403 in told.values()
    assert any(line["status"] == 403 for line in harmed.log("request", service))


@pytest.mark.parametrize("service", SERVICES)
def test_a_token_for_one_contract_does_nothing_to_another(harmed: Harmed, service: str) -> None:
    """Whatever the sample's people did, asked again by people who have the same roles under the other contract."""
    done = {path: what for (of, path), what in hostile.told.items() if of == service and "{contract_id}" in path}
    for path, (role, sent, body) in done.items():
        answer = httpx.post(harmed.url(service) + sent, json=body, headers=under(harmed, role, OTHER), timeout=30)
        assert (path, answer.status_code) == (path, 403)
        assert "wbx" not in answer.text
    assert len(done) >= 5


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_takes_no_token_that_somebody_made_of_the_consoles(harmed: Harmed, service: str) -> None:
    good = bearer(harmed, "sample", "viewer", "integration")
    head, body, signature = good.split(".")
    kid = json.loads(base64.urlsafe_b64decode(head + "=="))["kid"]
    public = next(key for key in httpx.get(f"{harmed.address}/.well-known/jwks.json").json()["keys"] if key["kid"] == kid)
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    more = {**claims, "contracts": {"*": ["admin", "auditor"]}}
    forged = {
        "no algorithm": f"{part({'alg': 'none', 'kid': kid})}.{part(more)}.",
        "HS256": jwt.encode({"alg": "HS256", "kid": kid}, more, OctKey.import_key(public["x"]), algorithms=["HS256"]),
        "more roles": f"{head}.{part(more)}.{signature}",
        "another key": jwt.encode({"alg": "Ed25519", "kid": kid}, more, make_key(kid), algorithms=["Ed25519"]),
        "an unknown key": jwt.encode({"alg": "Ed25519", "kid": "console:x"}, more, make_key("console:x"), algorithms=["Ed25519"]),
        "cut": f"{head}.{body}.",
    }

    def status(token: str) -> int:
        path = "/v1/contracts/sample/events?limit=1"
        return httpx.get(harmed.url(service) + path, headers={"Authorization": f"Bearer {token}"}, timeout=30).status_code

    assert status(good) == 403, "known, and not permitted"
    assert {what: status(token) for what, token in forged.items()} == dict.fromkeys(forged, 401)


def part(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
