"""Slips over HTTP, on a real database: roles, parties, ranges, versions, keys, texts, both languages."""

from collections.abc import Mapping
from typing import Any

import httpx

from common.testing.apps import RunningApp

BASE = "/v1/contracts/bj-2026"
SLIP = {"rule": "1.1.1", "points": 5, "event_at": "2026-10-14T09:10:00+08:00", "narrative": "值班人员迟到十分钟"}


async def post(
    app: RunningApp,
    role: str,
    path: str,
    json: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    subject: str = "",
    language: str = "en",
) -> httpx.Response:
    async with app.client(role, language=language, subject=subject) as caller:
        return await caller.post(BASE + path, json=json or {}, headers=headers or {})


async def get(app: RunningApp, path: str, role: str = "viewer") -> Any:
    async with app.client(role) as caller:
        answer = await caller.get(BASE + path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def recorded(app: RunningApp, **more: Any) -> Any:
    answer = await post(app, "customer.officer", "/slips", {**SLIP, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_slip_gets_its_number_its_quarter_and_its_last_day(desk: RunningApp) -> None:
    slip = await recorded(desk)
    assert (slip["number"], slip["quarter"], slip["due_on"], slip["late"]) == ("SLIP-0001", 2, "2026-10-21", False)
    assert slip["state"] == {"code": "pending", "zh": "待会签", "en": "pending"}
    assert (slip["narrative"], slip["counts_as"], slip["clause"]) == ("值班人员迟到十分钟", 0, "A8S-1 1.1.1")
    assert (await recorded(desk))["number"] == "SLIP-0002"


async def test_what_was_typed_never_reaches_the_ledger(desk: RunningApp) -> None:
    await recorded(desk)
    rows = await desk.app.state.runtime.pool.fetch("select payload, published from events where stream like 'slip/%'")
    assert rows
    assert all("值班" not in row["payload"] and "值班" not in (row["published"] or "") for row in rows)


WRONG: tuple[tuple[Mapping[str, Any], int, str], ...] = (
    ({"points": 11}, 422, "points_outside_range"),
    ({"rule": "9.9.9"}, 404, "rule_unknown"),
    ({"event_at": "2026-06-14T10:00:00+08:00"}, 422, "outside_term"),
    ({"event_at": "2026-10-14T10:00:00+08:00"}, 422, "event_in_the_future"),
    ({"event_at": "2026-09-20T10:00:00+08:00"}, 422, "late_reason_missing"),
    ({"points": 0}, 422, "invalid_request"),
    ({"unknown": 1}, 422, "invalid_request"),
)


async def test_a_wrong_form_2_is_refused_and_nothing_is_written(desk: RunningApp) -> None:
    for changed, status, code in WRONG:
        answer = await post(desk, "customer.officer", "/slips", {**SLIP, **changed})
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert answer.headers["content-type"].startswith("application/problem+json")
    assert (await get(desk, "/slips"))["items"] == []


async def test_a_refusal_speaks_chinese_and_names_the_clause(desk: RunningApp) -> None:
    answer = await post(desk, "customer.officer", "/slips", {**SLIP, "points": 11}, language="zh")
    assert (answer.json()["title"], answer.json()["clause"]) == ("分值超出该条款允许的范围。", "A8S-1 1.1.1")


async def test_only_the_named_roles_record_answer_decide_and_sign(desk: RunningApp) -> None:
    slip = (await recorded(desk))["id"]
    for role, path in (
        ("contractor.engineer", "/slips"),
        ("customer.head", f"/slips/{slip}/dissent"),
        ("customer.officer", f"/slips/{slip}/decide"),
        ("contractor.engineer", f"/slips/{slip}/sign"),
        ("admin", f"/slips/{slip}/sign"),
    ):
        body = {"text": "x", "points": 1, "narrative": "x"}
        assert (await post(desk, role, path, body)).json()["code"] == "forbidden"
    bonus = await post(desk, "contractor.manager", "/slips", SLIP)
    assert bonus.json()["code"] == "only_customer_deducts"


async def test_both_parties_sign_and_the_points_count(desk: RunningApp) -> None:
    slip = await recorded(desk)
    path = f"/slips/{slip['id']}/sign"
    own = await post(desk, "customer.officer", path)
    assert (own.status_code, own.json()["code"]) == (403, "recorder_may_not_countersign")
    other = await post(desk, "contractor.manager", path, {"party": "customer"})
    assert (other.status_code, other.json()["code"]) == (403, "wrong_party")
    changed = await post(desk, "customer.head", path, {"content_hash": "0" * 64})
    assert changed.json()["code"] == "signed_content_differs"
    first = await post(desk, "customer.head", path, {"content_hash": slip["content_hash"]})
    assert first.json()["state"]["code"] == "pending"
    second = (await post(desk, "contractor.manager", path)).json()
    assert (second["state"]["code"], second["counts_as"], second["signed_by_both"]) == ("in_effect", -5, True)
    assert [one["subject"] for one in second["signatures"]] == ["customer-head", "contractor-manager"]
    seq, _, hash_ = second["signatures"][1]["head"].partition(":")
    stored = await desk.app.state.runtime.pool.fetchval("select hash from events where seq = $1", int(seq))
    assert stored.hex() == hash_


async def test_a_dissent_is_decided_and_the_decided_points_are_signed(desk: RunningApp) -> None:
    slip = (await recorded(desk))["id"]
    await post(desk, "customer.head", f"/slips/{slip}/sign")
    dissent = await post(desk, "contractor.manager", f"/slips/{slip}/dissent", {"text": "当日地铁停运"})
    assert dissent.json()["stance"]["code"] == "dissented"
    assert (await post(desk, "contractor.manager", f"/slips/{slip}/sign")).json()["code"] == "dissent_undecided"
    decided = await post(desk, "customer.head", f"/slips/{slip}/decide", {"points": 3, "narrative": "酌情减轻"})
    body = decided.json()
    assert (body["points"], body["proposed_points"], body["decision"]) == (3, 5, "酌情减轻")
    assert [one["valid"] for one in body["signatures"]] == [False]
    await post(desk, "customer.officer", f"/slips/{slip}/sign", subject="officer-two")
    await post(desk, "contractor.manager", f"/slips/{slip}/sign")
    final = await get(desk, f"/slips/{slip}")
    assert final["counts_as"] == -3
    assert [one["text"] for one in final["statements"]] == ["当日地铁停运", "酌情减轻"]


async def test_a_stale_version_and_a_reused_key_are_refused(desk: RunningApp) -> None:
    slip = (await recorded(desk))["id"]
    await post(desk, "contractor.manager", f"/slips/{slip}/comment", {"text": "已知悉"})
    stale = await post(desk, "customer.head", f"/slips/{slip}/sign", headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    fresh = await post(desk, "customer.head", f"/slips/{slip}/sign", headers={"If-Match": '"2"'})
    assert fresh.status_code == 200, fresh.text
    key = {"Idempotency-Key": "form-2-17"}
    first = await post(desk, "customer.officer", "/slips", SLIP, key)
    again = await post(desk, "customer.officer", "/slips", SLIP, key)
    assert (again.json()["id"], again.headers["Idempotent-Replay"]) == (first.json()["id"], "true")
    other = await post(desk, "customer.officer", "/slips", {**SLIP, "points": 6}, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len((await get(desk, "/slips"))["items"]) == 2


async def test_slips_are_filtered_and_paged(desk: RunningApp) -> None:
    for points in (1, 2, 3):
        await recorded(desk, points=points)
    await recorded(desk, rule="2.6.2", points=1)
    assert len((await get(desk, "/slips?rule=1.1.1"))["items"]) == 3
    assert (await get(desk, "/slips?quarter=1"))["items"] == []
    page = await get(desk, "/slips?sort=number&limit=3")
    assert [one["number"] for one in page["items"]] == ["SLIP-0001", "SLIP-0002", "SLIP-0003"]
    rest = await get(desk, f"/slips?sort=number&limit=3&cursor={page['next']}")
    assert [one["number"] for one in rest["items"]] == ["SLIP-0004"]


async def test_a_counted_slip_is_corrected_by_a_counter_slip_only(desk: RunningApp) -> None:
    slip = (await recorded(desk))["id"]
    for role in ("customer.head", "contractor.manager"):
        await post(desk, role, f"/slips/{slip}/sign")
    withdrawn = await post(desk, "customer.officer", f"/slips/{slip}/withdraw", {"reason": "记错人"})
    assert withdrawn.json()["code"] == "slip_already_counts"
    counter = await post(desk, "customer.officer", f"/slips/{slip}/counter", {"points": 4, "narrative": "核实仅晚一分钟"})
    assert (counter.status_code, counter.json()["counters"]) == (201, slip)
    for role in ("customer.head", "contractor.manager"):
        await post(desk, role, f"/slips/{counter.json()['id']}/sign")
    assert (await get(desk, f"/slips/{slip}"))["countered_points"] == 4
    assert (await get(desk, "/forecast"))["in_force"]["quarters"][1]["deducted"] == 1
    beyond = await post(desk, "customer.officer", f"/slips/{slip}/counter", {"points": 2, "narrative": "再次更正"})
    assert beyond.json()["code"] == "points_outside_range"


async def test_a_refusal_to_sign_is_overruled_by_the_deputy_director_alone(desk: RunningApp) -> None:
    slip = (await recorded(desk))["id"]
    early = await post(desk, "customer.leader", f"/slips/{slip}/uphold", {"reason": "乙方拒绝签字"})
    assert early.json()["code"] == "customer_signature_missing"
    await post(desk, "customer.head", f"/slips/{slip}/sign")
    upheld = await post(desk, "customer.leader", f"/slips/{slip}/uphold", {"reason": "乙方拒绝签字"})
    assert (upheld.json()["counts_as"], upheld.json()["signed_by_both"]) == (-5, False)


async def test_the_catalogue_has_62_quarterly_and_the_annual_rules(desk: RunningApp) -> None:
    rules = await get(desk, "/rules")
    assert len(rules["quarterly"]) == 62
    late = next(rule for rule in rules["quarterly"] if rule["code"] == "1.1.1")
    assert (late["points_min"], late["points_max"], late["unit"]["zh"]) == (1, 10, "每人")
    assert [rule["code"] for rule in rules["annual"] if rule["derived"]] == ["AS-3.1", "AS-3.2", "AS-3.3", "AS-3.4"]


async def test_the_forecast_is_labelled_and_shows_every_reading_worth_money(desk: RunningApp) -> None:
    forecast = await get(desk, "/forecast")
    assert forecast["label_zh"] == "预测, 非考核结果"
    assert forecast["in_force"]["lines"][0] == {
        "at_least": "85",
        "distance": "15",
        "costs": {"amount": "149685.00", "currency": "CNY"},
    }
    changed = [(one["reading"]["name"], one["reading"]["option"]) for one in forecast["alternatives"]]
    assert changed == [
        ("quarter.scheme", "calendar"),
        ("quarter.scheme", "calendar_merged"),
        ("tier.mode", "cumulative"),
        ("tier.basis", "net"),
        ("kpi.header_cap", "per_event"),
        ("kpi.header_cap", "per_quarter"),
    ]
