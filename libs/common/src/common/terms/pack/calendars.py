"""Calendar years as data: the official arrangements, and projections for years that have none yet."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from common.terms.pack.entry import Entry, Words
from common.working_days import DayKind


class HolidayRun(Entry):
    """Consecutive days off, both included. `compensation`: days given for statutory days on a weekend (补休)."""

    zh: Words
    starts: date
    ends: date
    compensation: bool = False

    @property
    def dates(self) -> Iterator[date]:
        for n in range((self.ends - self.starts).days + 1):
            yield self.starts + timedelta(days=n)


class CalendarYearFacts(Entry):
    """One year. `published`: the official arrangement; `projected`: statutory days only, provisional."""

    year: int = Field(ge=2000, le=2100)
    status: Literal["published", "projected"]
    source: Words
    holidays: tuple[HolidayRun, ...]
    makeup_workdays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _days_lie_in_the_year(self) -> "CalendarYearFacts":
        outside = [day for day in self.days if day.year != self.year]
        if outside:
            raise ValueError(f"{outside[0]} is not in {self.year}")
        both = set(self.makeup_workdays) & {day for run in self.holidays for day in run.dates}
        if both:
            raise ValueError(f"{min(both)} is a holiday and a makeup workday")
        return self

    @property
    def days(self) -> dict[date, tuple[DayKind, str | None]]:
        """The dates that differ from Monday to Friday, or that carry a name."""
        named: dict[date, tuple[DayKind, str | None]] = {
            day: ("holiday", f"{run.zh}补休" if run.compensation else run.zh) for run in self.holidays for day in run.dates
        }
        return named | dict.fromkeys(self.makeup_workdays, ("makeup_workday", "调休上班"))
