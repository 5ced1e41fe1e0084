"""From another service's lane to a proposal, a slip or an annual finding; told twice, nothing changes."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import httpx

from common.kernel import Kernel
from common.lane import GENESIS, START, Told
from common.published import roster
from common.published.base import Published
from common.subscription.parking import Parking
from common.subscription.policy import PolicySink
from common.testing.apps import RunningApp
from common.testing.rebuilding import assert_rebuild_equals_live
from scoring.policies import PROPOSE

BASE = "/v1/contracts/bj-2026"
AT = datetime(2026, 10, 14, 1, 10, tzinfo=UTC)


async def post(app: RunningApp, role: str, path: str, json: Mapping[str, Any] | None = None) -> httpx.Response:
    async with app.client(role) as caller:
        return await caller.post(BASE + path, json=json or {})


async def get(app: RunningApp, path: str) -> Any:
    async with app.client("viewer") as caller:
        return (await caller.get(BASE + path)).json()


def lane(*events: Published) -> list[Told]:
    """What roster told of the contract, in order."""
    told, previous = [], GENESIS
    for number, event in enumerate(events, start=1):
        hash_ = hashlib.sha256(f"{previous}{number}".encode()).hexdigest()
        body = event.model_dump_json().encode()
        about = ("roster", "log", "bj-2026", number, number + 40, "shift/S-1", event.type_name(), 1)
        told.append(Told(*about, AT, AT, previous, hash_, "c", None, body))
        previous = hash_
    return told


async def hear(app: RunningApp, told: list[Told]) -> None:
    """Delivers the lane from its first event, whatever was heard before."""
    runtime = app.app.state.runtime
    sink = PolicySink(runtime.pool, PROPOSE, "roster", runtime.handler, Parking(runtime.pool))
    await sink.start_over("bj-2026")
    standing = await sink.apply("bj-2026", START, told)
    assert standing.at.number == len(told)


def attendance(finding: str, corrects: str | None = None) -> Published:
    return roster.AttendanceClassified.model_validate({
        "shift_id": "S-1", "person_id": "P-1", "post": "VC", "finding": finding, "set_at": AT, "actual_at": AT,
        "seconds": 600, "clause": "A8S-1 1.1", "corrects": corrects,
    })  # fmt: skip


LATE = attendance("late")
REPLACED = roster.PersonReplaced(person_id="P-1", successor_id="P-2", cause="resignation", approved=True, at=AT)


async def test_duplicate_delivery_leaves_the_score_unchanged(desk: RunningApp) -> None:
    await hear(desk, lane(LATE))
    (proposal,) = (await get(desk, "/proposals"))["items"]
    assert (proposal["fact"]["zh"], proposal["evidence"], proposal["state"]["code"]) == ("迟到", ["roster:bj-2026:41"], "open")
    assert proposal["rules"] == [{"code": "1.1.1", "points_min": 1, "points_max": 10}]
    path = f"/proposals/{proposal['id']}"
    beyond = await post(desk, "customer.officer", f"{path}/accept", {"points": 11, "narrative": "迟到"})
    assert beyond.json()["code"] == "points_outside_range"
    assert (await get(desk, path))["state"]["code"] == "open"
    accepted = await post(desk, "customer.officer", f"{path}/accept", {"points": 2, "narrative": "迟到十分钟"})
    slip = accepted.json()
    assert (accepted.status_code, slip["number"], slip["evidence"]) == (201, "SLIP-0001", ["roster:bj-2026:41"])
    for role in ("customer.head", "contractor.manager"):
        await post(desk, role, f"/slips/{slip['id']}/sign")
    before = await get(desk, "/forecast")
    assert before["in_force"]["quarters"][1]["deducted"] == 2
    await hear(desk, lane(LATE))
    assert await get(desk, "/forecast") == before
    assert len((await get(desk, "/proposals"))["items"]) == 1
    again = await post(desk, "customer.officer", f"{path}/accept", {"points": 2, "narrative": "再来一次"})
    assert again.json()["code"] == "proposal_already_decided"
    await assert_rebuild_equals_live(cast("Kernel", desk.app.state.runtime))


async def test_a_corrected_fact_marks_its_proposal_which_a_person_then_dismisses_with_a_reason(desk: RunningApp) -> None:
    await hear(desk, lane(LATE, attendance("excused", corrects="late")))
    (proposal,) = (await get(desk, "/proposals?corrected=true"))["items"]
    assert proposal["corrections"] == ["roster:bj-2026:42"]
    path = f"/proposals/{proposal['id']}/dismiss"
    assert (await post(desk, "customer.officer", path)).json()["code"] == "invalid_request"
    assert (await post(desk, "contractor.manager", path, {"reason": "x"})).json()["code"] == "forbidden"
    dismissed = await post(desk, "customer.officer", path, {"reason": "已补请假"})
    assert (dismissed.json()["state"]["zh"], dismissed.json()["reason"]) == ("不予追究", "已补请假")
    assert (await get(desk, "/proposals?state=open"))["items"] == []


async def test_a_replacement_becomes_an_annual_finding_that_a_leader_confirms(desk: RunningApp) -> None:
    await hear(desk, lane(REPLACED))
    (proposal,) = (await get(desk, "/proposals?kind=finding"))["items"]
    accepted = await post(desk, "customer.officer", f"/proposals/{proposal['id']}/accept", {"narrative": "人员更换"})
    finding = accepted.json()
    assert (finding["rule"], finding["points"], finding["state"]["code"]) == ("AS-2.1", -3, "recorded")
    assert (await get(desk, "/forecast"))["in_force"]["with_pending"] == 97
    confirmed = await post(desk, "customer.leader", f"/annual/findings/{finding['id']}/confirm")
    assert confirmed.json()["state"]["zh"] == "已确认"
    assert (await get(desk, "/forecast"))["in_force"]["score"] == 97
    unknown = await post(desk, "customer.leader", "/annual/findings/none/confirm")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
