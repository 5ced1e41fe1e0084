"""Counting days the way the contract and the Civil Code (民法典) do. Pure: the kinds of days are put in.

A working day (工作日) is Monday to Friday outside an official holiday arrangement, or a weekend day that the
arrangement makes a working day (调休). A calendar day (日) is any day. The start day is not counted (Art. 201) unless
the parties read it otherwise (`count.start_day`, AMB-02).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

DayKind = Literal["workday", "rest_day", "holiday", "makeup_workday"]
MonthRule = Literal["corresponding_day", "30_days"]

ONE_DAY = timedelta(days=1)
LONGEST_SEARCH = 400
"""No arrangement leaves a year and more without a working day; beyond this the calendar itself is wrong."""


@dataclass(frozen=True, slots=True)
class Day:
    """One date and what it is. `provisional`: its year has no official arrangement yet."""

    date: date
    kind: DayKind
    name: str | None = None
    provisional: bool = False

    @property
    def working(self) -> bool:
        return self.kind in {"workday", "makeup_workday"}


class Days(Protocol):
    """Whatever knows the kind of each date."""

    def day(self, on: date, /) -> Day: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive days, both ends included, that were counted or skipped for one reason."""

    starts: date
    ends: date
    counted: bool
    kind: DayKind | Literal["calendar_day", "month"]
    name: str | None = None

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1


@dataclass(frozen=True, slots=True)
class Count:
    """Where a count ends, and every span on the way. `raw` is the end before it rolled off a day without work."""

    on: date
    raw: date
    provisional: bool
    spans: tuple[Span, ...]


def count_working_days(days: Days, start: date, length: int, *, start_day_counted: bool = False) -> Count:
    """The `length`-th working day after `start` (or from it). Raises ValueError for a length below one."""
    _at_least_one(length)
    walked: list[Day] = []
    left = length
    for day in _walk(days, start if start_day_counted else start + ONE_DAY, length):
        walked.append(day)
        left -= day.working
        if not left:
            break
    on = walked[-1].date
    return Count(on, on, any(day.provisional for day in walked), spans_of(walked))


def count_calendar_days(days: Days, start: date, length: int, *, start_day_counted: bool = False, roll: bool = True) -> Count:
    """The `length`-th calendar day after `start` (or from it).

    With `roll` an end on a day without work moves to the next working day (Art. 203, AMB-03). Raises ValueError for a
    length below one.
    """
    _at_least_one(length)
    first = start if start_day_counted else start + ONE_DAY
    raw = first + (length - 1) * ONE_DAY
    counted = Span(first, raw, counted=True, kind="calendar_day")
    return rolled(days, raw, (counted,)) if roll else Count(raw, raw, provisional=False, spans=(counted,))


def count_months(
    days: Days,
    start: date,
    length: int,
    *,
    start_day_counted: bool = False,
    roll: bool = True,
    rule: MonthRule = "corresponding_day",
) -> Count:
    """The end of a period of months: the corresponding day (Art. 202), or 30 days a month (AMB-81)."""
    _at_least_one(length)
    if rule == "30_days":
        return count_calendar_days(days, start, 30 * length, start_day_counted=start_day_counted, roll=roll)
    first = start if start_day_counted else start + ONE_DAY
    raw = add_months(start, length) - (ONE_DAY if start_day_counted else timedelta())
    counted = Span(first, raw, counted=True, kind="month")
    return rolled(days, raw, (counted,)) if roll else Count(raw, raw, provisional=False, spans=(counted,))


def add_months(start: date, months: int) -> date:
    """The corresponding day `months` later, or that month's last day where it has none (Art. 202)."""
    years, month = divmod(start.month - 1 + months, 12)
    _, last_day = monthrange(start.year + years, month + 1)
    return date(start.year + years, month + 1, min(start.day, last_day))


def full_months_end(start: date, months: int) -> date:
    """The last day of `months` full months that begin on `start`: 2026-06-15 + 8 months -> 2027-02-14 (AMB-05)."""
    return add_months(start, months) - ONE_DAY


def rolled(days: Days, raw: date, before: tuple[Span, ...] = ()) -> Count:
    """`raw`, or the next working day after it when nobody works on `raw` (Art. 203). The days rolled over are skipped."""
    walked: list[Day] = []
    for day in _walk(days, raw, 1):
        walked.append(day)
        if day.working:
            break
    on = walked[-1].date
    return Count(on, raw, any(day.provisional for day in walked), before + spans_of(walked[:-1]))


def working_days_between(days: Days, starts: date, ends: date) -> int:
    """How many working days lie in `starts`..`ends`, both included; 0 when the range is empty."""
    return sum(days.day(starts + n * ONE_DAY).working for n in range((ends - starts).days + 1))


def spans_of(walked: list[Day]) -> tuple[Span, ...]:
    """Groups consecutive days of one kind and name."""
    spans: list[Span] = []
    for day in walked:
        last = spans[-1] if spans else None
        if last is not None and (last.kind, last.name) == (day.kind, day.name):
            spans[-1] = Span(last.starts, day.date, last.counted, last.kind, last.name)
        else:
            spans.append(Span(day.date, day.date, day.working, day.kind, day.name))
    return tuple(spans)


def _walk(days: Days, first: date, length: int) -> Iterator[Day]:
    for n in range(LONGEST_SEARCH + 7 * length):
        yield days.day(first + n * ONE_DAY)
    raise ValueError("no_working_day")


def _at_least_one(length: int) -> None:
    if length < 1:
        raise ValueError(length)
