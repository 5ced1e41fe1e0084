"""Complaints over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from common.errors import Refused
from common.ids import new_id
from common.web.answers import Answer, Body, Id, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from tickets.domain.complaint import COMPLAINT, ReceiveComplaint
from tickets.projections import COMPLAINTS, TICKETS, ComplaintRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/complaints", tags=["complaints 投诉"])


class ComplaintBody(Body):
    """What somebody complained about, and when it came; now, if left out."""

    text: Text
    received_at: Moment | None = None
    ticket_id: Id | None = None


class ComplaintAnswer(Answer):
    """One complaint."""

    id: str
    received_at: datetime
    text: str | None
    ticket_id: str | None
    received_by: str


@router.post(
    "",
    status_code=201,
    responses=problems(
        "complaint_already_received", "ticket_unknown", "date_before_the_term", "date_after_the_term", "date_in_the_future"
    ),
)
async def receive_complaint(body: ComplaintBody, call: Annotated[Call, Depends(call("complaint.receive"))]) -> ComplaintAnswer:
    """Registers a complaint (A8S-1 2.6.1). Whether it deserves points is decided by people."""
    if body.ticket_id is not None and await call.find(TICKETS, body.ticket_id) is None:
        raise Refused("ticket_unknown")
    text = await call.keep_text(body.text)
    command = ReceiveComplaint(body.received_at or call.now, body.ticket_id, text, call.actor, call.now)
    outcome = await call.handle(COMPLAINT, new_id(), command)
    return await _shown(outcome.stream_id, call)


@router.get("")
async def list_complaints(
    query: PageQuery, call: Annotated[Call, Depends(call("complaint.read"))], ticket_id: str | None = None
) -> Page[ComplaintAnswer]:
    """Complaints, filtered by ticket."""
    page = await call.page(COMPLAINTS, query, ticket_id=ticket_id)
    return Page(items=await _answers(page.items, call), next=page.next)


@router.get("/{complaint_id}")
async def show_complaint(complaint_id: str, call: Annotated[Call, Depends(call("complaint.read"))]) -> ComplaintAnswer:
    """One complaint."""
    return await _shown(complaint_id, call)


async def _shown(complaint_id: str, call: Call) -> ComplaintAnswer:
    return (await _answers([await call.show(COMPLAINTS, complaint_id)], call))[0]


async def _answers(rows: Sequence[ComplaintRow], call: Call) -> list[ComplaintAnswer]:
    texts = await call.texts(row.text for row in rows)
    return [
        ComplaintAnswer(
            id=row.complaint_id,
            received_at=row.received_at,
            text=texts.get(row.text or ""),
            ticket_id=row.ticket_id,
            received_by=row.received_by,
        )
        for row in rows
    ]
