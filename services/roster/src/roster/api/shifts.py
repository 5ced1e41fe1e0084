"""Shifts over HTTP: punches, changes of a published day, who is on duty."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from common.errors import Refused
from common.handling.transaction import Transaction
from common.web.answers import Body, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from roster.api.planning import add_shift, cancel_shift
from roster.api.presence import begin_presence, end_presence
from roster.api.rosters import ShiftBody
from roster.api.shift_answers import ShiftAnswer, WholeShiftAnswer
from roster.domain.clauses import Finding
from roster.domain.plan import ShiftAdded
from roster.domain.shift import SHIFT, EndShift, StartShift
from roster.projections import SHIFTS

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["shifts 班次"])


class PunchBody(Body):
    """The moment a device or a person gives; without it, now."""

    at: Moment | None = None


class CancelBody(Body):
    """Why the shift is not worked."""

    reason: Text | None = None


async def show(call: Call, shift_id: str) -> WholeShiftAnswer:
    """The shift with its texts; sets `ETag`."""
    row = await call.show(SHIFTS, shift_id)
    texts = await call.texts((row.cancel_reason, *(one.reason for one in row.corrections)))
    return WholeShiftAnswer.whole(row, call.terms, texts)


@router.get("/shifts")
async def list_shifts(
    query: PageQuery,
    call: Annotated[Call, Depends(call("shift.read"))],
    day: date | None = None,
    person_id: str | None = None,
    post: str | None = None,
    state: Literal["planned", "on_post", "ended", "cancelled"] | None = None,
    arrival: Finding | None = None,
) -> Page[ShiftAnswer]:
    """Shifts by day, person, post, state or finding."""
    page = await call.page(SHIFTS, query, day=day, person_id=person_id, post=post, state=state, arrival=arrival)
    return page.map(lambda row: ShiftAnswer.of(row, call.terms))


@router.get("/on-duty")
async def on_duty(
    query: PageQuery, call: Annotated[Call, Depends(call("on_duty.read"))], post: str | None = None
) -> Page[ShiftAnswer]:
    """Who is on post at this moment."""
    page = await call.page(SHIFTS, query, state="on_post", post=post)
    return page.map(lambda row: ShiftAnswer.of(row, call.terms))


@router.get("/shifts/{shift_id}", responses=problems("not_found"))
async def show_shift(shift_id: str, call: Annotated[Call, Depends(call("shift.read"))]) -> WholeShiftAnswer:
    """One shift with its findings and corrections."""
    return await show(call, shift_id)


@router.post(
    "/shifts/{shift_id}/start",
    status_code=201,
    responses=problems(
        "shift_unknown",
        "shift_cancelled",
        "shift_already_started",
        "shift_is_over",
        "punch_in_the_future",
        "punch_contradicts_absence",
        "stale_version",
    ),
)
async def start_shift(shift_id: str, body: PunchBody, call: Annotated[Call, Depends(call("shift.start"))]) -> WholeShiftAnswer:
    """Records that the person is on post, and what A8S-1 1.1 says of the time."""

    async def decision(tx: Transaction) -> None:
        await tx.decide(SHIFT, shift_id, StartShift(body.at or tx.now, tx.now))
        await begin_presence(tx, shift_id)

    await call.across(decision, of=(SHIFT, shift_id))
    return await show(call, shift_id)


@router.post(
    "/shifts/{shift_id}/end",
    status_code=201,
    responses=problems(
        "shift_unknown", "shift_not_started", "shift_already_ended", "ends_before_start", "punch_in_the_future", "stale_version"
    ),
)
async def end_shift(shift_id: str, body: PunchBody, call: Annotated[Call, Depends(call("shift.end"))]) -> WholeShiftAnswer:
    """Records that the person left the post."""

    async def decision(tx: Transaction) -> None:
        await tx.decide(SHIFT, shift_id, EndShift(body.at or tx.now, tx.now))
        await end_presence(tx, shift_id)

    await call.across(decision, of=(SHIFT, shift_id))
    return await show(call, shift_id)


@router.post(
    "/shifts",
    status_code=201,
    responses=problems(
        "roster_missing_on_day",
        "shift_outside_roster",
        "ends_before_start",
        "post_unknown",
        "person_not_approved",
        "person_not_approved_for_post",
        "person_on_leave",
        "shifts_overlap",
        "shift_already_planned",
    ),
)
async def plan_shift(body: ShiftBody, call: Annotated[Call, Depends(call("shift.plan"))]) -> WholeShiftAnswer:
    """One more shift on a day whose roster is published: relief, reserve, the other half of a swap."""
    shift = body.assignment()

    async def decision(tx: Transaction) -> None:
        await add_shift(tx, shift)

    outcome = await call.across(decision)
    planned = next((event.shift.shift_id for event in outcome.events if isinstance(event, ShiftAdded)), None)
    if planned is None:
        raise Refused("shift_unknown")
    return await show(call, planned)


@router.post(
    "/shifts/{shift_id}/cancel",
    responses=problems("shift_unknown", "shift_cancelled", "shift_already_started", "stale_version"),
)
async def cancel(shift_id: str, body: CancelBody, call: Annotated[Call, Depends(call("shift.cancel"))]) -> WholeShiftAnswer:
    """Takes a shift out of the plan; the contract's requirement stays as it is."""
    reason = await call.keep_text(body.reason)

    async def decision(tx: Transaction) -> None:
        await cancel_shift(tx, shift_id, reason)

    await call.across(decision, of=(SHIFT, shift_id))
    return await show(call, shift_id)
