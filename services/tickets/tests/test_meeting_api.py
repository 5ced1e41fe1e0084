"""Meetings over HTTP with the clock running: deadlines that pass are noted once, and every view can be rebuilt."""

from datetime import datetime

import httpx

from common.testing.apps import RunningApp
from common.testing.kernels import meta
from common.testing.processes import eventually
from common.testing.rebuilding import assert_rebuild_equals_live
from tickets.domain.duty import DUTY, BeginDuty
from tickets.projections import CALLS, COMPLAINTS, MEETINGS, ON_DUTY, TICKETS

CONTRACT = "bj-2026"
BASE = f"/v1/contracts/{CONTRACT}"
MEETING = {
    "title": "早间视频调度会",
    "level": "一级",
    "kind": "应急",
    "starts_at": "2026-10-14T11:00:00+08:00",
    "ends_at": "2026-10-14T12:00:00+08:00",
    "setup_due_at": "2026-10-14T10:30:00+08:00",
    "roll_call_due_at": "2026-10-14T10:00:00+08:00",
    "recording_required": True,
}


async def post(app: RunningApp, path: str, json: object = None, role: str = "contractor.engineer") -> httpx.Response:
    async with app.client(role) as caller:
        return await caller.post(BASE + path, json=json or {})


async def planned(app: RunningApp) -> str:
    answer = await post(app, "/meetings", MEETING, "contractor.desk")
    assert answer.status_code == 201, answer.text
    return f"/meetings/{answer.json()['id']}"


async def the_clock_shows(app: RunningApp, at: str) -> None:
    """Steps the clock and waits until every timer that came due has fired."""
    async with app.client("admin") as admin:
        await admin.post("/v1/clock", json={"to": at})

        async def nothing_is_due() -> bool:
            return bool((await admin.get("/v1/clock")).json()["timers_due"] == 0)

        await eventually(nothing_is_due, f"timers due at {at} fire")


async def told(app: RunningApp) -> list[tuple[str, str | None]]:
    rows = await app.app.state.runtime.pool.fetch(
        "select public_type, published->>'rule' as rule from events where public_no is not null order by seq"
    )
    return [(row["public_type"], row["rule"]) for row in rows]


async def test_a_meeting_supported_in_its_three_phases(desk: RunningApp) -> None:
    meeting = await planned(desk)
    assert (await post(desk, f"{meeting}/roll-call")).json()["roll_call"]["code"] == "done"
    prepared = await post(desk, f"{meeting}/prepare", {"checks": ["listed", "needs_agreed", "set_up"]})
    assert [check["code"] for check in prepared.json()["checks"]] == ["listed", "needs_agreed", "set_up"]
    await the_clock_shows(desk, "2026-10-14T11:00:00+08:00")
    assert (await post(desk, f"{meeting}/start")).json()["state"]["code"] == "running"
    await the_clock_shows(desk, "2026-10-14T12:00:00+08:00")
    finished = await post(desk, f"{meeting}/finish", {"work_order_signed": True, "recording_done": True})
    assert (finished.json()["state"]["code"], finished.json()["incidents"]) == ("supported", [])
    assert await told(desk) == [("meeting-supported", None)]


async def test_a_roll_call_and_a_set_up_that_nobody_does_are_noted_once(desk: RunningApp) -> None:
    meeting = await planned(desk)
    await the_clock_shows(desk, "2026-10-14T10:00:00+08:00")
    assert await told(desk) == []
    await the_clock_shows(desk, "2026-10-14T10:00:01+08:00")
    assert await told(desk) == [("roll-call-missed", None)]
    await the_clock_shows(desk, "2026-10-14T20:00:00+08:00")
    assert await told(desk) == [("roll-call-missed", None), ("meeting-incident", "2.1A.3")]
    async with desk.client("viewer") as viewer:
        shown = (await viewer.get(BASE + meeting)).json()
    assert shown["roll_call"] == {"code": "missed", "zh": "未按时点名", "en": "missed"}
    assert [(one["rule"], one["noted_by"], one["clause"]) for one in shown["incidents"]] == [("2.1A.3", "clock", "A8S-1 2.1A.3")]


async def test_a_cancelled_meeting_is_watched_no_more(desk: RunningApp) -> None:
    meeting = await planned(desk)
    cancelled = await post(desk, f"{meeting}/cancel", {"reason": "改期"}, "customer.officer")
    assert (cancelled.json()["state"]["code"], cancelled.json()["cancel_reason"]) == ("cancelled", "改期")
    await the_clock_shows(desk, "2026-10-14T20:00:00+08:00")
    assert await told(desk) == []


async def test_what_is_missing_after_a_meeting_is_told_rule_by_rule(desk: RunningApp) -> None:
    meeting = await planned(desk)
    await post(desk, f"{meeting}/roll-call")
    await post(desk, f"{meeting}/prepare", {"checks": ["set_up"]})
    await post(desk, f"{meeting}/start")
    echo = {"rule": "2.1B.2", "phase": "during", "description": "回音"}
    noted = await post(desk, f"{meeting}/incidents", echo, "customer.officer")
    assert (noted.status_code, noted.json()["incidents"][0]["description"]) == (201, "回音")
    finished = await post(desk, f"{meeting}/finish", {"work_order_signed": False, "recording_done": False})
    assert finished.json()["state"]["code"] == "finished_with_findings"
    assert [rule for _, rule in await told(desk)] == ["2.1B.2", "2.1C.1", "2.1C.2"]


