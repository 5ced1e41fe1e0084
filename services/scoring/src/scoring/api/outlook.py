"""The forecast over HTTP: how the score stands, under every reading worth money. Computed, never stored."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from common.money import Money
from common.web.answers import Answer, Moment
from common.web.call import Call, call
from scoring.api.explained import ExplanationAnswer
from scoring.domain.forecast import Line, Outlook, PlacedRecord, forecast
from scoring.projections import FINDINGS, SLIPS

router = APIRouter(tags=["forecast 预测"])


class ChangedAnswer(Answer):
    """The reading that differs from those in force."""

    name: str
    option: str
    ambiguity: str
    zh: str
    en: str


class QuarterOutlookAnswer(Answer):
    """One quarter so far."""

    quarter: int
    starts: date
    ends: date
    deducted: int
    bonus: int
    net: int
    tier_points: int


class LineAnswer(Answer):
    """A payment line and the points from it: positive above it or on it, negative below. `costs`: what is lost under it."""

    at_least: str
    distance: str
    costs: Money


class OutlookAnswer(Answer):
    """A score as it would be on what counts today. `with_pending` also counts what is not signed or confirmed yet."""

    reading: ChangedAnswer | None
    score: int
    with_pending: int
    tail_percent: str
    lines: tuple[LineAnswer, ...]
    quarters: tuple[QuarterOutlookAnswer, ...]


class ForecastAnswer(Answer):
    """A forecast and no result: only Form 4 and the annual assessment decide."""

    label_zh: str = "预测, 非考核结果"
    label_en: str = "Forecast, not a result"
    in_force: OutlookAnswer
    alternatives: tuple[OutlookAnswer, ...]


@router.get("/v1/contracts/{contract_id}/forecast")
async def show_forecast(
    call: Annotated[Call, Depends(call("forecast.read"))], effective_at: Moment | None = None
) -> ForecastAnswer:
    """The score of quarters and year so far, under the readings in force and under each other one (AMB-30, 31, 32, 40).

    `?known_at=` takes what was recorded by then, `?effective_at=` only events up to that moment.
    """
    in_force, *alternatives = (_answer(outlook, call) for outlook in await _outlooks(call, effective_at))
    return ForecastAnswer(in_force=in_force, alternatives=tuple(alternatives))


@router.get("/v1/contracts/{contract_id}/forecast/explanation")
async def explain_forecast(
    call: Annotated[Call, Depends(call("forecast.read"))], effective_at: Moment | None = None
) -> ExplanationAnswer:
    """Why the forecast under the readings in force is what it is, down to single events. What is pending is not in it."""
    return ExplanationAnswer.of((await _outlooks(call, effective_at))[0].explanation)


async def _outlooks(call: Call, effective_at: datetime | None) -> tuple[Outlook, ...]:
    """The readings in force first, then each other one."""
    until = effective_at or call.now
    slips = [row for row in await call.rows(SLIPS) if row.state != "withdrawn" and row.event_at <= until]
    findings = [row for row in await call.rows(FINDINGS) if row.occurred_on <= call.terms.local_date(until)]
    return forecast(
        [PlacedRecord(row.as_record, row.quarter, row.state == "in_effect") for row in slips],
        [row.as_taken for row in findings if row.state == "confirmed"],
        [row.as_taken for row in findings if row.state == "recorded"],
        call.terms,
    )


def _answer(outlook: Outlook, call: Call) -> OutlookAnswer:
    quarters = tuple(
        QuarterOutlookAnswer(
            quarter=one.quarter.no,
            starts=one.quarter.starts,
            ends=one.quarter.ends,
            deducted=one.deducted,
            bonus=one.bonus,
            net=one.net,
            tier_points=one.tier_points,
        )
        for one in outlook.quarters
    )
    return OutlookAnswer(
        reading=_changed(outlook, call),
        score=outlook.score,
        with_pending=outlook.with_pending,
        tail_percent=str(outlook.tail_percent),
        lines=tuple(_line(line) for line in outlook.lines),
        quarters=quarters,
    )


def _line(line: Line) -> LineAnswer:
    return LineAnswer(at_least=str(line.at_least), distance=str(line.distance), costs=Money.of_fen(line.costs_fen))


def _changed(outlook: Outlook, call: Call) -> ChangedAnswer | None:
    if outlook.changed is None:
        return None
    name, option = outlook.changed
    reading = call.terms.readings[name]
    words = reading.options[option]
    return ChangedAnswer(name=name, option=option, ambiguity=reading.ambiguity, zh=words.zh, en=words.en)
