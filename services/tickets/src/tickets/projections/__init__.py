"""Which view each event of tickets changes, and how."""

from typing import Any

from common.ledger.facts import Recorded
from common.service import Projects
from tickets.domain import call, complaint, ticket
from tickets.domain.duty import DutyBegan, DutyEnded
from tickets.domain.meeting import facts as meeting
from tickets.projections import calls, complaints, duty, meetings, tickets
from tickets.projections.calls import CALLS, CallRow
from tickets.projections.complaints import COMPLAINTS, ComplaintRow
from tickets.projections.duty import ON_DUTY, OnDutyRow
from tickets.projections.meetings import MEETINGS, Incident, MeetingRow
from tickets.projections.tickets import TICKETS, TicketRow

__all__ = [
    "CALLS",
    "COMPLAINTS",
    "MEETINGS",
    "ON_DUTY",
    "PROJECTS",
    "TICKETS",
    "CallRow",
    "ComplaintRow",
    "Incident",
    "MeetingRow",
    "OnDutyRow",
    "TicketRow",
]


def by_stream(fact: Recorded[Any]) -> str:
    """The row of the stream's own id."""
    return fact.id


PROJECTS: Projects = {
    call.CallRang: (CALLS.on(by_stream, calls.rang),),
    call.CallAnswered: (CALLS.on(by_stream, calls.answered),),
    call.CallEnded: (CALLS.on(by_stream, calls.ended),),
    call.CallMissed: (CALLS.on(by_stream, calls.missed),),
    ticket.TicketOpened: (TICKETS.on(by_stream, tickets.opened),),
    ticket.TicketDispatched: (TICKETS.on(by_stream, tickets.dispatched),),
    ticket.TicketResolved: (TICKETS.on(by_stream, tickets.resolved),),
    ticket.TicketClosed: (TICKETS.on(by_stream, tickets.closed),),
    ticket.UrgentTaskCompleted: None,
    ticket.TicketReopened: (TICKETS.on(by_stream, tickets.reopened),),
    DutyBegan: (ON_DUTY.on(duty.by_shift, duty.began),),
    DutyEnded: (ON_DUTY.on(duty.by_shift, duty.ended),),
    meeting.MeetingPlanned: (MEETINGS.on(by_stream, meetings.planned),),
    meeting.MeetingPrepared: (MEETINGS.on(by_stream, meetings.prepared),),
    meeting.RollCallDone: (MEETINGS.on(by_stream, meetings.roll_called),),
    meeting.RollCallMissed: (MEETINGS.on(by_stream, meetings.roll_call_missed),),
    meeting.IncidentNoted: (MEETINGS.on(by_stream, meetings.incident_noted),),
    meeting.MeetingStarted: (MEETINGS.on(by_stream, meetings.started),),
    meeting.MeetingFinished: (MEETINGS.on(by_stream, meetings.finished),),
    meeting.MeetingSupported: (MEETINGS.on(by_stream, meetings.supported),),
    meeting.MeetingCancelled: (MEETINGS.on(by_stream, meetings.cancelled),),
    complaint.ComplaintReceived: (COMPLAINTS.on(by_stream, complaints.received),),
}
