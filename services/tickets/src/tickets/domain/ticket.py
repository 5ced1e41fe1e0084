"""Tickets (工单): opened by a person or because of a fault, dispatched to who is on duty, resolved, closed, reopened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from tickets.domain.moments import must_follow, must_have_happened

CLAUSE_DISPATCH = "A8S-1 2.6.4"

Kind = Literal["fault", "request", "retrieval", "meeting"]
State = Literal["none", "opened", "dispatched", "resolved", "closed"]


@dataclass(frozen=True, slots=True)
class TicketOpened:
    """Work was asked for. `post` is the post wanted, if one is; `source` the position of a foreign cause."""

    kind: Kind
    urgent: bool
    opened_at: datetime
    by: str
    description: str | None
    post: str | None
    fault_id: str | None
    call_id: str | None
    meeting_id: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class TicketDispatched:
    """The ticket went to a person who was on duty, on this shift."""

    person_id: str
    post: str
    shift_id: str
    dispatched_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class TicketResolved:
    """The work is done; its asker has not confirmed it yet."""

    resolved_at: datetime
    by: str
    note: str | None


@dataclass(frozen=True, slots=True)
class TicketClosed:
    """The work is done and confirmed."""

    closed_at: datetime
    by: str
    fault_id: str | None


@dataclass(frozen=True, slots=True)
class UrgentTaskCompleted:
    """An urgent task (紧急保障任务) was completed: the fact on which a bonus under 4.3 may be proposed."""

    completed_at: datetime


@dataclass(frozen=True, slots=True)
class TicketReopened:
    """The work was not done after all. What the ticket is about is repeated for those who only hear of it now."""

    reopened_at: datetime
    by: str
    reason: str | None
    kind: Kind
    fault_id: str | None
    urgent: bool


Event = TicketOpened | TicketDispatched | TicketResolved | TicketClosed | UrgentTaskCompleted | TicketReopened


@dataclass(frozen=True, slots=True)
class OpenTicket:
    kind: Kind
    urgent: bool
    at: datetime
    by: str
    now: datetime
    description: str | None = None
    post: str | None = None
    call_id: str | None = None
    meeting_id: str | None = None


@dataclass(frozen=True, slots=True)
class OpenForFault:
    """A policy's command: nothing happens when the fault has its ticket already."""

    fault_id: str
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A person and the shift and post that person is on: looked up at the edge."""

    person_id: str
    post: str
    shift_id: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """`person_id` is who was asked for, if anybody; `to` whoever of them is on duty, chosen at the edge."""

    person_id: str | None
    to: OnDuty | None
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Resolve:
    at: datetime
    by: str
    note: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class ResolveWithFault:
    """A policy's command: the fault is gone; nothing happens when the ticket is finished already."""

    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Close:
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Reopen:
    by: str
    reason: str | None
    now: datetime


Command = OpenTicket | OpenForFault | Dispatch | Resolve | ResolveWithFault | Close | Reopen


@dataclass(frozen=True, slots=True)
class Ticket:
    """How far the work has come."""

    state: State = "none"
    opened: TicketOpened | None = None
    last_at: datetime | None = None
    urgent_told: bool = False


def decide(command: Command, ticket: Ticket, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case OpenTicket():
            return _open(command, ticket, terms)
        case OpenForFault(fault_id, at, source):
            return () if ticket.opened else (_for_fault(fault_id, at, source),)
        case Dispatch():
            return _dispatch(command, ticket)
        case Resolve():
            return _resolve(command, ticket, terms)
        case ResolveWithFault(at, source):
            return (TicketResolved(at, source, None),) if ticket.state in {"opened", "dispatched"} else ()
        case Close():
            return _close(command, ticket)
        case Reopen():
            return _reopen(command, ticket)
        case _:
            assert_never(command)


def _open(command: OpenTicket, ticket: Ticket, terms: Terms) -> Sequence[Event]:
    if ticket.opened:
        raise Refused("ticket_already_opened")
    must_have_happened(command.at, command.now, terms)
    if command.post is not None and command.post not in terms.staffing.posts:
        raise Refused("post_unknown", post=command.post)
    return (
        TicketOpened(
            command.kind, command.urgent, command.at, command.by, command.description, command.post,
            fault_id=None, call_id=command.call_id, meeting_id=command.meeting_id, source=None,
        ),
    )  # fmt: skip


def _for_fault(fault_id: str, at: datetime, source: str) -> TicketOpened:
    return TicketOpened("fault", urgent=False, opened_at=at, by=source, description=None, post=None, fault_id=fault_id,
                        call_id=None, meeting_id=None, source=source)  # fmt: skip


def _dispatch(command: Dispatch, ticket: Ticket) -> Sequence[Event]:
    _known(ticket)
    if ticket.state not in {"opened", "dispatched"}:
        raise Refused("ticket_not_open", clause=CLAUSE_DISPATCH)
    if command.to is None:
        code = "nobody_on_duty" if command.person_id is None else "person_not_on_duty"
        raise Refused(code, clause=CLAUSE_DISPATCH, person_id=command.person_id)
    return (TicketDispatched(command.to.person_id, command.to.post, command.to.shift_id, command.now, command.by),)


def _resolve(command: Resolve, ticket: Ticket, terms: Terms) -> Sequence[Event]:
    _known(ticket)
    if ticket.state == "opened":
        raise Refused("ticket_not_dispatched", clause=CLAUSE_DISPATCH)
    if ticket.state != "dispatched":
        raise Refused("ticket_not_open")
    must_have_happened(command.at, command.now, terms)
    must_follow(command.at, ticket.last_at or command.at)
    return (TicketResolved(command.at, command.by, command.note),)


def _close(command: Close, ticket: Ticket) -> Sequence[Event]:
    opened = _known(ticket)
    if ticket.state != "resolved":
        raise Refused("ticket_not_closable")
    closed = TicketClosed(command.now, command.by, opened.fault_id)
    tell = opened.urgent and not ticket.urgent_told
    return (closed, UrgentTaskCompleted(command.now)) if tell else (closed,)


def _reopen(command: Reopen, ticket: Ticket) -> Sequence[Event]:
    opened = _known(ticket)
    if ticket.state not in {"resolved", "closed"}:
        raise Refused("ticket_not_finished")
    return (TicketReopened(command.now, command.by, command.reason, opened.kind, opened.fault_id, opened.urgent),)


def _known(ticket: Ticket) -> TicketOpened:
    if ticket.opened is None:
        raise Refused("ticket_unknown")
    return ticket.opened


def evolve(ticket: Ticket, event: Event) -> Ticket:
    """The state after an event."""
    match event:
        case TicketOpened(opened_at=at):
            return Ticket("opened", event, at)
        case TicketDispatched(dispatched_at=at):
            return replace(ticket, state="dispatched", last_at=at)
        case TicketResolved(resolved_at=at):
            return replace(ticket, state="resolved", last_at=at)
        case TicketClosed(closed_at=at):
            return replace(ticket, state="closed", last_at=at)
        case UrgentTaskCompleted():
            return replace(ticket, urgent_told=True)
        case TicketReopened(reopened_at=at):
            return replace(ticket, state="opened", last_at=at)
        case _:
            assert_never(event)


TICKET: Aggregate[Command, Ticket, Event] = Aggregate("ticket", Ticket(), decide, evolve)


def ticket_of_fault(fault_id: str) -> str:
    """The id of the one ticket that a fault gets."""
    return f"fault-{fault_id}"
