"""Inspection over HTTP with the clock running: plans, rounds that open and close by themselves, results, faults."""

from collections.abc import Mapping

import httpx

from common.testing.apps import RunningApp
from common.testing.processes import eventually
from common.testing.rebuilding import assert_rebuild_equals_live
from inspection.projections import CHECKS, FAULTS, PLAN_GAPS, PLANS, ROUNDS

CONTRACT = "bj-2026"
BASE = f"/v1/contracts/{CONTRACT}"
HALL = "指挥大厅"
PLAN = {
    "starts": "2026-10-14",
    "ends": "2026-10-15",
    "lines": [
        {"item": "INS-DS-3", "place": HALL, "frequency": "daily"},
        {"item": "INS-VM-3", "place": HALL, "frequency": "daily"},
    ],
    "report_within_minutes": 30,
}
DAY = "/rounds/2026-10-14"
PASS = {"line": "INS-DS-3", "result": "pass"}
FAIL = {"line": "INS-DS-3", "result": "fail", "note": "第三块屏黑屏"}


async def post(
    app: RunningApp,
    path: str,
    json: object = None,
    role: str = "contractor.engineer",
    headers: Mapping[str, str] | None = None,
    language: str = "en",
) -> httpx.Response:
    async with app.client(role, language=language) as caller:
        return await caller.post(BASE + path, json=json or {}, headers=headers or {})


async def get(app: RunningApp, path: str, role: str = "viewer") -> httpx.Response:
    async with app.client(role) as caller:
        return await caller.get(BASE + path)


async def settled(app: RunningApp, at: str | None = None) -> None:
    """Steps the clock, if asked to, and waits until every timer that is due has fired."""
    async with app.client("admin") as admin:
        if at:
            await admin.post("/v1/clock", json={"to": at})

        async def nothing_is_due() -> bool:
            return bool((await admin.get("/v1/clock")).json()["timers_due"] == 0)

        await eventually(nothing_is_due, f"timers due at {at} fire")


async def proposed(app: RunningApp, **changed: object) -> str:
    answer = await post(app, "/plans", {**PLAN, **changed}, "contractor.manager")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def planned(app: RunningApp, **changed: object) -> str:
    await settled(app)
    plan = await proposed(app, **changed)
    answer = await post(app, f"/plans/{plan}/confirm", role="customer.officer")
    assert answer.status_code == 200, answer.text
    await settled(app)
    return plan


async def told(app: RunningApp) -> list[str]:
    rows = await app.app.state.runtime.pool.fetch("select public_type from events where public_no is not null order by seq")
    return [row["public_type"] for row in rows]


async def test_without_a_plan_there_is_one_standing_finding_however_many_days_pass(site: RunningApp) -> None:
    await settled(site, "2026-11-30T12:00:00+08:00")
    assert await told(site) == ["plan-missing"]
    assert (await get(site, "/plan-gaps")).json()["items"] == [{"id": "2026-06-15", "since": "2026-06-15", "until": None}]


async def test_the_contracts_table_has_21_daily_and_2_monthly_items(site: RunningApp) -> None:
    items = (await get(site, "/items")).json()["items"]
    assert [item["frequency"]["code"] for item in items].count("daily") == 21
    assert [item["code"] for item in items if item["frequency"]["code"] == "monthly"] == ["INS-AU-1", "INS-VM-1"]


async def test_a_plan_is_proposed_by_one_party_and_confirmed_by_the_other(site: RunningApp) -> None:
    answer = await post(site, "/plans", PLAN, "contractor.manager")
    body = answer.json()
    assert (body["state"]["zh"], body["version"]) == ("待确认", None)
    assert [(line["line"], line["frequency"]["zh"]) for line in body["lines"]] == [
        ("INS-DS-3", "每天一次"),
        ("INS-VM-3", "每天一次"),
    ]
    assert body["lines"][0]["item"]["title_zh"]
    for role in ("contractor.manager", "contractor.engineer", "auditor"):
        assert (await post(site, f"/plans/{body['id']}/confirm", role=role)).status_code == 403
    confirmed = await post(site, f"/plans/{body['id']}/confirm", role="customer.officer")
    assert (confirmed.json()["state"]["code"], confirmed.json()["version"], confirmed.json()["binds_from"]) == (
        "confirmed", 1, "2026-10-14",
    )  # fmt: skip


async def test_a_confirmed_plan_opens_todays_round_at_once(site: RunningApp) -> None:
    await planned(site)
    day = (await get(site, DAY)).json()
    assert (day["round"]["state"]["code"], day["round"]["due_at"], day["month"]) == ("open", "2026-10-15T00:00:00+08:00", None)
    assert [line["state"]["code"] for line in day["round"]["lines"]] == ["open", "open"]


