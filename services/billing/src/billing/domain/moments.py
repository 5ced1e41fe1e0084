"""From dates of the contract to moments on the clock."""

from datetime import date, datetime, time, timedelta

from common.terms import Terms


def end_of(day: date, terms: Terms) -> datetime:
    """The first moment after `day` in the contract's zone: a period ends at 24:00 (reading `deadline.cutoff`, AMB-04)."""
    return terms.at(day + timedelta(days=1), time(0))
