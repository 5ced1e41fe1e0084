"""The contract's calendar: official years, projected years, and plain weeks where nothing is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from common.terms.pack import CalendarYearFacts
from common.working_days import Count, Day, DayKind, count_working_days, working_days_between

SATURDAY = 5


@dataclass(frozen=True)
class CalendarYear:
    """One year's arrangement. `example`: published in a demonstration, not by the State Council (国务院)."""

    year: int
    published: bool
    source: str
    days: Mapping[date, tuple[DayKind, str | None]]
    example: bool = False

    @classmethod
    def of(cls, facts: CalendarYearFacts) -> "CalendarYear":
        return cls(facts.year, facts.status == "published", facts.source, facts.days)


@dataclass(frozen=True)
class Calendar:
    """The kind of every date. A year without official arrangement is provisional; its weekends are assumed plain."""

    years: Mapping[int, CalendarYear]

    def day(self, on: date, /) -> Day:
        """What `on` is: by the year's arrangement, else Monday to Friday."""
        year = self.years.get(on.year)
        weekday: DayKind = "rest_day" if on.weekday() >= SATURDAY else "workday"
        kind, name = (weekday, None) if year is None else year.days.get(on, (weekday, None))
        return Day(on, kind, name, provisional=year is None or not year.published)

    def is_working(self, on: date) -> bool:
        return self.day(on).working

    def is_provisional(self, year: int) -> bool:
        """Whether dates in `year` may still change: its official arrangement is not published."""
        return year not in self.years or not self.years[year].published

    def add_working_days(self, start: date, length: int) -> Count:
        """The `length`-th working day after `start`."""
        return count_working_days(self, start, length)

    def working_days_between(self, starts: date, ends: date) -> int:
        """Working days in `starts`..`ends`, both included."""
        return working_days_between(self, starts, ends)

    def with_years(self, years: Iterable[CalendarYear]) -> "Calendar":
        """The same calendar with these years put in the place of what was known of them."""
        return Calendar({**self.years, **{year.year: year for year in years}})

    def without_projections(self) -> "Calendar":
        """Only what is official: projected years become plain weeks (`calendar.unpublished=weekdays_only`)."""
        return Calendar({number: year for number, year in self.years.items() if year.published})
