"""What can be asked of a meeting."""

from dataclasses import dataclass
from datetime import datetime

from tickets.domain.meeting.facts import Check, Deadline, Phase


@dataclass(frozen=True, slots=True)
class PlanMeeting:
    title: str | None
    level: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    setup_due_at: datetime
    roll_call_due_at: datetime
    recording_required: bool
    by: str


@dataclass(frozen=True, slots=True)
class Prepare:
    checks: tuple[Check, ...]
    at: datetime
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class CallTheRoll:
    at: datetime
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class StartMeeting:
    at: datetime
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class NoteIncident:
    incident_id: str
    phase: Phase
    rule: str
    at: datetime
    description: str | None
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class FinishMeeting:
    at: datetime
    work_order_signed: bool
    recording_done: bool
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    reason: str | None
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class NoteDeadline:
    """A timer's command: the moment set for a preparation has passed."""

    deadline: Deadline


Command = PlanMeeting | Prepare | CallTheRoll | StartMeeting | NoteIncident | FinishMeeting | CancelMeeting | NoteDeadline
