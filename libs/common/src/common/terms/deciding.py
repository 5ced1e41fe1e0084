"""The aggregate of a contract's terms: which changes are allowed, and what the events fold into."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import reduce

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms.accepting import accepted
from common.terms.commands import ActivateTerms, ChooseReading, PublishCalendarYear, SetReferenceRate, TermsCommand
from common.terms.events import (
    CalendarDay,
    CalendarYearPublished,
    ReadingChosen,
    ReferenceRateSet,
    TermsActivated,
    TermsEvent,
)
from common.terms.folding import evolve
from common.terms.pack import Term, pack_hash
from common.terms.terms import Terms

STREAM_ID = "contract"
YEARS_AFTER_TERM = 2
"""Deadlines run past the term's end; no clock of a contract reaches further than this."""
SATURDAY = 5
HUNDRED = Decimal(100)


def decide(command: TermsCommand, state: Terms | None, _terms: object) -> Sequence[TermsEvent]:
    """Changes the terms. Refuses everything but activation before activation."""
    if isinstance(command, ActivateTerms):
        return _activate(command, state)
    if state is None:
        raise Refused("contract_not_activated")
    match command:
        case ChooseReading():
            return _choose(command, state)
        case PublishCalendarYear():
            return _publish(command, state)
        case SetReferenceRate():
            return _set_rate(command, state)


def _activate(command: ActivateTerms, state: Terms | None) -> Sequence[TermsEvent]:
    document = dict(command.pack)
    hash_ = pack_hash(document)
    if state is not None:
        if state.pack_hash == hash_:
            return ()
        raise Refused("terms_already_activated", in_force=state.pack_hash)
    accepted(document)
    return (TermsActivated(command.contract, document, hash_, command.sample, command.source),)


def _choose(command: ChooseReading, state: Terms) -> Sequence[TermsEvent]:
    reading = state.readings.get(command.name)
    if reading is None:
        raise Refused("reading_unknown", reading=command.name)
    if command.option not in reading.options:
        raise Refused("reading_option_unknown", clause=reading.clause, reading=command.name, option=command.option)
    if reading.status == "recorded_only" and command.option != reading.default:
        raise Refused("reading_not_in_force", clause=reading.clause, reading=command.name, option=command.option)
    previous = state.reading(command.name)
    if command.option == previous:
        return ()
    return (ReadingChosen(command.name, command.option, previous, command.reason, command.source),)


def _publish(command: PublishCalendarYear, state: Terms) -> Sequence[TermsEvent]:
    _the_year_matters(command.year, state.term)
    if not command.days:
        raise Refused("calendar_empty", year=command.year)
    for day in (*command.days, *command.names):
        _the_day_fits(day, command)
    days = tuple(CalendarDay(day, kind, command.names.get(day)) for day, kind in sorted(command.days.items()))
    published = CalendarYearPublished(command.year, command.source_document, days, command.example, command.source)
    return () if evolve(state, published).published == state.published else (published,)


def _the_year_matters(year: int, term: Term) -> None:
    earliest = min(term.starts, term.signed).year
    if not earliest <= year <= term.ends.year + YEARS_AFTER_TERM:
        raise Refused("calendar_year_outside_term", clause=term.clause, year=year)


def _the_day_fits(day: date, command: PublishCalendarYear) -> None:
    if day.year != command.year or day not in command.days:
        raise Refused("calendar_day_outside_year", year=command.year, day=day.isoformat())
    if command.days[day] == "makeup_workday" and day.weekday() < SATURDAY:
        raise Refused("calendar_makeup_on_weekday", day=day.isoformat())


def _set_rate(command: SetReferenceRate, state: Terms) -> Sequence[TermsEvent]:
    clause = state.pack.money.interest_clause
    if not _is_a_rate(command.percent):
        raise Refused("rate_out_of_range", clause=clause, percent=command.percent)
    if command.published_on > state.term.signed:
        raise Refused("rate_after_signing", clause=clause, signed=state.term.signed.isoformat())
    event = ReferenceRateSet(command.percent, command.published_on, command.source_document, command.example, command.source)
    return () if evolve(state, event).rate == state.rate else (event,)


def _is_a_rate(percent: str) -> bool:
    try:
        return 0 < Decimal(percent) <= HUNDRED
    except InvalidOperation:
        return False


def fold_terms(events: Iterable[TermsEvent]) -> Terms:
    """The terms in force after these events of the stream `terms/contract`. Refused when none activates them."""
    terms = reduce(evolve, events, None)
    if terms is None:
        raise Refused("contract_not_activated")
    return terms


TERMS: Aggregate[TermsCommand, Terms | None, TermsEvent] = Aggregate(
    category="terms", initial=None, decide=decide, evolve=evolve, needs_terms=False
)
"""The contract's terms; one stream per contract, `terms/contract` (id `STREAM_ID`)."""
