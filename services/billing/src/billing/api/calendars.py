"""Official calendar years and the loan prime rate over HTTP: what the state publishes and a person enters."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from common.terms import STREAM_ID, TERMS, PublishCalendarYear, ReferenceRate, SetReferenceRate, Terms
from common.terms.events import SpecialDay
from common.web.answers import Answer, Body, Day, ShortText
from common.web.call import Call, call
from common.web.problems import problems

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["calendars 工作日历"])


class CalendarBody(Body):
    """The official arrangement of a year. `days`: the dates that differ from Monday to Friday."""

    year: Annotated[int, Field(ge=2000, le=2099)]
    source_document: ShortText
    days: Annotated[Mapping[Day, SpecialDay], Field(min_length=1, max_length=366)]
    names: Annotated[Mapping[Day, ShortText], Field(max_length=366)] = {}
    example: bool = False


class CalendarAnswer(Answer):
    """A year of the contract's calendar. `provisional`: projected, because nothing official is known."""

    year: int
    provisional: bool
    source_document: str
    days: Mapping[date, str]
    example: bool

    @classmethod
    def of(cls, year: int, terms: Terms) -> "CalendarAnswer":
        """The year as the terms know it."""
        facts = terms.calendar.years[year]
        return cls(
            year=year,
            provisional=not facts.published,
            source_document=facts.source,
            days={day: kind for day, (kind, _name) in sorted(facts.days.items())},
            example=facts.example,
        )


class CalendarsAnswer(Answer):
    """Every year that the contract can count in."""

    items: list[CalendarAnswer]


class RateBody(Body):
    """The one-year loan prime rate in force at signing, percent a year."""

    percent: Annotated[str, Field(pattern=r"^\d{1,2}(\.\d{1,4})?$")]
    published_on: Day
    source_document: ShortText
    example: bool = False


class RateAnswer(Answer):
    """The rate for late payment (clause 9.2)."""

    percent: Decimal
    published_on: date
    source_document: str
    example: bool

    @classmethod
    def of(cls, rate: ReferenceRate) -> "RateAnswer":
        """The rate as it was entered."""
        return cls(
            percent=rate.percent, published_on=rate.published_on, source_document=rate.source_document, example=rate.example
        )


@router.get("/calendars")
async def list_calendars(call: Annotated[Call, Depends(call("contract.read"))]) -> CalendarsAnswer:
    """The years known, published or projected."""
    return CalendarsAnswer(items=[CalendarAnswer.of(year, call.terms) for year in sorted(call.terms.calendar.years)])


@router.post(
    "/calendars",
    status_code=201,
    responses=problems("calendar_year_outside_term", "calendar_empty", "calendar_day_outside_year", "calendar_makeup_on_weekday"),
)
async def publish_calendar(body: CalendarBody, call: Annotated[Call, Depends(call("calendar.publish"))]) -> CalendarAnswer:
    """Enters a year's official arrangement. Open due dates are derived anew; old values stay in the history."""
    command = PublishCalendarYear(body.year, body.source_document, body.days, body.names, body.example)
    await call.handle(TERMS, STREAM_ID, command)
    return CalendarAnswer.of(body.year, (await call.under(call.contract, needs_terms=True)).terms)


class RatesAnswer(Answer):
    """The rates that were entered, the one in force last; empty until somebody enters it."""

    items: list[RateAnswer]


@router.get("/reference-rates")
async def list_reference_rates(call: Annotated[Call, Depends(call("contract.read"))]) -> RatesAnswer:
    """Every rate that was entered, in order."""
    return RatesAnswer(items=[RateAnswer.of(rate) for rate in call.terms.rates])


@router.post("/reference-rates", status_code=201, responses=problems("rate_out_of_range", "rate_after_signing"))
async def set_reference_rate(body: RateBody, call: Annotated[Call, Depends(call("rate.set"))]) -> RateAnswer:
    """Enters the rate; until then interest is refused."""
    command = SetReferenceRate(body.percent, body.published_on, body.source_document, body.example)
    await call.handle(TERMS, STREAM_ID, command)
    return RateAnswer(
        percent=Decimal(body.percent),
        published_on=body.published_on,
        source_document=body.source_document,
        example=body.example,
    )
