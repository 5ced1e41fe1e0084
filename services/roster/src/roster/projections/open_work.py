"""What stays open at a handover: tickets and faults, followed from the services that own them."""

from dataclasses import dataclass
from datetime import datetime

from common.ledger.facts import Delivered
from common.projection import View
from common.published import inspection, tickets
from common.service import Following


@dataclass(frozen=True)
class OpenTicketRow:
    """A ticket that is not closed."""

    ticket_id: str
    kind: str
    opened_at: datetime
    urgent: bool


@dataclass(frozen=True)
class OpenFaultRow:
    """A fault that is not resolved."""

    fault_id: str
    item: str | None
    found_at: datetime


OPEN_TICKETS = View("open_tickets", 1, OpenTicketRow, columns=("opened_at",))
OPEN_FAULTS = View("open_faults", 1, OpenFaultRow, columns=("found_at",))


def ticket_of(delivered: Delivered[tickets.TicketOpened] | Delivered[tickets.TicketClosed]) -> str:
    """The ticket's id names the row."""
    return delivered.event.ticket_id


def ticket_opened(_row: OpenTicketRow | None, delivered: Delivered[tickets.TicketOpened]) -> OpenTicketRow:
    """A ticket is open, or open again."""
    event = delivered.event
    return OpenTicketRow(event.ticket_id, event.kind, event.opened_at, event.urgent)


def ticket_closed(_row: OpenTicketRow | None, _delivered: Delivered[tickets.TicketClosed]) -> OpenTicketRow | None:
    """A closed ticket leaves the sheet."""
    return None


def fault_of(delivered: Delivered[inspection.FaultFound] | Delivered[inspection.FaultResolved]) -> str:
    """The fault's id names the row."""
    return delivered.event.fault_id


def fault_found(_row: OpenFaultRow | None, delivered: Delivered[inspection.FaultFound]) -> OpenFaultRow:
    """A fault is open."""
    event = delivered.event
    return OpenFaultRow(event.fault_id, event.item, event.found_at)


def fault_resolved(_row: OpenFaultRow | None, _delivered: Delivered[inspection.FaultResolved]) -> OpenFaultRow | None:
    """A resolved fault leaves the sheet."""
    return None


FOLLOWS: tuple[Following, ...] = (
    Following(
        "handover-tickets",
        "tickets",
        {
            tickets.CallMissed: None,
            tickets.TicketOpened: (OPEN_TICKETS.on(ticket_of, ticket_opened),),
            tickets.TicketDispatched: None,
            tickets.TicketClosed: (OPEN_TICKETS.on(ticket_of, ticket_closed),),
            tickets.MeetingSupported: None,
            tickets.MeetingIncident: None,
            tickets.RollCallMissed: None,
            tickets.ComplaintReceived: None,
            tickets.UrgentTaskCompleted: None,
        },
    ),
    Following(
        "handover-faults",
        "inspection",
        {
            inspection.PlanConfirmed: None,
            inspection.PlanMissing: None,
            inspection.CheckCompleted: None,
            inspection.CheckMissed: None,
            inspection.RoundMissed: None,
            inspection.FaultFound: (OPEN_FAULTS.on(fault_of, fault_found),),
            inspection.FaultReported: None,
            inspection.FaultResolved: (OPEN_FAULTS.on(fault_of, fault_resolved),),
        },
    ),
)
