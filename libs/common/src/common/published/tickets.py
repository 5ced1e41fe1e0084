"""What tickets tells: calls, tickets and meetings. What people typed stays behind."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from common.published.base import Published


class _Told(Published):
    SERVICE: ClassVar[str] = "tickets"


class CallMissed(_Told):
    """A call to the service desk was not answered (A8S-1 2.6.2)."""

    call_id: str
    rang_at: AwareDatetime
    seconds: int


class TicketOpened(_Told):
    """Work was asked for, by a person or because of a fault. A reopened ticket is told once more, with `reopened`."""

    ticket_id: str
    kind: Literal["fault", "request", "retrieval", "meeting"]
    opened_at: AwareDatetime
    fault_id: str | None = None
    urgent: bool = False
    reopened: bool = False


class TicketDispatched(_Told):
    """The ticket went to a person on duty."""

    ticket_id: str
    person_id: str
    post: str
    dispatched_at: AwareDatetime


class TicketClosed(_Told):
    """The work is done and confirmed."""

    ticket_id: str
    closed_at: AwareDatetime
    fault_id: str | None = None


class MeetingSupported(_Told):
    """A meeting went through its three phases, and nothing was missing afterwards (A8S-1 2.1).

    `incidents` counts what was noted before and during it; each was told by its own `MeetingIncident`.
    """

    meeting_id: str
    level: str
    starts_at: AwareDatetime
    ended_at: AwareDatetime
    incidents: int


class MeetingIncident(_Told):
    """Something of A8S-1 2.1 went wrong before, during or after a meeting. `rule` is the clause's code."""

    meeting_id: str
    incident_id: str
    phase: Literal["before", "during", "after"]
    rule: str
    level: str
    occurred_at: AwareDatetime


class RollCallMissed(_Told):
    """A technical roll call of the terminals was not done in time (A8S-1 2.1A.4)."""

    meeting_id: str | None
    day: date
    due_at: AwareDatetime
    level: str | None = None


class ComplaintReceived(_Told):
    """Somebody complained about the service desk (A8S-1 2.6.1)."""

    complaint_id: str
    received_at: AwareDatetime


class UrgentTaskCompleted(_Told):
    """An urgent extra task was completed (bonus 4.3, annual rule AS-4.2)."""

    ticket_id: str
    completed_at: AwareDatetime
