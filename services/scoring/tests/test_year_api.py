"""The whole year of the demonstration over HTTP: four quarters, two findings, 84 points, and why."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import httpx

from common.kernel import Kernel
from common.testing.apps import RunningApp
from common.testing.processes import eventually
from common.testing.rebuilding import assert_rebuild_equals_live

BASE = "/v1/contracts/bj-2026"

YEAR = (
    # event, the day after the quarter, deductions, bonuses
    ("2026-08-03T09:00:00+08:00", "2026-09-15T09:00:00+08:00", (("1.1.1", 6), ("2.6.2", 4), ("3.3.1", 2)), ()),
    ("2026-11-02T09:00:00+08:00", "2026-12-15T09:00:00+08:00", (("1.2.3", 20), ("3.2.1", 1)), (("4.3", 10), ("4.5", 1))),
    ("2027-02-01T09:00:00+08:00", "2027-03-15T09:00:00+08:00", (("1.1.1", 8),), (("4.1", 10), ("4.2", 5))),
    ("2027-05-10T09:00:00+08:00", "2027-06-15T09:00:00+08:00", (("1.2.3", 20),), (("4.3", 10),)),
)


async def post(app: RunningApp, role: str, path: str, json: Mapping[str, Any] | None = None) -> httpx.Response:
    async with app.client(role) as caller:
        return await caller.post(BASE + path, json=json or {})


async def done(app: RunningApp, role: str, path: str, json: Mapping[str, Any] | None = None) -> Any:
    answer = await post(app, role, path, json)
    assert answer.is_success, answer.text
    return answer.json()


async def get(app: RunningApp, path: str) -> Any:
    async with app.client("auditor") as caller:
        answer = await caller.get(BASE + path)
    assert answer.is_success, answer.text
    return answer.json()


async def step(app: RunningApp, to: str) -> None:
    """Moves the clock and waits until every timer that came due has fired."""
    async with app.client("admin") as admin:
        assert (await admin.post("/v1/clock", json={"to": to})).is_success

        async def fired() -> bool:
            return int((await admin.get("/v1/clock")).json()["timers_due"]) == 0

        await eventually(fired, "the timers fire")


async def slip(app: RunningApp, rule: str, points: int, event_at: str) -> str:
    """Records a slip and has both parties sign it."""
    bonus = rule.startswith("4")
    body = {"rule": rule, "points": points, "event_at": event_at, "narrative": "记录", "late_reason": "补记"}
    recorded = await done(app, "contractor.manager" if bonus else "customer.officer", "/slips", body)
    for role in ("contractor.manager", "customer.head"):
        await done(app, role, f"/slips/{recorded['id']}/sign")
    return str(recorded["id"])


async def quarter(app: RunningApp, no: int) -> None:
    """Takes a quarter, its slips signed, from the application to its close."""
    path = f"/quarters/{no}"
    await done(app, "contractor.manager", f"{path}/apply", {"materials": "季度工作完成情况"})
    await done(app, "customer.officer", f"{path}/assess")
    await done(app, "contractor.manager", f"{path}/respond")
    await done(app, "customer.leader", f"{path}/notice")
    await done(app, "contractor.manager", f"{path}/rectify", {"report": "整改完成"})
    await done(app, "customer.head", f"{path}/close")


def below(tree: Any) -> Iterator[Any]:
    """A tree of explanation, flattened."""
    yield tree
    for part in tree["parts"]:
        yield from below(part)


async def test_a_year_from_the_first_slip_to_84_points_and_back(desk: RunningApp) -> None:
    # The desk stands in October: the first quarter's slips are late, which counts and is flagged.
    await step(desk, "2026-10-14T10:00:00+08:00")
    overdue = (await get(desk, "/quarters/1"))["assessment_overdue"]
    assert overdue is True  # the 29th of September has passed
    for no, (event_at, after, deductions, bonuses) in enumerate(YEAR, start=1):
        await step(desk, after)
        for rule, points in (*deductions, *bonuses):
            await slip(desk, rule, points, event_at)
        await quarter(desk, no)
        result = (await get(desk, f"/quarters/{no}"))["result"]
        expected = ((12, 0), (21, 11), (8, 15), (20, 10))[no - 1]
        assert (result["deducted"], result["bonus"], result["total"]) == (*expected, 100 + expected[1] - expected[0])
    for rule, day in (("AS-2.1", "2026-11-02"), ("AS-2.3", "2027-01-09")):
        finding = await done(desk, "customer.officer", "/annual/findings", {"rule": rule, "fact": "事实", "occurred_on": day})
        await done(desk, "customer.leader", f"/annual/findings/{finding['id']}/confirm")
    early = await post(desk, "customer.leader", "/annual/finalise")
    assert early.json()["code"] == "year_not_applied"
    await done(desk, "contractor.company", "/annual/apply")
    final = await done(desk, "customer.leader", "/annual/finalise")
    assert (final["score"], final["tail_percent"], final["state"]["zh"]) == (84, "75", "已审定")
    tree = await get(desk, "/annual/explanation")
    assert [part["value"] for part in tree["parts"]] == ["100", "-5", "-5", "+5", "-5", "-3", "-3"]
    slips = [part for part in below(tree) if part["code"] == "slip"]
    assert len(slips) == 12
    assert all(part["clause"].startswith("A8S-1 ") and part["inputs"][0].startswith("scoring:bj-2026:") for part in slips)
    forecast = await get(desk, "/forecast")
    assert forecast["in_force"]["score"] == 84
    why = await get(desk, "/forecast/explanation")
    assert (why["value"], [part["value"] for part in why["parts"]]) == ("84", [part["value"] for part in tree["parts"]])
    second = await get(desk, "/quarters/2/explanation")
    assert second == next(part for part in tree["parts"] if part["code"] == "quarter-2")
    scores = {(one["reading"]["name"], one["reading"]["option"]): one["score"] for one in forecast["alternatives"]}
    assert (scores["tier.mode", "cumulative"], scores["tier.basis", "net"]) == (79, 89)
    pool = desk.app.state.runtime.pool
    told = await pool.fetch("select public_type from events where public_no is not null order by public_no")
    assert [row["public_type"] for row in told].count("quarter-closed") == 4
    assert told[-1]["public_type"] == "year-assessed"
    await assert_rebuild_equals_live(cast("Kernel", desk.app.state.runtime))


async def test_form_4_waits_for_what_is_undecided_and_then_freezes_the_quarter(desk: RunningApp) -> None:
    await step(desk, "2026-12-15T09:00:00+08:00")
    event_at = "2026-11-02T09:00:00+08:00"
    first = await slip(desk, "1.1.1", 5, event_at)
    body = {"rule": "1.1.1", "points": 6, "event_at": event_at, "narrative": "记录", "late_reason": "补记"}
    pending = (await done(desk, "customer.officer", "/slips", body))["id"]
    await done(desk, "contractor.manager", "/quarters/2/apply")
    assert (await post(desk, "contractor.manager", "/quarters/3/apply")).json()["code"] == "quarter_not_ended"
    assessed = await done(desk, "customer.officer", "/quarters/2/assess")
    assert (assessed["result"]["deducted"], assessed["round"]) == (5, 1)
    await done(desk, "contractor.manager", "/quarters/2/respond", {"objection": "分值过高"})
    assert (await post(desk, "customer.leader", "/quarters/2/notice")).json()["code"] == "quarter_disputed"
    await done(desk, "customer.officer", "/quarters/2/assess")
    agreed = await done(desk, "contractor.manager", "/quarters/2/respond")
    assert [one["text"] for one in agreed["steps"] if one["step"]["code"] == "object"] == ["分值过高"]
    waiting = await post(desk, "customer.leader", "/quarters/2/notice")
    assert (waiting.json()["code"], waiting.json()["clause"]) == ("quarter_has_pending_slips", "A8S Art.7")
    await done(desk, "customer.officer", f"/slips/{pending}/withdraw", {"reason": "证据不足"})
    noticed = await done(desk, "customer.leader", "/quarters/2/notice")
    assert (noticed["result"]["deducted"], noticed["rectification_due_on"]) == (5, "2026-12-29")
    late = await post(desk, "customer.officer", "/slips", body)
    assert late.json()["code"] == "quarter_notice_issued"
    counter = await done(desk, "customer.officer", f"/slips/{first}/counter", {"points": 2, "narrative": "更正"})
    assert (counter["quarter"], counter["carried_from"]) == (3, 2)
    assert (await post(desk, "customer.head", "/quarters/2/close")).json()["code"] == "rectification_outstanding"
    assert (await get(desk, "/quarters"))["items"][3]["stage"]["code"] == "unopened"
    assert (await post(desk, "customer.officer", "/quarters/9/assess")).json()["code"] == "quarter_unknown"


async def test_what_was_known_earlier_can_be_asked_for(desk: RunningApp) -> None:
    event_at = "2026-10-14T09:00:00+08:00"
    id_ = await slip(desk, "1.1.1", 5, event_at)
    await step(desk, "2026-10-20T09:00:00+08:00")
    await slip(desk, "1.1.1", 7, "2026-10-19T09:00:00+08:00")
    then = "known_at=2026-10-15T00:00:00%2B08:00"
    so_far = await get(desk, f"/quarters/2/explanation?{then}")
    assert ([part["value"] for part in so_far["parts"]], so_far["inputs"]) == (["-5"], [])
    assert [part["value"] for part in (await get(desk, "/quarters/2/explanation"))["parts"]] == ["-5", "-5", "-7"]
    assert (await get(desk, f"/forecast?{then}"))["in_force"]["quarters"][1]["deducted"] == 5
    assert (await get(desk, "/forecast"))["in_force"]["score"] == 95
    effective = "effective_at=2026-10-15T00:00:00%2B08:00"
    assert (await get(desk, f"/forecast?{effective}"))["in_force"]["quarters"][1]["deducted"] == 5
    assert (await get(desk, f"/slips/{id_}?{then}"))["state"]["code"] == "in_effect"
