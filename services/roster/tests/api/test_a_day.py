"""A day on site over HTTP: punches judged by the clause, gaps told by the clock, a handover done and one missed."""

from typing import Any

import pytest

from common.testing.processes import eventually

DAY = "2026-10-14"
TEAM = (("P-1", "VC"), ("P-2", "VC"), ("P-3", "VC"), ("P-4", "IM"))


def at(time: str) -> str:
    return f"{DAY}T{time}+08:00"


async def planned(site: Any) -> None:
    await site.hire(*TEAM)
    shifts = [(f"S-{n}", f"P-{n}", "VC" if n < 4 else "IM", f"{DAY}T09:00", f"{DAY}T18:00") for n in range(1, 5)]
    await site.publish("R-1", DAY, DAY, *shifts)


@pytest.mark.parametrize(
    ("time", "finding", "seconds"),
    [("09:09:59", "on_time", 599), ("09:10:00", "late", 600), ("09:30:00", "late", 1800)],
)
async def test_an_arrival_is_judged_when_it_is_punched(site: Any, time: str, finding: str, seconds: int) -> None:
    await planned(site)
    await site.until(at(time))
    shift = await site.post("contractor.engineer", "/shifts/S-1/start")
    assert shift["state"] == {"code": "on_post", "zh": "在岗", "en": "on post"}
    assert shift["arrival"]["code"] == finding
    assert (shift["findings"][0]["seconds"], shift["findings"][0]["clause"]) == (seconds, "A8S-1 1.1")
    assert shift["findings"][0]["position"].startswith("roster:bj-2026:")


async def test_who_comes_after_thirty_minutes_was_found_absent_by_the_clock(site: Any) -> None:
    await planned(site)
    await site.until(at("09:30:00"))
    assert (await site.get("/shifts/S-1"))["arrival"] is None
    await site.until(at("09:30:01"))
    assert (await site.get("/shifts/S-1"))["arrival"]["code"] == "absent"
    await site.until(at("09:45:00"))
    shift = await site.post("contractor.engineer", "/shifts/S-1/start")
    assert (shift["arrival"]["code"], len(shift["findings"])) == ("absent", 1)


async def test_an_older_punch_needs_a_correction_and_a_second_person(site: Any) -> None:
    await planned(site)
    await site.until(at("09:40:00"))
    punch = {"at": at("09:02:00")}
    assert await site.refused("contractor.engineer", "/shifts/S-1/start", punch) == (409, "punch_contradicts_absence")
    body = {"correction_id": "C-1", "punch": "start", "at": at("09:02:00"), "reason": "the terminal was off"}
    asked = await site.post("contractor.manager", "/shifts/S-1/corrections", body)
    assert asked["corrections"][0]["reason"] == "the terminal was off"
    shift = await site.post("customer.officer", "/shifts/S-1/corrections/C-1/approve")
    assert [found["finding"]["code"] for found in shift["findings"]] == ["absent", "on_time"]
    assert (shift["findings"][1]["corrects"]["code"], shift["state"]["code"]) == ("absent", "on_post")
    assert shift["corrections"][0]["state"]["code"] == "agreed"


async def test_approved_leave_excuses_and_stops_the_clock(site: Any) -> None:
    await planned(site)
    body = {"leave_id": "L-1", "person_id": "P-1", "starts_at": at("08:00:00"), "ends_at": at("10:00:00"), "reason": "doctor"}
    await site.post("contractor.engineer", "/leave", body)
    approved = await site.post("customer.officer", "/leave/L-1/approve")
    assert (approved["state"]["zh"], approved["reason"]) == ("已批准", "doctor")
    await site.until(at("09:45:00"))
    shift = await site.post("contractor.engineer", "/shifts/S-1/start")
    assert (shift["arrival"]["code"], shift["leaves"]) == ("excused", ["L-1"])


async def test_a_gap_opens_by_the_clock_and_closes_with_the_third_engineer(site: Any) -> None:
    await planned(site)
    await site.until(at("08:55:00"))
    await site.post("contractor.engineer", "/shifts/S-1/start")
    await site.post("contractor.engineer", "/shifts/S-2/start")
    await site.until(at("09:01:00"))
    (gap,) = (await site.get("/coverage/gaps?post=VC&state=open"))["items"]
    assert (gap["opened_at"], gap["required"], gap["present"]) == (at("09:00:00"), 3, 2)
    assert gap["requirement"] == {"id": "STF-VC-DAY", "clause": "A1 2.1.3", "minimum": 3}
    await site.until(at("10:15:00"))
    await site.post("contractor.engineer", "/shifts/S-3/start")
    gap = await site.get(f"/coverage/gaps/{gap['gap_id']}")
    assert (gap["state"]["code"], gap["minutes"]) == ("closed", 75)
    why = (await site.get(f"/coverage/gaps/{gap['gap_id']}/explanation"))["explanation"]
    assert (why["value"], why["clause"], why["inputs"]) == ("75", "A1 2.1.3", gap["positions"])
    series = (await site.get(f"/coverage?starts={DAY}&ends={DAY}&post=VC"))["posts"][0]
    assert [(step["at"][11:16], step["value"]) for step in series["required"]] == [("00:00", 1), ("09:00", 3), ("18:00", 1)]
    assert [(step["at"][11:16], step["value"]) for step in series["planned"]] == [("00:00", 0), ("09:00", 3), ("18:00", 0)]
    present = [(step["at"][11:16], step["value"]) for step in series["present"]]
    assert present == [("00:00", 0), ("08:55", 2), ("10:15", 3)]
    assert [shown["minutes"] for shown in series["gaps"]] == [535, 75]


