import asyncio

import httpx
import pytest

from common.testing.apps import RunningApp

LAMPS = "/v1/contracts/c1/lamps"


async def lit(app: RunningApp, id_: str, **headers: str) -> httpx.Response:
    async with app.client("contractor.engineer") as engineer:
        return await engineer.post(LAMPS, json={"id": id_}, headers=headers)


async def test_a_command_answers_with_the_view_and_says_where_it_stands(lodge: RunningApp) -> None:
    answer = await lit(lodge, "l1")
    assert answer.status_code == 201
    assert answer.json() == {"id": "l1", "state": "lit", "colour": "white", "lit_at": "2026-10-14T09:30:00+08:00"}
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Watchbill-Position"] == "lamps:c1:2"
    assert answer.headers["Watchbill-Lane"] == "lamps:c1:1"
    assert "Idempotent-Replay" not in answer.headers


async def test_the_same_key_is_carried_out_once_and_its_repetition_says_so(lodge: RunningApp) -> None:
    first = await lit(lodge, "l1", **{"Idempotency-Key": "k-1"})
    again = await lit(lodge, "l1", **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.headers["Watchbill-Position"] == first.headers["Watchbill-Position"]


async def test_a_key_reused_for_other_content_is_refused(lodge: RunningApp) -> None:
    await lit(lodge, "l1", **{"Idempotency-Key": "k-1"})
    other = await lit(lodge, "l2", **{"Idempotency-Key": "k-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_two_callers_may_use_the_same_key(lodge: RunningApp) -> None:
    for subject in ("e-1", "e-2"):
        async with lodge.client("contractor.engineer", subject=subject) as engineer:
            answer = await engineer.post(LAMPS, json={"id": f"of-{subject}"}, headers={"Idempotency-Key": "same"})
        assert answer.status_code == 201


@pytest.mark.parametrize("key", ["", "with space", "x" * 201, "tab\there"])
async def test_a_key_beyond_its_limits_is_refused(lodge: RunningApp, key: str) -> None:
    answer = await lit(lodge, "l1", **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(("match", "status"), [('"0"', 412), ('"1"', 200), ('"2"', 412), ("*", 200), ("7", 422)])
async def test_if_match_holds_for_one_stream_and_for_a_decision_across(lodge: RunningApp, match: str, status: int) -> None:
    await lit(lodge, "l1")
    async with lodge.client("contractor.engineer") as engineer:
        dimmed = await engineer.post(f"{LAMPS}/l1/dim", json={"percent": 10}, headers={"If-Match": match})
        version = dimmed.headers.get("ETag")
        assert dimmed.status_code == status
        assert version == ('"2"' if status == 200 else None)
        out = await engineer.post(f"{LAMPS}/l1/put-out", headers={"If-Match": version or match})
    assert out.status_code == status


async def test_refusals_are_problems_with_their_clause(lodge: RunningApp) -> None:
    await lit(lodge, "l1")
    problem = await lit(lodge, "l1")
    assert problem.status_code == 409
    assert problem.headers["Content-Type"] == "application/problem+json"
    body = problem.json()
    assert (body["code"], body["title"], body["clause"]) == ("already_lit", "It is lit.", "§1")
    assert body["request_id"] == problem.headers["X-Request-Id"]


async def test_chinese_is_spoken_unless_english_is_preferred(lodge: RunningApp) -> None:
    await lit(lodge, "l1")
    async with lodge.client("contractor.engineer", language="zh-CN,en;q=0.5") as engineer:
        answer = await engineer.post(LAMPS, json={"id": "l1"})
    assert (answer.json()["title"], answer.headers["Content-Language"]) == ("已亮。", "zh")


async def test_the_past_is_shown_as_it_was_known(lodge: RunningApp) -> None:
    await lit(lodge, "l1")
    async with lodge.client("admin") as admin:
        await admin.post("/v1/clock", json={"to": "2026-10-14T09:40:00+08:00"})
    async with lodge.client("contractor.engineer") as engineer:
        await engineer.post(f"{LAMPS}/l1/put-out")
        now = await engineer.get(f"{LAMPS}/l1")
        then = await engineer.get(f"{LAMPS}/l1", params={"known_at": "2026-10-14T09:35:00+08:00"})
        before = await engineer.get(f"{LAMPS}/l1", params={"known_at": "2026-10-14T09:00:00+08:00"})
        wrong = await engineer.get(f"{LAMPS}/l1", params={"known_at": "yesterday"})
        deciding = await engineer.post(f"{LAMPS}/l1/dim?known_at=2026-10-14T09:35:00Z", json={"percent": 1})
    assert (now.json()["state"], then.json()["state"]) == ("dark", "lit")
    assert (now.headers["ETag"], then.headers["ETag"]) == ('"2"', '"1"')
    assert (before.status_code, wrong.status_code, deciding.status_code) == (404, 422, 422)


async def test_everything_under_a_sample_contract_is_marked(lodge: RunningApp) -> None:
    async with lodge.client("contractor.engineer") as engineer:
        made = await engineer.post("/v1/contracts/s1/lamps", json={"id": "l1"})
        listed = await engineer.get("/v1/contracts/s1/lamps")
        refused = await engineer.post("/v1/contracts/s1/lamps", json={"id": "l1"})
        ledger = await engineer.get("/v1/contracts/s1/events")
        real = await engineer.get(LAMPS)
    async with lodge.client("viewer") as viewer:
        forbidden = await viewer.post("/v1/contracts/s1/lamps", json={"id": "l2"})
        unreadable = await viewer.get("/v1/contracts/s1/events")
    assert [one.status_code for one in (forbidden, unreadable)] == [403, 403]
    answers = (made, listed, refused, ledger, forbidden, unreadable)
    assert [one.json()["sample"] for one in answers] == ["示例"] * len(answers)
    assert made.headers["Watchbill-Sample"] == "%E7%A4%BA%E4%BE%8B"
    assert "sample" not in real.json()


async def test_what_was_typed_stands_beside_the_ledger_and_can_be_erased(lodge: RunningApp) -> None:
    async with lodge.client("contractor.engineer") as engineer, lodge.client("customer.head") as head:
        kept = (await engineer.post("/v1/contracts/c1/notes", json={"text": "张工来过"})).json()
        assert kept["texts"] == {kept["digest"]: "张工来过"}
        path = f"/v1/contracts/c1/texts/{kept['digest']}/erase"
        assert (await engineer.post(path)).status_code == 403
        assert (await head.post(path)).json()["erased"] is True
        assert (await head.post(path)).status_code == 200
        assert (await head.post(f"/v1/contracts/c1/texts/text:{'0' * 64}/erase")).status_code == 404


async def test_a_position_that_nobody_hears_is_reached_at_once(lodge: RunningApp) -> None:
    async with asyncio.timeout(5), lodge.client("viewer") as viewer:
        reached = await viewer.get(LAMPS, headers={"Watchbill-After": "tickets:c1:77"})
        wrong = await viewer.get(LAMPS, headers={"Watchbill-After": "tickets"})
    assert (reached.status_code, wrong.status_code) == (200, 422)
