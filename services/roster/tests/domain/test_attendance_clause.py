"""A8S-1 1.1 to the second, answers by hand from reading.md 9.4: planned 09:00:00-18:00:00 on Wednesday 2026-10-14."""

from datetime import datetime

import pytest

from common.testing.terms import beijing_terms
from roster.domain.clauses import Leave, absent_after, attendance_rule, classify_arrival, classify_departure

INCLUSIVE = attendance_rule(beijing_terms())
STRICT = attendance_rule(beijing_terms({"att.late_at_10": "exclusive"}))


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-14T{time}+08:00")


SET, OUT = at("09:00:00"), at("18:00:00")


@pytest.mark.parametrize(
    ("arrived", "finding"),
    [
        ("08:55:00", "on_time"),
        ("09:09:59", "on_time"),  # GC-60, under
        ("09:10:00", "late"),  # GC-61, on
        ("09:10:01", "late"),  # over
        ("09:30:00", "late"),  # GC-62, exactly thirty is not absent
        ("09:30:00.900000", "late"),  # the same second
        ("09:30:01", "absent"),  # GC-63, absent replaces late
    ],
)
def test_arrival_is_judged_by_the_second(arrived: str, finding: str) -> None:
    assert classify_arrival(SET, at(arrived), INCLUSIVE) == finding


@pytest.mark.parametrize(("arrived", "finding"), [("09:09:59", "on_time"), ("09:10:00", "on_time"), ("09:10:01", "late")])
def test_read_strictly_ten_minutes_exactly_are_on_time(arrived: str, finding: str) -> None:
    assert classify_arrival(SET, at(arrived), STRICT) == finding  # GC-61, the other reading


def test_who_never_comes_is_absent() -> None:
    assert classify_arrival(SET, None, INCLUSIVE) == "absent"


def test_approved_leave_makes_a_later_arrival_no_violation() -> None:
    leave = Leave("L-1", at("08:00:00"), at("10:00:00"))
    assert classify_arrival(SET, at("09:45:00"), INCLUSIVE, leave) == "excused"  # GC-64
    assert classify_arrival(SET, at("09:45:00"), INCLUSIVE) == "absent"


@pytest.mark.parametrize(
    ("arrived", "finding"), [("10:09:59", "excused"), ("10:10:00", "late"), ("10:30:00", "late"), ("10:30:01", "absent")]
)
def test_leave_moves_the_set_time_to_its_end(arrived: str, finding: str) -> None:
    leave = Leave("L-1", at("08:00:00"), at("10:00:00"))
    assert classify_arrival(SET, at(arrived), INCLUSIVE, leave) == finding


def test_leave_that_begins_later_does_not_excuse() -> None:
    assert classify_arrival(SET, at("09:20:00"), INCLUSIVE, Leave("L-1", at("09:15:00"), at("12:00:00"))) == "late"


@pytest.mark.parametrize(
    ("left", "finding"),
    [
        ("18:05:00", "on_time"),
        ("17:50:01", "on_time"),  # GC-65, 9 min 59 s
        ("17:50:00", "early_leave"),  # GC-65, exactly ten
        ("17:30:00", "early_leave"),
        ("17:29:59", "absent"),  # more than thirty without leave: left the post without reason
    ],
)
def test_departure_is_judged_by_the_second(left: str, finding: str) -> None:
    assert classify_departure(OUT, at(left), INCLUSIVE) == finding


def test_read_strictly_leaving_ten_minutes_before_is_no_early_leave() -> None:
    assert classify_departure(OUT, at("17:50:00"), STRICT) == "on_time"
    assert classify_departure(OUT, at("17:49:59"), STRICT) == "early_leave"


def test_leave_until_the_end_excuses_an_early_departure() -> None:
    leave = Leave("L-1", at("16:00:00"), at("18:00:00"))
    assert classify_departure(OUT, at("16:30:00"), INCLUSIVE, leave) == "excused"
    assert classify_departure(OUT, at("15:50:00"), INCLUSIVE, leave) == "early_leave"


def test_absence_is_looked_for_strictly_after_thirty_minutes() -> None:
    assert absent_after(SET, INCLUSIVE) == at("09:30:01")
    assert absent_after(SET, INCLUSIVE, Leave("L-1", at("08:00:00"), at("10:00:00"))) == at("10:30:01")


def test_read_the_other_way_thirty_minutes_exactly_are_absent() -> None:
    rule = attendance_rule(beijing_terms({"att.absent": "at_least_30_no_leave"}))
    assert classify_arrival(SET, at("09:29:59"), rule) == "late"
    assert classify_arrival(SET, at("09:30:00"), rule) == "absent"  # GC-62, the other reading
    assert absent_after(SET, rule) == at("09:30:00")
