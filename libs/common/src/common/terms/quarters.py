"""The quarters of the contract, by scheme (AMB-30), and the day each is assessed by (AMB-07)."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.explanation import ReadingUsed
from common.terms.deadlines import Deadline
from common.terms.pack import ScoringFacts, Term
from common.working_days import ONE_DAY, Span, add_months

Period = tuple[date, date]


@dataclass(frozen=True)
class Quarter:
    """One assessed period, both days included, and the last day of its assessment (A8S Art. 7)."""

    no: int
    starts: date
    ends: date
    assess_due: Deadline

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1


def quarters_of(term: Term, scoring: ScoringFacts, readings: tuple[ReadingUsed, ...]) -> tuple[Quarter, ...]:
    """The whole term cut into quarters, none of them outside it, under `quarter.scheme` and `assess.*`."""
    chosen = {used.name: used.option for used in readings}
    return tuple(
        Quarter(no, starts, ends, _assessed_by(ends, scoring, readings))
        for no, (starts, ends) in enumerate(periods(term, scoring.quarter_months, chosen["quarter.scheme"]), start=1)
    )


def periods(term: Term, months: int, scheme: str) -> list[Period]:
    """First and last days of each quarter.

    service: from the first day of service; calendar: as the calendar cuts; calendar_merged: a stub at the start joins
    the first full period.
    """
    starts = [term.starts]
    anchor = term.starts if scheme == "service" else _calendar_start(term.starts, months)
    while (following := add_months(anchor, months * len(starts))) <= term.ends:
        starts.append(following)
    if scheme == "calendar_merged" and anchor < term.starts and len(starts) > 1:
        del starts[1]
    return [(first, after - ONE_DAY) for first, after in zip(starts, [*starts[1:], term.ends + ONE_DAY], strict=True)]


def _calendar_start(day: date, months: int) -> date:
    """The first day of the calendar period of `months` months (3: a quarter of the year) that holds `day`."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _assessed_by(ends: date, scoring: ScoringFacts, readings: tuple[ReadingUsed, ...]) -> Deadline:
    chosen = {used.name: used.option for used in readings}
    on = _nth_day(ends, scoring.assessment_day, chosen["assess.due"])
    if chosen["assess.before_inclusive"] != "true":
        on -= ONE_DAY
    span = Span(min(ends + ONE_DAY, on), on, counted=True, kind="calendar_day")
    used = tuple(used for used in readings if used.name.startswith("assess."))
    return Deadline(
        on=on,
        provisional=False,
        counted=(span,),
        clause=scoring.assessment_clause,
        readings=used,
        start=ends,
        raw=on,
        zh="季度综合考核截止日",
        en="quarterly assessment, last day",
    )


def _nth_day(ends: date, nth: int, option: str) -> date:
    next_starts = ends + ONE_DAY
    match option:
        case "nth_day_of_next_quarter":
            return ends + timedelta(days=nth)
        case "literal":
            return next_starts.replace(day=nth)
        case "next_calendar":
            same_month = next_starts.replace(day=nth)
            return same_month if same_month > next_starts else add_months(same_month, 1)
        case _:
            raise ValueError(option)