async def test_every_rule_that_is_offered_for_a_phase_is_taken_in_it(desk: RunningApp) -> None:
    meeting = await planned(desk)
    await post(desk, f"{meeting}/start")
    async with desk.client("customer.officer") as officer:
        offered = (await officer.get(f"{BASE}/incident-rules")).json()["items"]
    assert {one["phase"] for one in offered} == {"before", "during", "after"}
    assert next(one for one in offered if one["code"] == "2.1B.2") | {"zh": "", "en": ""} == {
        "code": "2.1B.2", "phase": "during", "zh": "", "en": "", "clause": "A8S-1 2.1B.2",
    }  # fmt: skip
    for one in offered:
        noted = {"rule": one["code"], "phase": one["phase"], "description": "x"}
        assert (await post(desk, f"{meeting}/incidents", noted, "customer.officer")).status_code == 201, one
    assert one["zh"]
    assert one["en"]


async def test_a_meeting_out_of_order_or_under_an_unknown_rule_is_refused(desk: RunningApp) -> None:
    disordered = await post(desk, "/meetings", {**MEETING, "ends_at": MEETING["starts_at"]}, "contractor.desk")
    assert (disordered.status_code, disordered.json()["code"]) == (422, "meeting_times_disordered")
    meeting = await planned(desk)
    unknown = await post(desk, f"{meeting}/incidents", {"rule": "2.1B.9", "phase": "before", "description": "x"})
    assert unknown.json()["code"] == "rule_unknown"
    assert (await post(desk, f"{meeting}/finish", {"work_order_signed": True})).json()["code"] == "meeting_not_started"


async def test_every_view_rebuilt_from_the_ledger_equals_the_live_one(desk: RunningApp) -> None:
    meeting = await planned(desk)
    await post(desk, f"{meeting}/prepare", {"checks": ["set_up"]})
    await the_clock_shows(desk, "2026-10-14T10:31:00+08:00")
    await post(desk, f"{meeting}/start")
    await post(desk, f"{meeting}/finish", {"work_order_signed": False})
    runtime = desk.app.state.runtime
    since = datetime.fromisoformat("2026-10-14T09:00:00+08:00")
    await runtime.handler.handle(CONTRACT, DUTY, "V1", BeginDuty("S-1", "V1", "VC", since, "roster:bj-2026:1"), meta())
    ticket = (await post(desk, "/tickets", {"kind": "request", "description": "x"})).json()["id"]
    await post(desk, f"/tickets/{ticket}/dispatch", role="contractor.desk")
    await post(desk, "/calls", {"ended_at": "2026-10-14T10:31:00+08:00"}, "contractor.desk")
    await post(desk, "/complaints", {"text": "x"})
    for view in (CALLS, TICKETS, MEETINGS, ON_DUTY, COMPLAINTS):
        assert await runtime.views.rows(view, CONTRACT, {}), view.name
    await assert_rebuild_equals_live(runtime)


async def test_meetings_of_a_day_are_those_that_start_on_it_in_the_contracts_zone(desk: RunningApp) -> None:
    for title, starts in (("前夜", "2026-10-14T23:59:59"), ("零点", "2026-10-15T00:00:00"), ("深夜", "2026-10-15T23:59:00")):
        meeting = {**MEETING, "title": title, "starts_at": f"{starts}+08:00", "ends_at": "2026-10-16T01:00:00+08:00"}
        assert (await post(desk, "/meetings", meeting, "contractor.desk")).status_code == 201

    async with desk.client("customer.officer") as officer:

        async def titles(**query: str | list[str]) -> list[str]:
            answer = await officer.get(f"{BASE}/meetings", params={**query, "sort": "starts_at"})
            assert answer.status_code == 200, answer.text
            return [one["title"] for one in answer.json()["items"]]

        assert await titles(day="2026-10-14") == ["前夜"]
        assert await titles(day="2026-10-15") == ["零点", "深夜"]
        assert await titles(day="2026-10-16") == []
        assert await titles(since="2026-10-14T23:59:59+08:00", until="2026-10-15T23:59:00+08:00") == ["前夜", "零点"]
        assert await titles(since="2026-10-15T00:00:00.000001+08:00") == ["深夜"]
        assert await titles(until="2026-10-15T00:00:00+08:00") == ["前夜"]
        assert await titles(day="2026-10-15", since="2026-10-14T12:00:00+08:00", until="2026-10-15T12:00:00+08:00") == ["零点"]
        assert await titles(day="2026-10-15", state=["planned", "running"]) == ["零点", "深夜"]
        assert await titles(day="2026-10-15", state=["running", "cancelled"]) == []
        for wrong in (
            {"day": "9999-12-31"},
            {"day": "0001-01-01"},
            {"day": "gestern"},
            {"since": "2026-10-15T00:00:00"},
            {"state": ["planned", "lost"]},
        ):
            answer = await officer.get(f"{BASE}/meetings", params=wrong)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), wrong
