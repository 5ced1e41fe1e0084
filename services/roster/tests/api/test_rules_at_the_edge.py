"""What the routes refuse, and what a repetition, a stale version or an erased name does."""

from typing import Any

from common.terms import STREAM_ID, TERMS, ChooseReading
from common.testing.kernels import meta
from common.testing.rebuilding import assert_rebuild_equals_live

DAY = "2026-10-14"
PERSON = {"person_id": "P-1", "posts": ["VC"], "industry_years": 4, "specialty_years": 2}


def shift(**changed: str) -> dict[str, str]:
    planned = {"planned_from": f"{DAY}T09:00:00+08:00", "planned_to": f"{DAY}T18:00:00+08:00"}
    return {"shift_id": "S-1", "person_id": "P-1", "post": "VC", **planned, **changed}


async def one_shift(site: Any) -> None:
    await site.hire(("P-1", "VC"))
    await site.publish("R-1", DAY, DAY, ("S-1", "P-1", "VC", f"{DAY}T09:00", f"{DAY}T18:00"))


async def test_who_does_not_reach_the_minimum_is_not_approved(site: Any) -> None:
    await site.post("contractor.manager", "/people", PERSON)
    answer = await site.call("customer.officer", "POST", "/people/P-1/approve", {"posts": ["VC"]}, Accept_Language="zh")
    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["code"], problem["clause"]) == ("qualification_below_minimum", "A2 2.1")
    assert problem["title"] == "该人员不满足该岗位的最低资格。"
    assert problem["details"] == {"post": "VC", "missing": "years"}


FORBIDDEN: list[tuple[str, str, Any]] = [
    ("contractor.manager", "/people/P-1/approve", {"posts": ["VC"]}),
    ("customer.officer", "/people", PERSON),
    ("customer.officer", "/rosters/R-1/publish", {}),
    ("viewer", "/shifts/S-1/start", {}),
    ("contractor.manager", "/leave/L-1/approve", {}),
    ("contractor.manager", "/shifts/S-1/corrections/C-1/approve", {}),
    ("contractor.manager", "/key-periods", {}),
    ("admin", "/handovers/VC-2026-10-14/complete", {}),
]


async def test_nobody_acts_in_anothers_place(site: Any) -> None:
    for role, path, body in FORBIDDEN:
        assert await site.refused(role, path, body) == (403, "forbidden"), (role, path)


WRONG_DRAFTS: list[tuple[Any, int, str]] = [
    ({"starts": DAY, "ends": DAY, "shifts": [shift(planned_from="yesterday")]}, 422, "invalid_request"),
    ({"starts": DAY, "ends": DAY, "shifts": [], "colour": "red"}, 422, "invalid_request"),
    ({"starts": "2026-06-14", "ends": DAY, "shifts": []}, 422, "outside_the_term"),
    ({"starts": DAY, "ends": "2027-06-15", "shifts": []}, 422, "outside_the_term"),
    ({"starts": DAY, "ends": "2026-10-13", "shifts": []}, 422, "ends_before_start"),
]


async def test_a_draft_of_a_wrong_form_or_outside_the_term(site: Any) -> None:
    for body, status, code in WRONG_DRAFTS:
        assert await site.refused("contractor.manager", "/rosters", body) == (status, code), body


async def test_a_published_roster_stands_and_nothing_of_a_refused_one_is_kept(site: Any) -> None:
    await one_shift(site)
    assert await site.refused("contractor.manager", "/rosters/R-1/publish") == (409, "roster_already_published")
    draft = {"roster_id": "R-2", "starts": "2026-10-15", "ends": "2026-10-15"}
    stranger = shift(
        shift_id="S-2", person_id="P-9", planned_from="2026-10-15T09:00:00+08:00", planned_to="2026-10-15T18:00:00+08:00"
    )
    await site.post("contractor.manager", "/rosters", {**draft, "shifts": [stranger]})
    assert await site.refused("contractor.manager", "/rosters/R-2/publish") == (409, "person_not_approved")
    assert (await site.get("/rosters/R-2"))["state"]["code"] == "draft"
    assert (await site.call("viewer", "GET", "/shifts/S-2")).status_code == 404
    assert [one["roster_id"] for one in (await site.get("/rosters?state=published"))["items"]] == ["R-1"]


async def test_a_relief_is_added_and_a_shift_cancelled_on_a_published_day(site: Any) -> None:
    await one_shift(site)
    overlap = shift(shift_id="S-2", planned_from=f"{DAY}T17:00:00+08:00")
    assert await site.refused("contractor.manager", "/shifts", overlap) == (409, "shifts_overlap")
    cancelled = await site.post("contractor.manager", "/shifts/S-1/cancel", {"reason": "ill"})
    assert (cancelled["state"]["zh"], cancelled["cancel_reason"]) == ("已取消", "ill")
    added = await site.post("contractor.manager", "/shifts", overlap, Idempotency_Key="relief")
    again = await site.post("contractor.manager", "/shifts", overlap, Idempotency_Key="relief")
    assert (added["roster_id"], again["shift_id"]) == ("R-1", "S-2")


