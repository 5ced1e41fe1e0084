"""Dispatch over HTTP: a ticket goes to somebody who is on duty at that very moment (A8S-1 2.6.4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from common.handling import Transaction
from common.web.answers import Answer, Body, Id, Labelled
from common.web.call import Call, call
from common.web.problems import problems
from tickets.api.ticket_answers import TicketAnswer, post_label, shown_ticket
from tickets.domain.suggesting import Candidate, ranked
from tickets.domain.ticket import TICKET, Dispatch, OnDuty
from tickets.projections import ON_DUTY, TICKETS, OnDutyRow, TicketRow

router = APIRouter(prefix="/v1/contracts/{contract_id}/tickets/{ticket_id}", tags=["tickets 工单"])


class DispatchBody(Body):
    """To whom; the best suggestion, if left out."""

    person_id: Id | None = None


class CandidateAnswer(Answer):
    """Somebody on duty. `wanted_post`: on the post that the ticket asks for."""

    person_id: str
    post: Labelled | None
    shift_id: str
    since: datetime
    open_tickets: int
    wanted_post: bool


class SuggestionAnswer(Answer):
    """The people on duty, the best first; empty when nobody is."""

    ticket_id: str
    candidates: tuple[CandidateAnswer, ...]


@router.get("/suggestion")
async def suggest(ticket_id: str, call: Annotated[Call, Depends(call("ticket.dispatch"))]) -> SuggestionAnswer:
    """Who could take the ticket now."""
    ticket = await call.show(TICKETS, ticket_id)
    found = _candidates(await call.rows(ON_DUTY), await call.rows(TICKETS, state="dispatched"), ticket.wanted_post)
    answers = tuple(
        CandidateAnswer(
            person_id=one.person_id,
            post=post_label(one.post, call.terms),
            shift_id=one.shift_id,
            since=one.since,
            open_tickets=one.open_tickets,
            wanted_post=one.wanted_post,
        )
        for one in found
    )
    return SuggestionAnswer(ticket_id=ticket_id, candidates=answers)


@router.post("/dispatch", responses=problems("ticket_unknown", "ticket_not_open", "person_not_on_duty", "nobody_on_duty"))
async def dispatch(ticket_id: str, body: DispatchBody, call: Annotated[Call, Depends(call("ticket.dispatch"))]) -> TicketAnswer:
    """Gives the ticket to a person on duty. Refused for anybody else."""

    async def decision(tx: Transaction) -> None:
        ticket = await tx.state(TICKET, ticket_id)
        wanted = ticket.opened.post if ticket.opened else None
        shifts = await tx.rows(ON_DUTY, person_id=body.person_id)
        found = _candidates(shifts, await tx.rows(TICKETS, state="dispatched"), wanted)
        to = next((OnDuty(one.person_id, one.post, one.shift_id) for one in found), None)
        await tx.decide(TICKET, ticket_id, Dispatch(body.person_id, to, call.actor, call.now))

    await call.across(decision, of=(TICKET, ticket_id))
    return await shown_ticket(ticket_id, call)


def _candidates(shifts: Iterable[OnDutyRow], busy: Iterable[TicketRow], wanted_post: str | None) -> list[Candidate]:
    on = ((row.person_id, row.post, row.shift_id, row.since) for row in shifts)
    return list(ranked(on, (row.person_id for row in busy), wanted_post))
