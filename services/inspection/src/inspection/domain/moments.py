"""When something may be said to have happened: inside the service term, and not in the future."""

from datetime import date, datetime

from common.errors import Refused
from common.terms import Terms

CLAUSE_TERM = "§2.3"


def must_have_happened(at: datetime, now: datetime, terms: Terms) -> None:
    """Refuses a time before the term (clause 2.3) or after `now`."""
    if at > now:
        raise Refused("date_in_the_future")
    must_lie_in_the_term(terms.local_date(at), terms)


def must_lie_in_the_term(day: date, terms: Terms) -> None:
    """Refuses a day outside the service term (clause 2.3)."""
    if day < terms.term.starts:
        raise Refused("date_before_the_term", clause=CLAUSE_TERM)
    if day > terms.term.ends:
        raise Refused("date_after_the_term", clause=CLAUSE_TERM)