async def test_a_punch_repeated_under_its_key_happens_once(site: Any) -> None:
    await one_shift(site)
    await site.until(f"{DAY}T09:00:00+08:00")
    first = await site.call("contractor.engineer", "POST", "/shifts/S-1/start", {}, Idempotency_Key="k-1")
    again = await site.call("contractor.engineer", "POST", "/shifts/S-1/start", {}, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code, again.headers["Idempotent-Replay"]) == (201, 201, "true")
    assert first.headers["Watchbill-Position"] == again.headers["Watchbill-Position"]
    other = {"at": f"{DAY}T08:59:00+08:00"}
    assert await site.refused("contractor.engineer", "/shifts/S-1/start", other, Idempotency_Key="k-1") == (
        422,
        "idempotency_key_reused",
    )
    assert await site.refused("contractor.engineer", "/shifts/S-1/start") == (409, "shift_already_started")
    future = {"at": f"{DAY}T09:01:01+08:00"}
    assert await site.refused("contractor.engineer", "/shifts/S-1/end", future) == (422, "punch_in_the_future")


async def test_a_stale_version_is_refused(site: Any) -> None:
    await one_shift(site)
    await site.until(f"{DAY}T09:00:00+08:00")
    for version, status in (('"0"', 412), ('"2"', 412), ('"1"', 201)):
        answer = await site.call("contractor.engineer", "POST", "/shifts/S-1/start", {}, If_Match=version)
        assert answer.status_code == status, answer.text


async def test_names_are_shown_to_those_who_need_them_corrected_and_erased(site: Any) -> None:
    await site.hire(("P-1", "VC"))
    assert (await site.get("/people/P-1", "contractor.manager"))["name"] == "Name of P-1"
    assert (await site.get("/people/P-1", "viewer"))["name"] is None
    await site.post("contractor.manager", "/people/P-1/name", {"name": "Right Name"})
    shown = await site.get("/people/P-1", "customer.officer")
    assert (shown["name"], shown["phone"]) == ("Right Name", None)
    await site.post("customer.head", "/people/P-1/erase-name")
    assert (await site.get("/people/P-1", "customer.officer"))["name"] is None
    left = await site.runtime.pool.fetchval("select count(*) from texts where body is not null")
    assert left == 0
    told = await site.runtime.pool.fetch("select payload, published from events")
    assert not any("Name of" in (row["payload"] + (row["published"] or "")) for row in told)


async def test_a_person_is_replaced_by_somebody_who_is_known(site: Any) -> None:
    await site.hire(("P-1", "VC"))
    body = {"successor_id": "P-2", "cause": "resignation", "approved": True}
    assert await site.refused("contractor.manager", "/people/P-1/replace", body) == (409, "successor_unknown")
    await site.hire(("P-2", "VC"))
    replaced = await site.post("contractor.manager", "/people/P-1/replace", body)
    assert (replaced["standing"]["code"], replaced["cause"]["zh"]) == ("replaced", "离职")
    failed = await site.post("customer.officer", "/people/P-2/exam", {"passed": False})
    assert failed["exam_passed"] is False
    told = await site.runtime.pool.fetch("select type from events where public_no is not null order by public_no")
    assert [row["type"] for row in told][-2:] == ["person-replaced", "exam-failed"]
    left = await site.post("contractor.manager", "/people/P-2/leave-contract")
    assert left["standing"]["code"] == "left"


async def test_another_reading_judges_the_next_arrival(site: Any) -> None:
    await one_shift(site)
    choice = ChooseReading("handover.tolerance_min", "10")
    await site.runtime.handler.handle("bj-2026", TERMS, STREAM_ID, choice, meta())
    await site.until(f"{DAY}T16:07:00+08:00")
    done = await site.post("contractor.desk", f"/handovers/VC-{DAY}/complete", {"incoming": "P-1"})
    assert done["on_time"] is True


async def test_coverage_is_shown_for_a_month_at_most(site: Any) -> None:
    for ends in ("2026-10-13", "2026-11-14"):
        answer = await site.call("viewer", "GET", f"/coverage?starts={DAY}&ends={ends}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await site.get(f"/coverage?starts={DAY}&ends=2026-11-13"))["starts"] == DAY


async def test_every_view_and_timer_is_what_the_ledger_says(site: Any) -> None:
    await one_shift(site)
    await site.until(f"{DAY}T09:12:00+08:00")
    await site.post("contractor.engineer", "/shifts/S-1/start")
    body = {"person_id": "P-1", "starts_at": f"{DAY}T08:00:00+08:00", "ends_at": f"{DAY}T10:00:00+08:00"}
    asked = await site.post("contractor.engineer", "/leave", body)
    await site.post("customer.officer", f"/leave/{asked['leave_id']}/approve")
    key_period = {"post": "VC", "minimum": 2, "starts_at": f"{DAY}T12:00:00+08:00", "ends_at": f"{DAY}T20:00:00+08:00"}
    await site.post("customer.officer", "/key-periods", key_period)
    await site.until("2026-10-16T00:00:00+08:00")
    await assert_rebuild_equals_live(site.runtime)
