"""Leave over HTTP: asked for, approved, declined."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from common.errors import Refused
from common.handling.transaction import Transaction
from common.ids import new_id
from common.web.answers import Answer, Body, Id, Labelled, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from roster.api.labels import LEAVE_STATE
from roster.domain.clauses import Leave
from roster.domain.leave import LEAVE, ApproveLeave, DeclineLeave, LeaveState, RequestLeave
from roster.domain.shift import SHIFT, GrantLeave
from roster.projections import LEAVES, PEOPLE, SHIFTS, LeaveRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/leave", tags=["leave 请假"])


class LeaveBody(Body):
    """Who wants to be away, from when until when, and why."""

    leave_id: Id | None = None
    person_id: Id
    starts_at: Moment
    ends_at: Moment
    reason: Text | None = None


class DeclineBody(Body):
    """Why not."""

    reason: Text | None = None


class LeaveAnswer(Answer):
    """One request. `after_the_fact`: asked for when its time had begun."""

    leave_id: str
    person_id: str
    starts_at: datetime
    ends_at: datetime
    state: Labelled
    reason: str | None
    requested_at: datetime
    requested_by: str
    after_the_fact: bool
    decided_at: datetime | None
    decided_by: str | None
    answer: str | None

    @classmethod
    def of(cls, row: LeaveRow, texts: Mapping[str, str | None]) -> "LeaveAnswer":
        """The request with what people typed."""
        return cls(
            leave_id=row.leave_id,
            person_id=row.person_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            state=Labelled.of(row.state, LEAVE_STATE),
            reason=texts.get(row.reason or ""),
            requested_at=row.requested_at,
            requested_by=row.requested_by,
            after_the_fact=row.after_the_fact,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
            answer=texts.get(row.answer or ""),
        )


async def _answer(call: Call, leave_id: str) -> LeaveAnswer:
    row = await call.show(LEAVES, leave_id)
    return LeaveAnswer.of(row, await call.texts((row.reason, row.answer)))


@router.get("")
async def list_leave(
    query: PageQuery,
    call: Annotated[Call, Depends(call("leave.read"))],
    person_id: str | None = None,
    state: LeaveState | None = None,
) -> Page[LeaveAnswer]:
    """Requests, by person and state."""
    page = await call.page(LEAVES, query, person_id=person_id, state=state)
    texts = await call.texts(digest for row in page.items for digest in (row.reason, row.answer))
    return page.map(lambda row: LeaveAnswer.of(row, texts))


@router.get("/{leave_id}", responses=problems("not_found"))
async def show_leave(leave_id: str, call: Annotated[Call, Depends(call("leave.read"))]) -> LeaveAnswer:
    """One request."""
    return await _answer(call, leave_id)


@router.post(
    "", status_code=201, responses=problems("leave_already_requested", "person_unknown", "ends_before_start", "outside_the_term")
)
async def request_leave(body: LeaveBody, call: Annotated[Call, Depends(call("leave.request"))]) -> LeaveAnswer:
    """Asks for leave; only the customer's approval excuses (A8S-1 1.1.1)."""
    if await call.find(PEOPLE, body.person_id) is None:
        raise Refused("person_unknown")
    reason = await call.keep_text(body.reason)
    command = RequestLeave(body.person_id, body.starts_at, body.ends_at, reason, call.now)
    outcome = await call.handle(LEAVE, body.leave_id or new_id(), command)
    return await _answer(call, outcome.stream_id)


@router.post("/{leave_id}/approve", responses=problems("leave_unknown", "leave_already_decided", "stale_version"))
async def approve_leave(leave_id: str, call: Annotated[Call, Depends(call("leave.decide"))]) -> LeaveAnswer:
    """Approves, and tells the shifts it touches: what was found about them is found anew."""

    async def decision(tx: Transaction) -> None:
        await tx.decide(LEAVE, leave_id, ApproveLeave(tx.now))
        asked = await tx.state(LEAVE, leave_id)
        for shift in await tx.rows(SHIFTS, person_id=asked.person_id):
            if asked.starts_at and asked.ends_at and asked.starts_at < shift.planned_to and shift.planned_from < asked.ends_at:
                await tx.decide(SHIFT, shift.shift_id, GrantLeave(Leave(leave_id, asked.starts_at, asked.ends_at), tx.now))

    await call.across(decision, of=(LEAVE, leave_id))
    return await _answer(call, leave_id)


@router.post("/{leave_id}/decline", responses=problems("leave_unknown", "leave_already_decided", "stale_version"))
async def decline_leave(leave_id: str, body: DeclineBody, call: Annotated[Call, Depends(call("leave.decide"))]) -> LeaveAnswer:
    """Does not approve."""
    await call.handle(LEAVE, leave_id, DeclineLeave(await call.keep_text(body.reason), call.now))
    return await _answer(call, leave_id)
