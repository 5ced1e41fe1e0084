import json
from collections.abc import AsyncIterator

import httpx
import pytest

from common.testing.apps import RunningApp
from common.web.language import preferred

LAMPS = "/v1/contracts/c1/lamps"


@pytest.fixture
async def engineer(lodge: RunningApp) -> AsyncIterator[httpx.AsyncClient]:
    async with lodge.client("contractor.engineer") as client:
        yield client


def code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


async def test_wrong_fields_are_pointed_at_and_what_was_sent_is_not_echoed(engineer: httpx.AsyncClient) -> None:
    answer = await engineer.post(LAMPS, json={"id": "l1", "colour": "<script>", "nonsense/~": 1})
    assert code(answer) == (422, "invalid_request")
    errors = {error["pointer"]: error["rule"] for error in answer.json()["errors"]}
    assert errors == {"#/colour": "literal_error", "#/nonsense~1~0": "extra_forbidden"}
    assert "<script>" not in answer.text


async def test_parameters_are_named(engineer: httpx.AsyncClient) -> None:
    answer = await engineer.get(LAMPS, params={"limit": 201, "state": "blinking"})
    assert code(answer) == (422, "invalid_request")
    assert {error["parameter"] for error in answer.json()["errors"]} == {"limit", "state"}


async def test_the_number_and_length_of_errors_is_bounded(engineer: httpx.AsyncClient) -> None:
    answer = await engineer.post(LAMPS, json={"id": "l1", **{f"{number}{'x' * 500}": 1 for number in range(100)}})
    assert len(answer.json()["errors"]) == 20
    assert len(answer.content) < 10_000


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"nonsense", b'{"id": "\xff"}', b"[" * 100_000, b'{"id": ' + b"1" * 5000 + b"}"],
    ids=["cut", "empty", "no json", "no utf-8", "deep", "long number"],
)
async def test_what_cannot_be_parsed_is_refused_and_never_a_500(engineer: httpx.AsyncClient, body: bytes) -> None:
    answer = await engineer.post(LAMPS, content=body, headers={"Content-Type": "application/json"})
    assert code(answer)[0] in (400, 422)


@pytest.mark.parametrize("text", ["a\u0000b", "\ud800", "a\udfffb"])
@pytest.mark.parametrize("field", ["text", "other"])
async def test_characters_that_no_column_holds_are_refused(engineer: httpx.AsyncClient, text: str, field: str) -> None:
    answer = await engineer.post(
        "/v1/contracts/c1/notes",
        content=json.dumps({"text": "t", field: text, "deep": [{text: 1}]}).encode(),
        headers={"Content-Type": "application/json"},
    )
    assert code(answer) == (422, "invalid_request")


async def test_a_backslash_that_somebody_typed_is_kept(engineer: httpx.AsyncClient) -> None:
    answer = await engineer.post("/v1/contracts/c1/notes", json={"text": "\\u0000 and \\ud800"})
    assert list(answer.json()["texts"].values()) == ["\\u0000 and \\ud800"]


@pytest.mark.parametrize("path", [f"{LAMPS}/a%00b", f"{LAMPS}?state=%00", f"{LAMPS}?cursor=a%00"])
async def test_nul_in_the_address_is_refused(engineer: httpx.AsyncClient, path: str) -> None:
    assert code(await engineer.get(path)) == (422, "invalid_request")


async def test_numbers_beyond_the_ledger_are_refused(engineer: httpx.AsyncClient) -> None:
    assert code(await engineer.post(f"{LAMPS}/l1/dim", json={"percent": 2**63})) == (422, "invalid_request")


async def test_a_filter_that_no_column_can_hold_is_refused(engineer: httpx.AsyncClient) -> None:
    assert code(await engineer.get(LAMPS, params={"times": 2**63})) == (422, "invalid_request")
    assert (await engineer.get(LAMPS, params={"times": 2**63 - 1})).json() == {"items": [], "next": None}


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-10-14T09:30:00", "1e400"])
async def test_moments_outside_the_century_or_without_offset_are_refused(engineer: httpx.AsyncClient, at: str) -> None:
    assert code(await engineer.post(LAMPS, json={"id": "l1", "at": at})) == (422, "invalid_request")


async def test_a_body_beyond_the_limit_is_refused_before_and_while_it_is_read(engineer: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    told = await engineer.post(LAMPS, content=b" " * 2_000_000)
    untold = await engineer.post(LAMPS, content=endless(), headers={"Content-Type": "application/json"})
    assert (code(told), code(untold)) == ((413, "request_too_large"),) * 2


async def test_unknown_places_methods_and_contracts_are_problems(engineer: httpx.AsyncClient) -> None:
    assert code(await engineer.get("/nowhere")) == (404, "not_found")
    assert code(await engineer.get("/v1/contracts/nobody/lamps")) == (404, "contract_unknown")
    assert code(await engineer.get("/v1/contracts/No_Body/lamps")) == (404, "contract_unknown")
    assert code(await engineer.get(f"{LAMPS}/nobody")) == (404, "not_found")
    answer = await engineer.delete(LAMPS)
    assert code(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"]


async def test_what_nobody_thought_of_is_answered_with_an_id_and_logged_without_locals(
    engineer: httpx.AsyncClient, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await engineer.get("/v1/contracts/c1/broken", headers={"X-Request-Id": "req-12345678"})
    assert code(answer) == (500, "internal_error")
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"] == "req-12345678"
    assert "nobody thought" not in answer.text
    # A test before this one may have bound the logger to the standard library's.
    assert "unexpected_error" in capsys.readouterr().out + caplog.text


async def test_an_odd_request_id_is_replaced(engineer: httpx.AsyncClient) -> None:
    answer = await engineer.get(LAMPS, headers={"X-Request-Id": "a b"})
    assert answer.headers["X-Request-Id"] != "a b"


async def test_every_answer_carries_the_headers_that_keep_browsers_careful(engineer: httpx.AsyncClient) -> None:
    for answer in (await engineer.get(LAMPS), await engineer.get("/nowhere"), await engineer.get("/docs")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("en-GB,zh;q=0.9", "en"),
        ("en,zh", "zh"),
        ("zh;q=0.1,en;q=0.2", "en"),
        ("fr", "zh"),
        ("en;q=nonsense", "zh"),
        ("en;q=0", "zh"),
        ("*", "zh"),
    ],
)
def test_the_language_is_chinese_unless_english_ranks_higher(header: str | None, language: str) -> None:
    assert preferred(header) == language
