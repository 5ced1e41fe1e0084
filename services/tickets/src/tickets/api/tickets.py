"""Tickets over HTTP: opened, resolved, closed, reopened. Dispatch has a module of its own."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import model_validator

from common.handling import Outcome, Transaction
from common.ids import new_id
from common.web import admission
from common.web.answers import Body, Id, Moment, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from tickets.api.ticket_answers import TicketAnswer, shown_ticket, ticket_answers
from tickets.domain.call import CALL, LogCall
from tickets.domain.ticket import TICKET, Close, OpenTicket, Reopen, Resolve
from tickets.projections import TICKETS

router = APIRouter(prefix="/v1/contracts/{contract_id}/tickets", tags=["tickets 工单"])

TIMES = ("date_before_the_term", "date_after_the_term", "date_in_the_future", "times_disordered")


class CallerBody(Body):
    """The call in which the work is asked for: when it rang and was answered; now, if left out."""

    rang_at: Moment | None = None
    answered_at: Moment | None = None


class TicketBody(Body):
    """Work asked for, now or at `at`. `post`: which post should do it, if that is known. Faults open theirs by themselves.

    `call_id` names a call that is logged; `call` is one that is logged with the ticket, by who may log calls.
    """

    kind: Literal["request", "retrieval", "meeting", "fault"]
    description: Text
    urgent: bool = False
    at: Moment | None = None
    post: Id | None = None
    call_id: Id | None = None
    call: CallerBody | None = None
    meeting_id: Id | None = None

    @model_validator(mode="after")
    def _one_call(self) -> "TicketBody":
        if self.call is not None and self.call_id is not None:
            raise ValueError("a ticket comes from one call: name it, or log it")
        return self


class ResolveBody(Body):
    """What was done, and when; now, if left out."""

    note: Text | None = None
    at: Moment | None = None


class ReasonBody(Body):
    """Why."""

    reason: Text


@router.post("", status_code=201, responses=problems("ticket_already_opened", "post_unknown", *TIMES))
async def open_ticket(body: TicketBody, call: Annotated[Call, Depends(call("ticket.open"))]) -> TicketAnswer:
    """Opens a ticket, with the call that asks for it where there is one. It waits for dispatch."""
    description = await call.keep_text(body.description)
    call_id = body.call_id if body.call is None else new_id()
    command = OpenTicket(
        body.kind, body.urgent, body.at or call.now, call.actor, call.now, description, body.post, call_id, body.meeting_id
    )
    if body.call is None or call_id is None:
        outcome = await call.handle(TICKET, new_id(), command)
    else:
        admission.permit(call.principal, "call.log", call.contract)
        answered_at = body.call.answered_at or call.now
        ring = LogCall(body.call.rang_at or answered_at, answered_at, None, description, call.actor, call.now)
        outcome = await _opened_by_call(call, command, call_id, ring)
    return await shown_ticket(outcome.stream_id, call)


async def _opened_by_call(call: Call, ticket: OpenTicket, call_id: str, ring: LogCall) -> Outcome:
    """Both or neither. The ticket's stream is written first: it is the one that the answer, and a replay, is about."""

    async def decision(tx: Transaction) -> None:
        await tx.decide(TICKET, new_id(), ticket)
        await tx.decide(CALL, call_id, ring)

    return await call.across(decision)


@router.get("")
async def list_tickets(
    query: PageQuery,
    call: Annotated[Call, Depends(call("ticket.read"))],
    state: Annotated[tuple[Literal["opened", "dispatched", "resolved", "closed"], ...], Query(description="Any of these.")] = (),
    kind: Literal["fault", "request", "retrieval", "meeting"] | None = None,
    urgent: bool | None = None,  # noqa: FBT001 - a query parameter
    person_id: str | None = None,
    fault_id: str | None = None,
) -> Page[TicketAnswer]:
    """Tickets, filtered. Sorted by `turn` they are a queue: what is to be done first, of that what is urgent, then the oldest."""
    page = await call.page(TICKETS, query, state=state, kind=kind, urgent=urgent, person_id=person_id, fault_id=fault_id)
    return Page(items=await ticket_answers(page.items, call), next=page.next)


@router.get("/{ticket_id}")
async def show_ticket(ticket_id: str, call: Annotated[Call, Depends(call("ticket.read"))]) -> TicketAnswer:
    """One ticket."""
    return await shown_ticket(ticket_id, call)


@router.post("/{ticket_id}/resolve", responses=problems("ticket_unknown", "ticket_not_dispatched", "ticket_not_open", *TIMES))
async def resolve_ticket(
    ticket_id: str, body: ResolveBody, call: Annotated[Call, Depends(call("ticket.resolve"))]
) -> TicketAnswer:
    """The work is done."""
    note = await call.keep_text(body.note)
    await call.handle(TICKET, ticket_id, Resolve(body.at or call.now, call.actor, note, call.now))
    return await shown_ticket(ticket_id, call)


@router.post("/{ticket_id}/close", responses=problems("ticket_unknown", "ticket_not_closable"))
async def close_ticket(ticket_id: str, call: Annotated[Call, Depends(call("ticket.close"))]) -> TicketAnswer:
    """The work is confirmed. An urgent task is then told as completed (bonus 4.3 may be proposed on it)."""
    await call.handle(TICKET, ticket_id, Close(call.actor, call.now))
    return await shown_ticket(ticket_id, call)


@router.post("/{ticket_id}/reopen", responses=problems("ticket_unknown", "ticket_not_finished"))
async def reopen_ticket(ticket_id: str, body: ReasonBody, call: Annotated[Call, Depends(call("ticket.reopen"))]) -> TicketAnswer:
    """The work was not done after all; the ticket waits for dispatch again."""
    reason = await call.keep_text(body.reason)
    await call.handle(TICKET, ticket_id, Reopen(call.actor, reason, call.now))
    return await shown_ticket(ticket_id, call)
