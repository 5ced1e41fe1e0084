"""Terms travel from billing to the other services and arrive as they were."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any

from pydantic import TypeAdapter

from common.ledger.facts import Delivered, Recorded
from common.published import billing
from common.published.base import Published
from common.terms import (
    ADOPT_TERMS,
    TERMS,
    TERMS_EVENTS,
    TERMS_PROJECTS,
    TERMS_PUBLISHED,
    TERMS_REFUSALS,
    TERMS_UNPUBLISHED,
    CalendarDay,
    CalendarYearPublished,
    ReadingChosen,
    ReferenceRateSet,
    TermsActivated,
    TermsEvent,
    pack_hash,
)
from common.terms.views import CALENDAR_YEARS, READINGS
from common.testing.terms import BEIJING, pack_document, repository

PACK = pack_document(BEIJING)
STORY: list[TermsEvent] = [
    TermsActivated("bj-2026", PACK, pack_hash(PACK), sample=True),
    ReadingChosen("tier.mode", "cumulative", "exclusive", "digest"),
    CalendarYearPublished(2027, "示例", (CalendarDay(date(2027, 2, 8), "holiday", "春节"),), example=True),
    ReferenceRateSet("3.00", date(2026, 5, 20), "示例", example=True),
    ReadingChosen("tier.mode", "exclusive", "cumulative"),
    CalendarYearPublished(2027, "更正", (CalendarDay(date(2027, 2, 9), "holiday", "春节"),)),
]
AT = datetime(2026, 6, 16, 8, tzinfo=UTC)


def delivered(number: int, event: Published) -> Delivered[Any]:
    return Delivered("billing", "bj-2026", number, number * 10, "terms/contract", event.type_name(), event, "c", AT, AT)


def recorded(seq: int, event: TermsEvent) -> Recorded[Any]:
    return Recorded("billing", "bj-2026", seq, "terms/contract", seq, "t", event, "a", "c", "c", None, AT, AT)


def published(event: TermsEvent) -> Published:
    tell: Callable[[str, Any], Published | None] | None = TERMS_PUBLISHED[type(event)]
    assert tell is not None
    told = tell("terms/contract", event)
    assert told is not None
    return type(told).model_validate_json(told.model_dump_json())


def test_what_billing_tells_arrives_as_the_same_terms_with_its_source_as_evidence() -> None:
    state = None
    adopted: list[TermsEvent] = []
    for number, event in enumerate(STORY, start=1):
        told = published(event)
        react = ADOPT_TERMS.reacts["billing"][type(told)]
        assert react is not None
        for order in react(delivered(number, told)):
            assert order.aggregate.stream(order.id) == "terms/contract"
            events = TERMS.decide(order.command, state, None)
            state = reduce(TERMS.evolve, events, state)
            adopted += events
    own = reduce(TERMS.evolve, STORY, None)
    assert state is not None
    assert own is not None
    assert (state.chosen, state.published, state.rates, state.pack, state.sample) == (
        own.chosen,
        own.published,
        own.rates,
        own.pack,
        own.sample,
    )
    assert [event.source for event in adopted] == [f"billing:bj-2026:{number * 10}" for number in range(1, 7)]
    assert all(event.reason is None for event in adopted if isinstance(event, ReadingChosen)), "why stays with billing"


def test_adopting_the_same_event_twice_changes_nothing() -> None:
    state = reduce(TERMS.evolve, STORY, None)
    for number, event in enumerate(STORY[-3:], start=4):
        told = published(event)
        react = ADOPT_TERMS.reacts["billing"][type(told)]
        assert react is not None
        for order in react(delivered(number, told)):
            assert TERMS.decide(order.command, state, None) == ()


def test_the_policy_names_every_type_that_billing_publishes() -> None:
    told = {
        cls
        for cls in vars(billing).values()
        if isinstance(cls, type)
        and issubclass(cls, Published)
        and cls.__module__ == billing.__name__
        and not cls.__name__.startswith("_")
    }
    assert set(ADOPT_TERMS.reacts["billing"]) == told


def test_every_event_type_is_stored_viewed_and_told_or_silent() -> None:
    classes = {event_type.cls for event_type in TERMS_EVENTS}
    assert classes == {TermsActivated, ReadingChosen, CalendarYearPublished, ReferenceRateSet}
    assert set(TERMS_PROJECTS) == set(TERMS_PUBLISHED) == set(TERMS_UNPUBLISHED) == classes
    assert not any(TERMS_UNPUBLISHED.values())


def test_each_event_survives_its_stored_form() -> None:
    for event in STORY:
        adapter: TypeAdapter[Any] = TypeAdapter(type(event))
        assert adapter.validate_json(adapter.dump_json(event)) == event


def test_the_calendar_view_keeps_the_position_of_what_it_replaced() -> None:
    folds = TERMS_PROJECTS[CalendarYearPublished]
    assert folds is not None
    row: Any = None
    for seq in (3, 6):
        row = folds[0].evolve(row, recorded(seq, STORY[seq - 1]), "2027")
    assert folds[0].view is CALENDAR_YEARS
    assert row.replaced == ("billing:bj-2026:3",)
    assert row.days == (CalendarDay(date(2027, 2, 9), "holiday", "春节"),)


def test_the_readings_view_keeps_every_change() -> None:
    folds = TERMS_PROJECTS[ReadingChosen]
    assert folds is not None
    row: Any = None
    for seq in (2, 5):
        row = folds[0].evolve(row, recorded(seq, STORY[seq - 1]), "tier.mode")
    assert folds[0].view is READINGS
    assert row.option == "exclusive"
    assert row.changes == (("cumulative", "billing:bj-2026:2"), ("exclusive", "billing:bj-2026:5"))


def test_every_refusal_of_the_terms_has_a_sentence_in_both_languages() -> None:
    folder = repository() / "libs" / "common" / "src" / "common" / "terms"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    codes = {part.split('"')[0] for part in text.split('Refused("')[1:]}
    assert codes == set(TERMS_REFUSALS)
