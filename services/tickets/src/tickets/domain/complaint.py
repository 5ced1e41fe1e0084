"""Complaints (投诉) about the service desk (A8S-1 2.6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from tickets.domain.moments import must_have_happened


@dataclass(frozen=True, slots=True)
class ComplaintReceived:
    """Somebody complained. `text` is the digest of the words; whether it deserves points is a person's decision."""

    received_at: datetime
    ticket_id: str | None
    text: str | None
    by: str


Event = ComplaintReceived


@dataclass(frozen=True, slots=True)
class ReceiveComplaint:
    received_at: datetime
    ticket_id: str | None
    text: str | None
    by: str
    now: datetime


Command = ReceiveComplaint


@dataclass(frozen=True, slots=True)
class Complaint:
    """Whether the complaint is registered."""

    received: bool = False


def decide(command: Command, complaint: Complaint, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    if complaint.received:
        raise Refused("complaint_already_received")
    must_have_happened(command.received_at, command.now, terms)
    return (ComplaintReceived(command.received_at, command.ticket_id, command.text, command.by),)


def evolve(complaint: Complaint, event: Event) -> Complaint:
    """The state after an event."""
    return Complaint(received=True)


COMPLAINT: Aggregate[Command, Complaint, Event] = Aggregate("complaint", Complaint(), decide, evolve)
