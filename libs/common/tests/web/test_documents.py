import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from common.published import told_by
from common.published.base import Published
from common.service import Policy, Service
from common.settings import Settings
from common.testing.apps import RunningApp
from common.testing.lodge import LODGE
from common.web.app import create_app
from common.web.asyncapi import document


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return create_app(LODGE, Settings()).openapi()


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from refs(value)


def resolved(root: dict[str, Any], ref: str) -> bool:
    node: Any = root
    for part in ref.removeprefix("#/").split("/"):
        node = node.get(part) if isinstance(node, dict) else None
    return node is not None


def test_the_api_names_its_problems_with_status_and_sentences(described: dict[str, Any]) -> None:
    lighting = described["paths"]["/v1/contracts/{contract_id}/lamps"]["post"]
    assert set(lighting["responses"]) == {"201", "400", "401", "403", "409", "412", "413", "422", "500", "503"}
    conflict = lighting["responses"]["409"]
    assert "`already_lit`: 已亮。 It is lit." in conflict["description"]
    schema = conflict["content"]["application/problem+json"]["schema"]
    assert schema["allOf"][1]["properties"]["code"]["enum"] == ["already_lit", "conflict"]
    assert not any("4XX" in operation["responses"] for path in described["paths"].values() for operation in path.values())


def test_the_api_names_its_headers_and_the_contract(described: dict[str, Any]) -> None:
    path = described["paths"]["/v1/contracts/{contract_id}/lamps"]
    posted = [parameter.get("$ref", parameter.get("name")) for parameter in path["post"]["parameters"]]
    listed = [parameter.get("$ref", parameter.get("name")) for parameter in path["get"]["parameters"]]
    assert posted == [f"#/components/parameters/{name}" for name in ("ContractId", "IdempotencyKey", "IfMatch")]
    assert listed[:3] == [f"#/components/parameters/{name}" for name in ("ContractId", "After", "KnownAt")]
    assert described["paths"]["/health/live"]["get"].get("security") is None


def test_authorize_takes_a_bearer_token(described: dict[str, Any]) -> None:
    (scheme,) = described["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_every_reference_of_the_documents_leads_somewhere(described: dict[str, Any]) -> None:
    for one in (described, document(LODGE), document(_hearing())):
        assert [ref for ref in refs(one) if not resolved(one, ref)] == []


def _hearing() -> Service:
    reacts: dict[type[Published], Any] = {cls: (lambda _fact: []) for cls in told_by("tickets")}
    return Service("roster", (), {}, {}, policies=(Policy("p", {"tickets": {**reacts, told_by("tickets")[0]: None}}),))


def test_the_events_told_and_heard_are_described_and_the_unheard_left_out() -> None:
    described = document(_hearing())
    told, heard = told_by("roster"), told_by("tickets")[1:]
    assert described["asyncapi"] == "3.0.0"
    assert {name for name in described["operations"] if name.startswith("tell.")} == {
        f"tell.roster.{cls.type_name()}.v1" for cls in told
    }
    assert {name for name in described["operations"] if name.startswith("hear.")} == {
        f"hear.tickets.{cls.type_name()}.v1" for cls in heard
    }
    assert described["channels"]["roster.shift-started.v1"]["address"] == "wb.{contract}.roster.shift-started.v1"


@pytest.mark.parametrize("page", ["/docs", "/asyncapi"])
async def test_pages_need_nothing_from_outside(lodge: RunningApp, page: str) -> None:
    async with lodge.client() as anybody:
        shown = await anybody.get(page)
        assert shown.status_code == httpx.codes.OK
        assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", shown.text)
        for address in re.findall(r"(?:src|href)=\"([^\"#]+)\"", shown.text):
            found = await anybody.get(address if address.startswith("/") else f"/{address}")
            assert found.status_code == httpx.codes.OK, address
        assert (await anybody.get("/redoc")).status_code == httpx.codes.NOT_FOUND
        assert (await anybody.get("/openapi.json")).json()["openapi"].startswith("3.1")
        assert (await anybody.get("/asyncapi.json")).json()["asyncapi"] == "3.0.0"