async def test_a_failed_check_opens_its_fault_in_one_action(site: RunningApp) -> None:
    await planned(site)
    recorded = await post(site, f"{DAY}/results", FAIL)
    assert recorded.status_code == 201, recorded.text
    fault = recorded.json()["fault_id"]
    shown = (await get(site, f"/faults/{fault}")).json()
    assert (shown["check_id"], shown["item"]["code"], shown["description"]) == ("2026-10-14:INS-DS-3", "INS-DS-3", "第三块屏黑屏")
    assert (shown["found_at"], shown["report_by"]) == ("2026-10-14T09:30:00+08:00", "2026-10-14T10:00:00+08:00")
    assert await told(site) == ["plan-missing", "plan-confirmed", "check-completed", "fault-found"]


async def test_a_fault_is_reported_and_resolved(site: RunningApp) -> None:
    await planned(site)
    fault = (await post(site, f"{DAY}/results", FAIL)).json()["fault_id"]
    await settled(site, "2026-10-14T12:00:00+08:00")
    reported = await post(site, f"/faults/{fault}/report", {"at": "2026-10-14T10:00:01+08:00"})
    assert (reported.json()["state"]["code"], reported.json()["late"]) == ("reported", True)
    resolved = await post(site, f"/faults/{fault}/resolve", {"note": "更换电源"})
    assert (resolved.json()["state"]["zh"], resolved.json()["note"]) == ("已解决", "更换电源")
    assert (await post(site, f"/faults/{fault}/resolve")).json()["code"] == "fault_already_resolved"


async def test_a_fault_may_be_found_without_a_check_and_without_a_plan(site: RunningApp) -> None:
    found = await post(site, "/faults", {"description": "会议室话筒无声", "place": "会议室"}, "customer.officer")
    assert (found.status_code, found.json()["report_by"], found.json()["item"]) == (201, None, None)
    wrong = await post(site, "/faults", {"description": "x", "check_id": "2026-10-14:INS-DS-3"})
    assert wrong.json()["code"] == "check_not_failed"


async def test_a_day_of_which_nothing_was_done_is_missed_once_and_line_by_line(site: RunningApp) -> None:
    await planned(site)
    await settled(site, "2026-10-15T00:00:00+08:00")
    assert "check-missed" not in await told(site)
    await settled(site, "2026-10-15T00:00:01+08:00")
    assert (await told(site))[2:] == ["round-missed", "check-missed", "check-missed"]
    assert (await get(site, DAY)).json()["round"]["state"]["zh"] == "未开展"
    assert len((await get(site, "/checks?state=missed&day=2026-10-14")).json()["items"]) == 2


async def test_an_item_left_out_of_a_days_round_is_missed_alone(site: RunningApp) -> None:
    await planned(site)
    await post(site, f"{DAY}/results", PASS)
    await settled(site, "2026-10-15T00:00:01+08:00")
    assert (await told(site))[2:] == ["check-completed", "check-missed"]
    (missed,) = (await get(site, "/checks?state=missed")).json()["items"]
    assert (missed["line"], missed["state"]["zh"]) == ("INS-VM-3", "漏检")


async def test_after_the_plans_last_day_a_new_gap_is_told_once(site: RunningApp) -> None:
    await planned(site)
    await settled(site, "2026-10-25T00:00:00+08:00")
    gaps = (await get(site, "/plan-gaps")).json()["items"]
    assert [(gap["since"], gap["until"]) for gap in gaps] == [("2026-06-15", "2026-10-13"), ("2026-10-16", None)]
    assert (await told(site)).count("round-missed") == 2


async def test_a_result_entered_after_midnight_counts_by_the_moment_of_the_check(site: RunningApp) -> None:
    await planned(site)
    await settled(site, "2026-10-15T08:00:00+08:00")
    in_time = {**PASS, "at": "2026-10-14T16:00:00+08:00"}
    first = await post(site, f"{DAY}/results", in_time, headers={"Idempotency-Key": "pad-7"})
    assert (first.json()["late"], first.json()["after_missed"]) == (False, True)
    late = await post(site, f"{DAY}/results", {"line": "INS-VM-3", "result": "no_demand", "note": "当日无模式需求"})
    assert (late.json()["late"], late.json()["after_missed"]) == (True, True)
    row = (await get(site, DAY)).json()["round"]
    assert (row["done"], row["missed"]) == (2, 0)


