"""The window of a monthly check (每月一次): service months or calendar months (`inspect.month`, AMB-72)."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.terms import Terms
from common.working_days import add_months


@dataclass(frozen=True, slots=True)
class Month:
    """A window in which a monthly item is due once; both days included, cut to the service term."""

    starts: date
    ends: date


def month_of(day: date, terms: Terms) -> Month:
    """The window that holds `day`: 15th to 14th counted from the term's start, or the calendar month."""
    term = terms.term
    if terms.reading("inspect.month") == "service_month":
        passed = (day.year - term.starts.year) * 12 + day.month - term.starts.month
        if add_months(term.starts, passed) > day:
            passed -= 1
        first, following = add_months(term.starts, passed), add_months(term.starts, passed + 1)
    else:
        first = day.replace(day=1)
        following = add_months(first, 1)
    return Month(max(first, term.starts), min(following - timedelta(days=1), term.ends))
