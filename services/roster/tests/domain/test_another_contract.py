"""Another contract, other numbers: nothing of the first one is wired in."""

from datetime import date, datetime

import pytest

from common.testing.terms import invented_terms
from roster.domain.clauses import attendance_rule, classify_arrival, classify_departure
from roster.domain.handover import due_posts
from roster.domain.requirement import Stretch, required_steps

TERMS = invented_terms()
DAY = date(2026, 10, 10)  # a Saturday that is a workday by swap


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{text}+08:00")


@pytest.mark.parametrize(("arrived", "finding"), [("09:04:59", "on_time"), ("09:05:00", "late"), ("10:00:01", "absent")])
def test_late_from_five_minutes_absent_over_sixty(arrived: str, finding: str) -> None:
    assert classify_arrival(at("10T09:00:00"), at(f"10T{arrived}"), attendance_rule(TERMS)) == finding


@pytest.mark.parametrize(("left", "finding"), [("17:45:01", "on_time"), ("17:45:00", "early_leave")])
def test_early_leave_from_fifteen_minutes(left: str, finding: str) -> None:
    assert classify_departure(at("10T18:00:00"), at(f"10T{left}"), attendance_rule(TERMS)) == finding


def steps(post: str, day: str) -> list[tuple[str, int, str]]:
    starts, ends = at(f"{day}T00:00:00"), at(f"{day}T23:59:59")
    found = required_steps(TERMS, post, (), (Stretch(starts, ends),), starts, ends)
    return [(f"{step.starts:%H:%M}", step.minimum, step.rule) for step in found[:-1]]


def test_its_own_windows_day_types_and_posts() -> None:
    assert steps("OP", "10") == [("00:00", 1, "OP-BASE"), ("06:00", 4, "OP-PEAK"), ("09:00", 1, "OP-BASE")]
    assert steps("OP", "11") == [("00:00", 1, "OP-BASE")]
    assert steps("LD", "03")[0] == ("00:00", 1, "LD-NIGHT")
    assert due_posts(TERMS) == ("OP",)
