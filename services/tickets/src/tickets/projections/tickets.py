"""Tickets as rows: one per ticket, with the last dispatch."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

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
    """One ticket. `description`, `note` and `reopen_reason` are digests of texts; `turn` is its place in the queue."""

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
    turn: int = 0


TICKETS = View("tickets", 2, TicketRow, columns=("state", "kind", "urgent", "person_id", "fault_id", "opened_at", "turn"))

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BAND = 10**15
"""More milliseconds than any ticket is away from 1970, and three times it is still a number of JSON."""


def turn(state: State, opened_at: datetime, *, urgent: bool) -> int:
    """Whose turn it is: the smaller, the sooner.

    Work to be done stands before work that is done; urgent work first, then who has waited longest. No clause sets a ticket
    a deadline. Of what is done the latest stands first.
    """
    waited = (opened_at - _EPOCH) // timedelta(milliseconds=1)
    if state not in ("opened", "dispatched"):
        return 3 * _BAND - waited
    return waited if urgent else _BAND + waited


def _moved(row: TicketRow | None, **changes: Any) -> TicketRow | None:
    if row is None:
        return None
    now = replace(row, **changes)
    return replace(now, turn=turn(now.state, now.opened_at, urgent=now.urgent))


def opened(row: TicketRow | None, fact: Recorded[TicketOpened]) -> TicketRow:
    """A new row."""
    event = fact.event
    return TicketRow(
        fact.id, "opened", event.kind, event.urgent, event.opened_at, event.by, event.description, event.post,
        event.fault_id, event.call_id, event.meeting_id, turn=turn("opened", event.opened_at, urgent=event.urgent),
    )  # fmt: skip


def dispatched(row: TicketRow | None, fact: Recorded[TicketDispatched]) -> TicketRow | None:
    """Somebody on duty has it now."""
    event = fact.event
    return _moved(
        row,
        state="dispatched",
        person_id=event.person_id,
        post=event.post,
        shift_id=event.shift_id,
        dispatched_at=event.dispatched_at,
    )


def resolved(row: TicketRow | None, fact: Recorded[TicketResolved]) -> TicketRow | None:
    """The work is done."""
    return _moved(row, state="resolved", resolved_at=fact.event.resolved_at, note=fact.event.note)


def closed(row: TicketRow | None, fact: Recorded[TicketClosed]) -> TicketRow | None:
    """The work is confirmed."""
    return _moved(row, state="closed", closed_at=fact.event.closed_at)


def reopened(row: TicketRow | None, fact: Recorded[TicketReopened]) -> TicketRow | None:
    """Back to be dispatched; who had it last stays visible."""
    return row and _moved(
        row,
        state="opened",
        resolved_at=None,
        closed_at=None,
        note=None,
        reopened=row.reopened + 1,
        reopen_reason=fact.event.reason,
    )
