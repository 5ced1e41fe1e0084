"""The checked-in calendar years against two packages that know nothing of this repository (GC-02)."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from common.terms import Calendar, CalendarDay, CalendarYearPublished
from common.testing.terms import beijing_terms, invented_terms

CALENDAR = beijing_terms().calendar
OFFICIAL = (2024, 2025, 2026)
PROJECTED = (2027, 2028, 2029, 2030)


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", OFFICIAL)
def test_official_years_agree_with_both_packages_on_every_day(year: int) -> None:
    public = holidays.country_holidays("CN", years=year)
    working = {day: CALENDAR.is_working(day) for day in _days_of(year)}
    assert working == {day: chinese_calendar.is_workday(day) for day in working}
    assert working == {day: public.is_working_day(day) for day in working}
    assert not CALENDAR.is_provisional(year)


@pytest.mark.parametrize("year", PROJECTED)
def test_projected_years_hold_the_statutory_days_and_their_compensation_only(year: int) -> None:
    statutory = holidays.country_holidays("CN", years=year)
    named = {day for day in _days_of(year) if CALENDAR.day(day).kind == "holiday"}
    assert named == set(statutory)
    assert not any(CALENDAR.day(day).kind == "makeup_workday" for day in _days_of(year))
    assert all(CALENDAR.day(day).provisional for day in _days_of(year))


GC_02 = {
    date(2026, 6, 19): "holiday",
    date(2026, 6, 20): "holiday",
    date(2026, 6, 22): "workday",
    date(2026, 9, 19): "rest_day",
    date(2026, 9, 20): "makeup_workday",
    date(2026, 9, 25): "holiday",
    **{date(2026, 10, day): "holiday" for day in range(1, 8)},
    date(2026, 10, 8): "workday",
    date(2026, 10, 10): "makeup_workday",
    date(2026, 10, 11): "rest_day",
    date(2027, 1, 1): "holiday",
    **{date(2027, 2, day): "holiday" for day in range(5, 11)},
    date(2027, 2, 11): "workday",
    date(2027, 4, 5): "holiday",
    date(2027, 5, 3): "holiday",
    date(2027, 5, 4): "holiday",
    date(2027, 5, 5): "workday",
    date(2027, 6, 9): "holiday",
}


@pytest.mark.parametrize(("day", "kind"), GC_02.items())
def test_gc_02_day_types(day: date, kind: str) -> None:
    assert CALENDAR.day(day).kind == kind


def test_gc_02_compensation_days_of_2027_say_so() -> None:
    compensated = [day for day in _days_of(2027) if (CALENDAR.day(day).name or "").endswith("补休")]
    assert compensated[:4] == [date(2027, 2, 9), date(2027, 2, 10), date(2027, 5, 3), date(2027, 5, 4)]


def test_amb_01_an_unpublished_year_may_be_read_as_plain_weeks() -> None:
    plain = beijing_terms({"calendar.unpublished": "weekdays_only"}).calendar
    assert plain.is_working(date(2027, 2, 8))
    assert plain.is_provisional(2027)
    assert not plain.is_working(date(2026, 10, 1)), "official years stay"


def test_a_year_nobody_knows_is_plain_weeks_and_provisional() -> None:
    calendar = Calendar({})
    assert [calendar.is_working(date(2031, 6, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2
    assert calendar.is_provisional(2031)
    assert invented_terms().calendar.is_provisional(2027)


PUBLISHED_2027 = CalendarYearPublished(
    2027,
    "示例",
    (
        CalendarDay(date(2027, 2, 8), "holiday", "春节"),
        CalendarDay(date(2027, 2, 20), "makeup_workday"),
        CalendarDay(date(2027, 2, 22), "rest_day"),
    ),
    example=True,
)


def test_a_published_year_replaces_its_projection_wholly() -> None:
    calendar = beijing_terms(calendars=(PUBLISHED_2027,)).calendar
    assert not calendar.is_provisional(2027)
    assert calendar.day(date(2027, 2, 20)).kind == "makeup_workday"
    assert not calendar.is_working(date(2027, 2, 22))
    assert calendar.is_working(date(2027, 2, 9)), "the projection's compensation day is gone"
    assert calendar.is_provisional(2028)
