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
