"""A whole month of thirteen people is one roster, published in one decision."""

from datetime import date, timedelta
from typing import Any

DAYTIME = {"VC": 3, "IM": 2, "AV": 2, "SM": 1, "SD": 1}


def month() -> tuple[list[tuple[str, str]], list[tuple[str, str, str, str, str]]]:
    people = [(f"{post}-{n}", post) for post, count in DAYTIME.items() for n in range(count)]
    days = [date(2026, 11, 1) + timedelta(days=offset) for offset in range(30)]
    shifts = [(f"{day}-{person}", person, post, f"{day}T09:00", f"{day}T18:00") for day in days for person, post in people]
    return people, shifts


async def test_a_month_is_published_at_once(site: Any) -> None:
    people, shifts = month()
    await site.hire(*people)
    published = await site.publish("R-11", "2026-11-01", "2026-11-30", *shifts)
    assert (published["shift_count"], published["state"]["zh"]) == (270, "已发布")
    listed = await site.get("/shifts?day=2026-11-30&limit=200")
    assert len(listed["items"]) == 9
    due = await site.get("/handovers?state=due&limit=200")
    assert len(due["items"]) == 90


async def test_days_tell_their_kind_their_shifts_and_what_was_missing(site: Any) -> None:
    await site.hire(("vc-1", "VC"))
    await site.publish("R-14", "2026-10-14", "2026-10-14", ("s-1", "vc-1", "VC", "2026-10-14T09:00", "2026-10-14T18:00"))
    await site.until("2026-10-14T10:00:00+08:00")
    days = (await site.get("/days?starts=2026-10-10&ends=2026-10-14"))["items"]
    assert [(day["kind"]["code"], day["rostered"]) for day in days] == [
        ("makeup_workday", False),
        ("rest_day", False),
        ("workday", False),
        ("workday", False),
        ("workday", True),
    ]
    assert [shift["shift_id"] for shift in days[-1]["shifts"]] == ["s-1"]
    assert {gap["post"]["code"] for gap in days[-1]["gaps"]} >= {"VC", "IM"}
    assert days[0]["gaps"] == []
    assert (await site.call("viewer", "GET", "/days?starts=2026-10-01&ends=2026-11-01")).status_code == 422
