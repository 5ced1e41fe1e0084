"""What a wall asks for."""

from datetime import datetime

import pytest

from console.pages.wall.work import watch

DAY, NEXT = "2026-11-24T00:00", "2026-11-25T00:00"


@pytest.mark.parametrize(
    ("now", "since", "until"),
    [
        ("2026-11-24T00:00", "2026-11-23T18:00", NEXT),
        ("2026-11-24T00:59", "2026-11-23T18:00", NEXT),
        ("2026-11-24T05:59", "2026-11-23T23:00", NEXT),
        ("2026-11-24T06:00", DAY, NEXT),
        ("2026-11-24T12:30", DAY, NEXT),
        ("2026-11-24T18:59", DAY, NEXT),
        ("2026-11-24T19:00", DAY, "2026-11-25T01:00"),
        ("2026-11-24T23:59", DAY, "2026-11-25T05:00"),
    ],
)
def test_a_watch_is_the_day_and_six_hours_around_now(now: str, since: str, until: str) -> None:
    def local(at: str) -> datetime:
        return datetime.fromisoformat(f"{at}:00+08:00")

    assert watch(local(now)) == (local(since), local(until))
