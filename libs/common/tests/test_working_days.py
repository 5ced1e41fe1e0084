"""Counting days against an oracle that walks a plain list of dates and shares nothing with the code."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.working_days import (
    Day,
    add_months,
    count_calendar_days,
    count_months,
    count_working_days,
    full_months_end,
    rolled,
    working_days_between,
)

FIRST = date(2026, 1, 1)
DAYS = 900


@dataclass(frozen=True)
class Drawn:
    """A calendar drawn by chance: some weekdays off, some weekends worked, some years provisional."""

    off: frozenset[date]
    worked: frozenset[date]
    provisional_years: frozenset[int]

    def day(self, on: date, /) -> Day:
        provisional = on.year in self.provisional_years
        if on in self.off:
            return Day(on, "holiday", "节", provisional)
        if on in self.worked:
            return Day(on, "makeup_workday", None, provisional)
        return Day(on, "rest_day" if on.weekday() > 4 else "workday", None, provisional)


def some_days(most: int) -> st.SearchStrategy[frozenset[date]]:
    return st.frozensets(st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n)), max_size=most)


calendars = st.builds(Drawn, some_days(80), some_days(40), st.frozensets(st.sampled_from([2026, 2027, 2028])))
starts = st.integers(0, 500).map(lambda n: FIRST + timedelta(days=n))
lengths = st.integers(1, 60)


def worked_dates(calendar: Drawn, first: date) -> list[date]:
    """The oracle: every date from `first` on which somebody works, by set arithmetic over plain dates."""
    every = [first + timedelta(days=n) for n in range(DAYS)]
    weekdays = {day for day in every if day.isoweekday() <= 5}
    working = (weekdays | (calendar.worked & set(every))) - calendar.off
    return sorted(working)


@given(calendars, starts, lengths, st.booleans())
def test_the_nth_working_day(calendar: Drawn, start: date, length: int, included: bool) -> None:
    count = count_working_days(calendar, start, length, start_day_counted=included)
    first = start if included else start + timedelta(days=1)
    assert count.on == worked_dates(calendar, first)[length - 1]
    assert working_days_between(calendar, first, count.on) == length


@given(calendars, starts, lengths, st.booleans())
def test_the_spans_cover_every_day_once_and_add_up(calendar: Drawn, start: date, length: int, included: bool) -> None:
    count = count_working_days(calendar, start, length, start_day_counted=included)
    covered = [span.starts + timedelta(days=n) for span in count.spans for n in range(span.days)]
    first = start if included else start + timedelta(days=1)
    assert covered == [first + timedelta(days=n) for n in range((count.on - first).days + 1)]
    assert sum(span.days for span in count.spans if span.counted) == length
    assert count.provisional == any(day.year in calendar.provisional_years for day in covered)


@given(calendars, starts, lengths)
def test_a_calendar_period_ends_on_its_day_or_the_next_working_day(calendar: Drawn, start: date, length: int) -> None:
    literal = count_calendar_days(calendar, start, length, roll=False)
    assert literal.on == date.fromordinal(start.toordinal() + length)
    assert not literal.provisional, "no calendar was asked"
    assert count_calendar_days(calendar, start, length).on == worked_dates(calendar, literal.on)[0]


@given(calendars, starts, lengths)
def test_counting_the_start_day_ends_a_calendar_period_one_day_earlier(calendar: Drawn, start: date, length: int) -> None:
    counted = count_calendar_days(calendar, start, length, start_day_counted=True, roll=False)
    assert counted.on == count_calendar_days(calendar, start, length, roll=False).on - timedelta(days=1)


@given(starts, st.integers(1, 40))
def test_months_end_on_the_corresponding_day_or_the_months_last(start: date, months: int) -> None:
    ends = add_months(start, months)
    assert (ends.year * 12 + ends.month) - (start.year * 12 + start.month) == months
    last_day_of_month = (ends + timedelta(days=1)).day == 1
    assert ends.day == start.day or (ends.day < start.day and last_day_of_month)


@given(calendars, starts)
def test_rolling_twice_changes_nothing(calendar: Drawn, day: date) -> None:
    once = rolled(calendar, day).on
    assert rolled(calendar, once).on == once
    assert once >= day


MONTH_ENDS = [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2028, 1, 31), 1, date(2028, 2, 29)),
    (date(2026, 8, 31), 1, date(2026, 9, 30)),
    (date(2026, 12, 15), 1, date(2027, 1, 15)),
    (date(2026, 2, 28), 12, date(2027, 2, 28)),
]


@pytest.mark.parametrize(("start", "months", "ends"), MONTH_ENDS)
def test_months_without_a_corresponding_day(start: date, months: int, ends: date) -> None:
    assert add_months(start, months) == ends


def test_full_months_follow_the_contracts_own_convention() -> None:
    assert full_months_end(date(2026, 6, 15), 12) == date(2027, 6, 14)
    assert full_months_end(date(2026, 6, 15), 8) == date(2027, 2, 14)


PLAIN = Drawn(frozenset(), frozenset(), frozenset())


def test_months_roll_like_days_and_may_be_read_as_thirty_days() -> None:
    saturday = date(2026, 8, 22)
    assert count_months(PLAIN, date(2026, 7, 22), 1, roll=False).on == saturday
    assert count_months(PLAIN, date(2026, 7, 22), 1).on == date(2026, 8, 24)
    assert count_months(PLAIN, date(2026, 7, 22), 1, rule="30_days", roll=False).on == date(2026, 8, 21)
    assert count_months(PLAIN, date(2026, 7, 22), 1, start_day_counted=True, roll=False).on == date(2026, 8, 21)


@pytest.mark.parametrize("length", [0, -1])
def test_a_period_has_at_least_one_day(length: int) -> None:
    for count in (count_working_days, count_calendar_days, count_months):
        with pytest.raises(ValueError, match=str(length)):
            count(PLAIN, FIRST, length)


def test_a_calendar_without_working_days_is_an_error_and_no_endless_loop() -> None:
    never = Drawn(frozenset(FIRST + timedelta(days=n) for n in range(DAYS)), frozenset(), frozenset())
    with pytest.raises(ValueError, match="no_working_day"):
        count_working_days(never, FIRST, 1)


def test_an_empty_range_has_no_working_days() -> None:
    assert working_days_between(PLAIN, date(2026, 6, 2), date(2026, 6, 1)) == 0
