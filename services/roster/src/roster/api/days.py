"""The month at a glance over HTTP: each day with its kind, whether it is rostered, its shifts, and what was missing."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends

from common.errors import Problem
from common.web.answers import Answer, Day, Labelled
from common.web.call import Call, call
from common.web.problems import problems
from roster.api.coverage import MOST_DAYS
from roster.api.labels import DAY_KIND, GAP_STATE, post_label
from roster.api.shift_answers import ShiftAnswer
from roster.domain.clauses import whole_seconds
from roster.projections import GAPS, ROSTERS, SHIFTS, GapRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/days", tags=["rosters 值班表"])


class DayGap(Answer):
    """A gap that began on this day."""

    gap_id: str
    post: Labelled
    state: Labelled
    minutes: int


class DayAnswer(Answer):
    """One day. `provisional`: its year's arrangement is not published, so its kind may still change."""

    day: date
    kind: Labelled
    provisional: bool
    rostered: bool
    shifts: list[ShiftAnswer]
    gaps: list[DayGap]


class DaysAnswer(Answer):
    """Days in order, at most 31."""

    items: list[DayAnswer]


@router.get("", responses=problems("invalid_request"))
async def list_days(starts: Day, ends: Day, call: Annotated[Call, Depends(call("shift.read"))]) -> DaysAnswer:
    """The days from `starts` to `ends`, both included, with their shifts whole: they are few by nature."""
    if not 0 <= (ends - starts).days < MOST_DAYS:
        raise Problem("invalid_request", parameter="ends", most_days=MOST_DAYS)
    terms = call.terms
    published = await call.rows(ROSTERS, state="published")
    gaps = [row for row in await call.rows(GAPS) if row.state != "withdrawn"]
    items = []
    for offset in range((ends - starts).days + 1):
        day = starts + timedelta(days=offset)
        kind = terms.calendar.day(day)
        rows = sorted(await call.rows(SHIFTS, day=day), key=lambda row: (row.planned_from, row.post, row.person_id))
        items.append(
            DayAnswer(
                day=day,
                kind=Labelled.of(kind.kind, DAY_KIND),
                provisional=kind.provisional,
                rostered=any(row.starts <= day <= row.ends for row in published),
                shifts=[ShiftAnswer.of(row, terms) for row in rows],
                gaps=[_gap(call, row) for row in gaps if terms.local_date(row.opened_at) == day],
            )
        )
    return DaysAnswer(items=items)


def _gap(call: Call, row: GapRow) -> DayGap:
    seconds = row.seconds if row.seconds is not None else whole_seconds(row.opened_at, call.now)
    return DayGap(
        gap_id=row.gap_id, post=post_label(row.post, call.terms), state=Labelled.of(row.state, GAP_STATE), minutes=seconds // 60
    )
