"""What the terms' own events look like to others: billing publishes them, everybody else stays silent."""

from common.published import billing as told
from common.service import Publishes
from common.terms.events import CalendarYearPublished, ReadingChosen, ReferenceRateSet, TermsActivated


def activated(stream: str, event: TermsActivated) -> told.ContractActivated:
    """The whole pack travels, once."""
    return told.ContractActivated(pack=event.pack, pack_hash=event.pack_hash, sample=event.sample)


def reading_set(stream: str, event: ReadingChosen) -> told.ReadingSet:
    """Which option; not why."""
    return told.ReadingSet(name=event.name, option=event.option)


def calendar_published(stream: str, event: CalendarYearPublished) -> told.CalendarPublished:
    """The year as it was entered."""
    return told.CalendarPublished(
        year=event.year,
        source_document=event.source_document,
        days={day.date: day.kind for day in event.days},
        names={day.date: day.name for day in event.days if day.name is not None},
        example=event.example,
    )


def rate_set(stream: str, event: ReferenceRateSet) -> told.ReferenceRateSet:
    """The rate with its source."""
    return told.ReferenceRateSet(
        percent=event.percent,
        published_on=event.published_on,
        source_document=event.source_document,
        example=event.example,
    )


TERMS_PUBLISHED: Publishes = {
    TermsActivated: activated,
    ReadingChosen: reading_set,
    CalendarYearPublished: calendar_published,
    ReferenceRateSet: rate_set,
}
"""For billing, which owns the terms."""

TERMS_UNPUBLISHED: Publishes = {
    TermsActivated: None,
    ReadingChosen: None,
    CalendarYearPublished: None,
    ReferenceRateSet: None,
}
"""For the services that adopt them."""
