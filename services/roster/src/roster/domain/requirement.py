"""How many people a post needs at which moment: base rows, key periods, and only on days with a published roster."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from common.terms import Terms
from common.terms.pack import DayType
from common.terms.pack import Requirement as Row
from roster.domain.sweep import Requirement

NOTHING = "none"
LOOK_AHEAD_DAYS = 40
"""How far the next change of a requirement is looked for. A roster plans shorter than that."""


@dataclass(frozen=True, slots=True)
class Surge:
    """A key period (重点保障): from `starts` to `ends` the customer wants at least `minimum` on the post."""

    id: str
    starts: datetime
    ends: datetime
    minimum: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time that coverage is answered for: a published roster stands, `[starts, ends)`."""

    starts: datetime
    ends: datetime


def day_type(terms: Terms, day: date) -> DayType:
    """Workday, rest day (公休日) or holiday (节假日) by the official arrangement: a swapped weekend (调休) is a workday."""
    kind = terms.calendar.day(day).kind
    return "workday" if kind == "makeup_workday" else kind


def rows_on(terms: Terms, post: str, day: date) -> list[tuple[datetime, datetime, Row]]:
    """The rows that ask for this post on a date, each with the moments it holds."""
    kind = day_type(terms, day)
    windows = terms.staffing.windows
    return [
        (starts, ends, row)
        for row in terms.staffing.requirements
        if row.post == post and kind in row.day_types
        for starts, ends in windows[row.window].on(day, terms.timezone)
    ]


def required_steps(
    terms: Terms, post: str, surges: Sequence[Surge], stretches: Sequence[Stretch], starts: datetime, ends: datetime
) -> list[Requirement]:
    """The requirement of a post as steps over `[starts, ends]`, the first at `starts`; none outside the stretches."""
    steps: list[Requirement] = []
    for step in _raw_steps(terms, post, surges, stretches, starts, ends):
        if not steps or steps[-1].minimum != step.minimum:
            steps.append(step)
    return steps


def next_change(
    terms: Terms, post: str, surges: Sequence[Surge], stretches: Sequence[Stretch], after: datetime
) -> datetime | None:
    """The next moment at which another number is required; `None` when no roster reaches so far."""
    open_until = max((stretch.ends for stretch in stretches), default=after)
    if open_until <= after:
        return None
    now: int | None = None
    for step in _raw_steps(terms, post, surges, stretches, after, min(open_until, after + timedelta(days=LOOK_AHEAD_DAYS))):
        if now is None:
            now = step.minimum
        elif step.minimum != now:
            return step.starts
    return min(open_until, after + timedelta(days=LOOK_AHEAD_DAYS))


def _raw_steps(
    terms: Terms, post: str, surges: Sequence[Surge], stretches: Sequence[Stretch], starts: datetime, ends: datetime
) -> Iterator[Requirement]:
    surges = [surge for surge in surges if surge.starts <= ends and surge.ends > starts]
    stretches = [stretch for stretch in stretches if stretch.starts <= ends and stretch.ends > starts]
    first = terms.local_date(starts)
    for offset in range((terms.local_date(ends) - first).days + 1):
        day = first + timedelta(days=offset)
        rows = rows_on(terms, post, day)
        opens, closes = max(starts, terms.at(day, time(0))), terms.at(day + timedelta(days=1), time(0))
        edges = [edge for row in rows for edge in row[:2]]
        edges += [edge for surge in surges for edge in (surge.starts, surge.ends)]
        edges += [edge for stretch in stretches for edge in (stretch.starts, stretch.ends)]
        for at in sorted({opens, *(edge for edge in edges if opens < edge < closes)}):
            if at <= ends:
                yield _required_at(at, rows, surges, stretches)


def _required_at(
    at: datetime, rows: Iterable[tuple[datetime, datetime, Row]], surges: Iterable[Surge], stretches: Iterable[Stretch]
) -> Requirement:
    """The highest of the matching rows and the key periods: max(base, surge)."""
    if not any(stretch.starts <= at < stretch.ends for stretch in stretches):
        return Requirement(at, 0, NOTHING)
    asked = [(row.minimum, row.id) for starts, ends, row in rows if starts <= at < ends]
    asked += [(surge.minimum, surge.id) for surge in surges if surge.starts <= at < surge.ends]
    minimum, rule = max(asked, key=lambda one: one[0], default=(0, NOTHING))
    return Requirement(at, minimum, rule)
