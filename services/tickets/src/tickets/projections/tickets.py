"""Tickets as rows: one per ticket, with the last dispatch."""

from dataclasses import dataclass, replace
from datetime import datetime

from common.ledger.facts import Recorded
from common.projection import View
from tickets.domain.ticket import (
    Kind,
    State,
    TicketClosed,
    TicketDispatched,
    TicketOpened,
    TicketReopened,
    TicketResolved,
)


@dataclass(frozen=True)
class TicketRow:
    """One ticket. `description`, `note` and `reopen_reason` are digests of texts."""

    ticket_id: str
    state: State
    kind: Kind
    urgent: bool
    opened_at: datetime
    opened_by: str
    description: str | None
    wanted_post: str | None
    fault_id: str | None
    call_id: str | None
    meeting_id: str | None
    person_id: str | None = None
    post: str | None = None
    shift_id: str | None = None
    dispatched_at: datetime | None = None
    resolved_at: datetime | None = None
    note: str | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    reopen_reason: str | None = None


TICKETS = View("tickets", 1, TicketRow, columns=("state", "kind", "urgent", "person_id", "fault_id", "opened_at"))


def opened(row: TicketRow | None, fact: Recorded[TicketOpened]) -> TicketRow:
    """A new row."""
    event = fact.event
    return TicketRow(
        fact.id, "opened", event.kind, event.urgent, event.opened_at, event.by, event.description, event.post,
        event.fault_id, event.call_id, event.meeting_id,
    )  # fmt: skip


def dispatched(row: TicketRow | None, fact: Recorded[TicketDispatched]) -> TicketRow | None:
    """Somebody on duty has it now."""
    event = fact.event
    return row and replace(
        row,
        state="dispatched",
        person_id=event.person_id,
        post=event.post,
        shift_id=event.shift_id,
        dispatched_at=event.dispatched_at,
    )


def resolved(row: TicketRow | None, fact: Recorded[TicketResolved]) -> TicketRow | None:
    """The work is done."""
    return row and replace(row, state="resolved", resolved_at=fact.event.resolved_at, note=fact.event.note)


def closed(row: TicketRow | None, fact: Recorded[TicketClosed]) -> TicketRow | None:
    """The work is confirmed."""
    return row and replace(row, state="closed", closed_at=fact.event.closed_at)


def reopened(row: TicketRow | None, fact: Recorded[TicketReopened]) -> TicketRow | None:
    """Back to be dispatched; who had it last stays visible."""
    return row and replace(
        row,
        state="opened",
        resolved_at=None,
        closed_at=None,
        note=None,
        reopened=row.reopened + 1,
        reopen_reason=fact.event.reason,
    )
