"""What tickets tells of its own events; `None` says that an event stays here."""

from common.published import tickets as told
from common.service import Publishes
from tickets.domain import call, complaint, duty, ticket
from tickets.domain.meeting import facts as meeting


def _id(stream: str) -> str:
    return stream.partition("/")[2]


def call_missed(stream: str, event: call.CallMissed) -> told.CallMissed:
    """A8S-1 2.6.2; how long the caller waited goes with it."""
    return told.CallMissed(call_id=_id(stream), rang_at=event.rang_at, seconds=event.waited_seconds)


def ticket_opened(stream: str, event: ticket.TicketOpened) -> told.TicketOpened:
    """Without the words that were typed."""
    return told.TicketOpened(
        ticket_id=_id(stream), kind=event.kind, opened_at=event.opened_at, fault_id=event.fault_id, urgent=event.urgent
    )


def ticket_reopened(stream: str, event: ticket.TicketReopened) -> told.TicketOpened:
    """Open once more, for those who list what is open."""
    return told.TicketOpened(
        ticket_id=_id(stream),
        kind=event.kind,
        opened_at=event.reopened_at,
        fault_id=event.fault_id,
        urgent=event.urgent,
        reopened=True,
    )


def ticket_dispatched(stream: str, event: ticket.TicketDispatched) -> told.TicketDispatched:
    """Who has it, by id."""
    return told.TicketDispatched(
        ticket_id=_id(stream), person_id=event.person_id, post=event.post, dispatched_at=event.dispatched_at
    )


def ticket_closed(stream: str, event: ticket.TicketClosed) -> told.TicketClosed:
    """Done and confirmed."""
    return told.TicketClosed(ticket_id=_id(stream), closed_at=event.closed_at, fault_id=event.fault_id)


def urgent_task_completed(stream: str, event: ticket.UrgentTaskCompleted) -> told.UrgentTaskCompleted:
    """The fact behind a bonus under 4.3."""
    return told.UrgentTaskCompleted(ticket_id=_id(stream), completed_at=event.completed_at)


def meeting_supported(stream: str, event: meeting.MeetingSupported) -> told.MeetingSupported:
    """Through its three phases."""
    return told.MeetingSupported(
        meeting_id=_id(stream),
        level=event.level,
        starts_at=event.starts_at,
        ended_at=event.finished_at,
        incidents=event.incidents,
    )


def meeting_incident(stream: str, event: meeting.IncidentNoted) -> told.MeetingIncident:
    """One finding; its id is unique within the meeting here, and everywhere in what is told."""
    meeting_id = _id(stream)
    return told.MeetingIncident(
        meeting_id=meeting_id,
        incident_id=f"{meeting_id}:{event.incident_id}",
        phase=event.phase,
        rule=event.rule,
        level=event.level,
        occurred_at=event.occurred_at,
    )


def roll_call_missed(stream: str, event: meeting.RollCallMissed) -> told.RollCallMissed:
    """A8S-1 2.1A.4."""
    return told.RollCallMissed(meeting_id=_id(stream), day=event.day, due_at=event.due_at, level=event.level)


def complaint_received(stream: str, event: complaint.ComplaintReceived) -> told.ComplaintReceived:
    """A8S-1 2.6.1."""
    return told.ComplaintReceived(complaint_id=_id(stream), received_at=event.received_at)


PUBLISHES: Publishes = {
    call.CallRang: None,
    call.CallAnswered: None,
    call.CallEnded: None,
    call.CallMissed: call_missed,
    ticket.TicketOpened: ticket_opened,
    ticket.TicketDispatched: ticket_dispatched,
    ticket.TicketResolved: None,
    ticket.TicketClosed: ticket_closed,
    ticket.UrgentTaskCompleted: urgent_task_completed,
    ticket.TicketReopened: ticket_reopened,
    duty.DutyBegan: None,
    duty.DutyEnded: None,
    meeting.MeetingPlanned: None,
    meeting.MeetingPrepared: None,
    meeting.RollCallDone: None,
    meeting.RollCallMissed: roll_call_missed,
    meeting.IncidentNoted: meeting_incident,
    meeting.MeetingStarted: None,
    meeting.MeetingFinished: None,
    meeting.MeetingSupported: meeting_supported,
    meeting.MeetingCancelled: None,
    complaint.ComplaintReceived: complaint_received,
}
