"""Complaints as rows."""

from dataclasses import dataclass
from datetime import datetime

from common.ledger.facts import Recorded
from common.projection import View
from tickets.domain.complaint import ComplaintReceived


@dataclass(frozen=True)
class ComplaintRow:
    """One complaint; `text` is a digest."""

    complaint_id: str
    received_at: datetime
    ticket_id: str | None
    text: str | None
    received_by: str


COMPLAINTS = View("complaints", 1, ComplaintRow, columns=("received_at", "ticket_id"))


def received(row: ComplaintRow | None, fact: Recorded[ComplaintReceived]) -> ComplaintRow:
    """A new row."""
    event = fact.event
    return ComplaintRow(fact.id, event.received_at, event.ticket_id, event.text, event.by)