async def test_who_is_on_duty_and_who_left_early(site: Any) -> None:
    await planned(site)
    await site.until(at("09:00:00"))
    await site.post("contractor.engineer", "/shifts/S-1/start")
    assert [one["shift_id"] for one in (await site.get("/on-duty"))["items"]] == ["S-1"]
    await site.until(at("17:50:00"))
    shift = await site.post("contractor.engineer", "/shifts/S-1/end")
    assert (shift["departure"]["zh"], shift["state"]["code"]) == ("早退", "ended")
    assert (await site.get("/on-duty"))["items"] == []


async def test_one_person_counts_for_one_post(site: Any) -> None:
    await site.hire(("P-1", "VC"))
    await site.post("customer.officer", "/people/P-1/approve", {"posts": ["VC", "IM"]})
    await site.publish("R-1", DAY, DAY, ("S-1", "P-1", "VC", f"{DAY}T00:00", f"{DAY}T08:00"), night_two("S-2"))
    await site.until(at("00:00:00"))
    await site.post("contractor.engineer", "/shifts/S-1/start")
    await site.until(at("08:00:00"))
    await site.post("contractor.engineer", "/shifts/S-2/start")
    series = {one["post"]["code"]: one for one in (await site.get(f"/coverage?starts={DAY}&ends={DAY}"))["posts"]}
    assert [(step["at"][11:16], step["value"]) for step in series["VC"]["present"]] == [("00:00", 1), ("08:00", 0)]
    assert [(step["at"][11:16], step["value"]) for step in series["IM"]["present"]] == [("00:00", 0), ("08:00", 1)]
    await site.until(at("08:02:00"))
    assert [gap["opened_at"] for gap in (await site.get("/coverage/gaps?post=VC"))["items"]] == [at("08:00:00")]


def night_two(shift_id: str) -> tuple[str, str, str, str, str]:
    return (shift_id, "P-1", "IM", f"{DAY}T08:00", f"{DAY}T18:00")


async def test_a_handover_at_the_wrong_minute_with_two_omissions_and_one_missed(site: Any) -> None:
    await planned(site)
    await site.until(at("16:07:00"))
    body = {"items": ["T-1", "tools"], "omitted": 2, "outgoing": "P-1", "incoming": "P-2", "remarks": "keys are in the box"}
    done = await site.post("contractor.engineer", f"/handovers/VC-{DAY}/complete", body)
    assert (done["on_time"], done["omitted"], done["remarks"]) == (False, 2, "keys are in the box")
    assert (done["open_tickets"], done["open_faults"], done["clause"]) == ([], [], "A8S-1 3.2")
    await site.until("2026-10-15T00:00:00+08:00")
    states = {one["post"]["code"]: one["state"]["code"] for one in (await site.get(f"/handovers?day={DAY}"))["items"]}
    assert states == {"VC": "completed", "IM": "missed", "AV": "missed"}


async def test_a_key_period_raises_the_requirement_and_frees_the_handover(site: Any) -> None:
    await planned(site)
    body = {"key_period_id": "K-1", "post": "VC", "minimum": 4, "starts_at": at("12:00:00"), "ends_at": at("20:00:00")}
    ordered = await site.post("customer.officer", "/key-periods", body)
    assert (ordered["minimum"], ordered["number_missing"]) == (4, False)
    series = (await site.get(f"/coverage?starts={DAY}&ends={DAY}&post=VC"))["posts"][0]
    steps = [(step["at"][11:16], step["value"], step["requirement"]) for step in series["required"]]
    assert steps[2:] == [("12:00", 4, "K-1"), ("20:00", 1, "STF-VC-BASE")]
    assert (await site.get(f"/handovers/VC-{DAY}"))["special"] is True
    assert (await site.get(f"/handovers/IM-{DAY}"))["special"] is False
    asks = await site.post("customer.officer", "/key-periods", {**body, "key_period_id": "K-2", "minimum": None})
    assert asks["number_missing"] is True


async def test_a_stretch_without_a_roster_is_one_standing_finding(site: Any) -> None:
    async def stands() -> bool:
        return [one["since"] for one in (await site.get("/rosters/missing?state=stands"))["items"]] == ["2026-06-15"]

    await eventually(stands, "the finding stands")
    await planned(site)
    await site.until(at("00:00:00"))
    assert (await site.get("/rosters/missing?state=stands"))["items"] == []
    await site.until("2026-10-20T12:00:00+08:00")
    found = (await site.get("/rosters/missing"))["items"]
    assert [(one["since"], one["until"]) for one in found] == [("2026-06-15", DAY), ("2026-10-15", None)]
