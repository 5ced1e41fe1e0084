"""Terms as a fold of their events. It never refuses: it has happened."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from pydantic import JsonValue

from common.terms.calendar import CalendarYear
from common.terms.events import CalendarYearPublished, ReadingChosen, ReferenceRateSet, TermsActivated, TermsEvent
from common.terms.pack import Pack, canonical
from common.terms.terms import ReferenceRate, Terms


def evolve(state: Terms | None, event: TermsEvent) -> Terms:
    """The terms after one more event."""
    if isinstance(event, TermsActivated):
        return Terms(event.contract, event.sample, parsed(event.pack), event.pack_hash)
    if state is None:
        raise LookupError("a stream of terms begins with their activation")
    match event:
        case ReadingChosen():
            return replace(state, chosen={**state.chosen, event.name: event.option})
        case CalendarYearPublished():
            others = tuple(year for year in state.published if year.year != event.year)
            return replace(state, published=(*others, year_of(event)))
        case ReferenceRateSet():
            rate = ReferenceRate(Decimal(event.percent), event.published_on, event.source_document, event.example)
            return replace(state, rates=(*state.rates, rate))


def parsed(document: Mapping[str, JsonValue]) -> Pack:
    """The pack as types. The same bytes are read once per process."""
    return _parsed(canonical(document))


def year_of(event: CalendarYearPublished) -> CalendarYear:
    """A published year in the calendar's own form."""
    return CalendarYear(
        year=event.year,
        published=True,
        source=event.source_document,
        days={day.date: (day.kind, day.name) for day in event.days},
        example=event.example,
    )


@lru_cache(maxsize=64)
def _parsed(document: bytes) -> Pack:
    return Pack.model_validate(json.loads(document))
