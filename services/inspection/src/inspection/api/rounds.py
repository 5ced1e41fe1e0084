"""Rounds over HTTP: what is due on a day or in a month, and what became of each line."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from common.terms import Terms
from common.web.answers import Answer, Day, Labelled
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from inspection.api.items import ItemAnswer
from inspection.domain.months import month_of
from inspection.domain.round import check_id
from inspection.domain.round_plan import day_round_id, month_round_id
from inspection.domain.words import CHECK_STATES, PERIODS, ROUND_STATES
from inspection.projections import ROUNDS, RoundLine, RoundRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/rounds", tags=["rounds 监控轮次"])

Texts = Mapping[str, str | None]


class RoundLineAnswer(Answer):
    """One line of a round. `late`: done after the window closed; `after_missed`: it had been noted as missed."""

    check_id: str
    line: str
    item: ItemAnswer
    place: str
    state: Labelled
    done_at: datetime | None
    late: bool
    after_missed: bool
    note: str | None
    fault_id: str | None
    by: str | None
    position: str | None

    @classmethod
    def of(cls, round_id: str, line: RoundLine, terms: Terms, texts: Texts) -> "RoundLineAnswer":
        return cls(
            check_id=check_id(round_id, line.line),
            line=line.line,
            item=ItemAnswer.of(line.item, terms),
            place=line.place,
            state=Labelled.of(line.state, CHECK_STATES),
            done_at=line.done_at,
            late=line.late,
            after_missed=line.after_missed,
            note=texts.get(line.note or ""),
            fault_id=line.fault_id,
            by=line.by,
            position=line.position,
        )


class RoundAnswer(Answer):
    """A round from `starts` to `ends`, due at 24:00 of the last day."""

    id: str
    state: Labelled
    period: Labelled
    starts: date
    ends: date
    due_at: datetime
    plan_id: str
    done: int
    missed: int
    lines: tuple[RoundLineAnswer, ...]

    @classmethod
    def of(cls, row: RoundRow, terms: Terms, texts: Texts) -> "RoundAnswer":
        return cls(
            id=row.round_id,
            state=Labelled.of(row.state, ROUND_STATES),
            period=Labelled.of(row.period, PERIODS),
            starts=row.starts,
            ends=row.ends,
            due_at=row.due_at,
            plan_id=row.plan.plan_id,
            done=row.done,
            missed=row.missed,
            lines=tuple(RoundLineAnswer.of(row.round_id, line, terms, texts) for line in row.lines),
        )


class DayAnswer(Answer):
    """What is to be checked on a day: the day's round, and the month's whose window holds the day."""

    day: date
    round: RoundAnswer | None
    month: RoundAnswer | None


@router.get("")
async def list_rounds(
    query: PageQuery,
    call: Annotated[Call, Depends(call("round.read"))],
    state: Literal["due", "open", "closed", "missed"] | None = None,
    period: Literal["day", "month"] | None = None,
) -> Page[RoundAnswer]:
    """Rounds, filtered."""
    page = await call.page(ROUNDS, query, state=state, period=period)
    return Page(items=await round_answers(page.items, call), next=page.next)


@router.get("/{day}")
async def show_day(day: Day, call: Annotated[Call, Depends(call("round.read"))]) -> DayAnswer:
    """What is to be checked on a day; both empty where no confirmed plan held."""
    daily = await call.find(ROUNDS, day_round_id(day))
    monthly = await call.find(ROUNDS, month_round_id(month_of(day, call.terms)))
    found = [row for row in (daily, monthly) if row]
    shown = {answer.id: answer for answer in await round_answers(found, call)}
    return DayAnswer(
        day=day,
        round=shown[daily.round_id] if daily else None,
        month=shown[monthly.round_id] if monthly else None,
    )


async def round_answers(rows: Sequence[RoundRow], call: Call) -> list[RoundAnswer]:
    """Rounds with the texts of their lines, fetched together."""
    texts = await call.texts(line.note for row in rows for line in row.lines)
    return [RoundAnswer.of(row, call.terms, texts) for row in rows]


async def round_with(day: Day, line: str, call: Call) -> RoundRow | None:
    """The day's round if it has the line, else the month's if that has it, else the day's."""
    daily = await call.find(ROUNDS, day_round_id(day))
    monthly = await call.find(ROUNDS, month_round_id(month_of(day, call.terms)))
    holding = (row for row in (daily, monthly) if row and any(one.line == line for one in row.lines))
    return next(holding, daily or monthly)
