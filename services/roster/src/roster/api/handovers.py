"""Handovers over HTTP: what is due, the sheet with open work, and the signature of both sides."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from common.errors import Refused
from common.terms import Terms
from common.web.answers import Answer, Body, Id, Labelled, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from roster.api.labels import HANDOVER_STATE, post_label
from roster.domain.handover import HANDOVER, CompleteHandover, HandoverState
from roster.projections import HANDOVERS, OPEN_FAULTS, OPEN_TICKETS, PEOPLE, HandoverRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/handovers", tags=["handover 交接班"])


class CompleteBody(Body):
    """What was handed over, by reference (ticket, fault, tool); `omitted` counts what the incoming side found missing."""

    items: Annotated[tuple[Id, ...], Field(max_length=500)] = ()
    omitted: Annotated[int, Field(ge=0, le=1000)] = 0
    incoming: Id
    outgoing: Id | None = None
    remarks: Text | None = None
    at: Moment | None = None


class HandoverAnswer(Answer):
    """One handover of one post (A8S-1 3.2). `was_missed`: found missing before it was entered."""

    handover_id: str
    post: Labelled
    day: date
    due_at: datetime
    special: bool
    state: Labelled
    completed_at: datetime | None
    on_time: bool | None
    items: list[str]
    omitted: int
    outgoing: str | None
    incoming: str | None
    remarks: str | None
    was_missed: bool
    clause: str
    position: str | None

    @classmethod
    def of(cls, row: HandoverRow, terms: Terms, texts: Mapping[str, str | None]) -> "HandoverAnswer":
        """As it stands."""
        return cls(
            handover_id=row.handover_id,
            post=post_label(row.post, terms),
            day=row.day,
            due_at=row.due_at,
            special=row.special,
            state=Labelled.of(row.state, HANDOVER_STATE),
            completed_at=row.completed_at,
            on_time=row.on_time,
            items=list(row.items),
            omitted=row.omitted,
            outgoing=row.outgoing,
            incoming=row.incoming,
            remarks=texts.get(row.remarks or ""),
            was_missed=row.was_missed,
            clause=terms.staffing.handover.clause,
            position=row.position,
        )


class OpenTicket(Answer):
    """A ticket that is not closed."""

    ticket_id: str
    kind: str
    opened_at: datetime
    urgent: bool


class OpenFault(Answer):
    """A fault that is not resolved."""

    fault_id: str
    item: str | None
    found_at: datetime


class SheetAnswer(HandoverAnswer):
    """The handover with what is open at this moment in tickets and inspection."""

    open_tickets: list[OpenTicket]
    open_faults: list[OpenFault]


async def _sheet(call: Call, handover_id: str) -> SheetAnswer:
    row = await call.show(HANDOVERS, handover_id)
    plain = HandoverAnswer.of(row, call.terms, await call.texts((row.remarks,)))
    tickets = [
        OpenTicket(ticket_id=one.ticket_id, kind=one.kind, opened_at=one.opened_at, urgent=one.urgent)
        for one in await call.rows(OPEN_TICKETS)
    ]
    faults = [OpenFault(fault_id=one.fault_id, item=one.item, found_at=one.found_at) for one in await call.rows(OPEN_FAULTS)]
    fields = {name: getattr(plain, name) for name in HandoverAnswer.model_fields}
    return SheetAnswer(**fields, open_tickets=tickets, open_faults=faults)


@router.get("")
async def list_handovers(
    query: PageQuery,
    call: Annotated[Call, Depends(call("handover.read"))],
    day: date | None = None,
    post: str | None = None,
    state: HandoverState | None = None,
) -> Page[HandoverAnswer]:
    """Handovers by day, post and state."""
    page = await call.page(HANDOVERS, query, day=day, post=post, state=state)
    texts = await call.texts(row.remarks for row in page.items)
    return page.map(lambda row: HandoverAnswer.of(row, call.terms, texts))


@router.get("/{handover_id}", responses=problems("not_found"))
async def show_handover(handover_id: str, call: Annotated[Call, Depends(call("handover.read"))]) -> SheetAnswer:
    """The sheet: the handover with open tickets and faults."""
    return await _sheet(call, handover_id)


@router.post(
    "/{handover_id}/complete",
    status_code=201,
    responses=problems(
        "handover_unknown",
        "handover_already_completed",
        "handover_on_another_day",
        "handover_to_oneself",
        "person_unknown",
        "punch_in_the_future",
        "stale_version",
    ),
)
async def complete_handover(
    handover_id: str, body: CompleteBody, call: Annotated[Call, Depends(call("handover.complete"))]
) -> SheetAnswer:
    """Records a handover; whether its time was right and what was left out follows from it (A8S-1 3.2)."""
    for person_id in filter(None, (body.incoming, body.outgoing)):
        if await call.find(PEOPLE, person_id) is None:
            raise Refused("person_unknown", person=person_id)
    remarks = await call.keep_text(body.remarks)
    at = body.at or call.now
    command = CompleteHandover(at, body.items, body.omitted, body.outgoing, body.incoming, remarks, call.now)
    await call.handle(HANDOVER, handover_id, command)
    return await _sheet(call, handover_id)