async def test_a_result_sent_twice_from_a_pad_is_recorded_once(site: RunningApp) -> None:
    await planned(site)
    key = {"Idempotency-Key": "pad-7"}
    first = await post(site, f"{DAY}/results", FAIL, headers=key)
    again = await post(site, f"{DAY}/results", FAIL, headers=key)
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.json() == first.json()
    other = await post(site, f"{DAY}/results", PASS, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    twice = await post(site, f"{DAY}/results", PASS)
    assert (twice.status_code, twice.json()["code"]) == (409, "check_already_recorded")


async def test_results_that_cannot_be_are_refused_in_both_languages(site: RunningApp) -> None:
    await planned(site)
    no_demand = {"line": "INS-DS-3", "result": "no_demand", "note": "x"}
    zh = (await post(site, f"{DAY}/results", no_demand, language="zh")).json()
    en = (await post(site, f"{DAY}/results", no_demand)).json()
    assert (zh["code"], zh["title"], zh["clause"]) == ("no_demand_not_allowed", "该监控项不能填写无需求。", "A1 2.4.1")
    assert en["title"] == "This item cannot be answered with no demand."
    cases = {
        "note_required": {"line": "INS-DS-3", "result": "fail"},
        "line_unknown": {"line": "INS-DS-4", "result": "pass"},
        "date_in_the_future": {**PASS, "at": "2026-10-14T09:30:01+08:00"},
        "check_before_its_round": {**PASS, "at": "2026-10-13T23:59:59+08:00"},
        "date_before_the_term": {**PASS, "at": "2026-06-14T12:00:00+08:00"},
        "invalid_request": {"line": "INS-DS-3", "result": "perhaps"},
    }
    for code, json in cases.items():
        assert (await post(site, f"{DAY}/results", json)).json()["code"] == code
    assert (await post(site, "/rounds/2026-10-20/results", PASS)).json()["code"] == "round_not_open"


async def test_plans_that_cannot_be_are_refused(site: RunningApp) -> None:
    line = {"item": "INS-DS-3", "place": HALL, "frequency": "daily"}
    cases: dict[str, dict[str, object]] = {
        "date_before_the_term": {"starts": "2026-06-14"},
        "date_after_the_term": {"ends": "2027-06-15"},
        "plan_dates_disordered": {"ends": "2026-10-13"},
        "inspection_item_unknown": {"lines": [{**line, "item": "INS-XX-1"}]},
        "frequency_below_contract": {"lines": [{**line, "frequency": "monthly"}]},
        "lines_repeated": {"lines": [line, line]},
        "invalid_request": {"lines": []},
    }
    for code, changed in cases.items():
        assert (await post(site, "/plans", {**PLAN, **changed}, "contractor.manager")).json()["code"] == code


async def test_a_stale_version_is_refused_and_changes_nothing(site: RunningApp) -> None:
    plan = await proposed(site)
    refused = await post(site, f"/plans/{plan}/confirm", role="customer.officer", headers={"If-Match": '"7"'})
    assert (refused.status_code, refused.json()["code"]) == (412, "stale_version")
    assert (await get(site, f"/plans/{plan}")).json()["state"]["code"] == "proposed"
    confirmed = await post(site, f"/plans/{plan}/confirm", role="customer.officer", headers={"If-Match": '"1"'})
    assert (confirmed.status_code, confirmed.headers["ETag"]) == (200, '"2"')


async def test_a_wrong_role_is_refused(site: RunningApp) -> None:
    cases = {
        "/plans": ("customer.officer", PLAN),
        f"{DAY}/results": ("customer.officer", PASS),
        "/faults": ("auditor", {"description": "x"}),
        "/faults/F/report": ("customer.head", {}),
        "/faults/F/resolve": ("contractor.desk", {}),
    }
    for path, (role, json) in cases.items():
        refused = await post(site, path, json, role)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), path


async def test_a_monthly_item_can_be_done_on_any_day_of_its_service_month(site: RunningApp) -> None:
    backup = {"item": "INS-AU-1", "place": HALL, "frequency": "monthly"}
    await planned(site, starts="2026-10-14", ends="2026-11-14", lines=[*PLAN["lines"], backup])  # type: ignore[misc]
    await settled(site, "2026-10-20T10:00:00+08:00")
    done = await post(site, "/rounds/2026-10-20/results", {"line": "INS-AU-1", "result": "pass"})
    assert (done.json()["round_id"], done.json()["day"]) == ("2026-10-15-month", "2026-11-14")
    await settled(site, "2026-11-16T00:00:00+08:00")
    assert (await get(site, "/checks?state=missed&item=INS-AU-1")).json()["items"][0]["round_id"] == "2026-09-15-month"
    assert (await get(site, "/rounds/2026-11-14")).json()["month"]["state"]["code"] == "closed"


async def test_every_view_rebuilt_from_the_ledger_equals_the_live_one(site: RunningApp) -> None:
    await planned(site)
    await post(site, f"{DAY}/results", FAIL)
    await settled(site, "2026-10-17T00:00:00+08:00")
    runtime = site.app.state.runtime
    for view in (PLANS, PLAN_GAPS, ROUNDS, CHECKS, FAULTS):
        assert await runtime.views.rows(view, CONTRACT, {}), view.name
    await assert_rebuild_equals_live(runtime)
