"""What can be asked of a shift. `now` is the clock, `at` what a device or a person says."""

from dataclasses import dataclass
from datetime import datetime

from roster.domain.clauses import Leave
from roster.domain.shift.events import Punch


@dataclass(frozen=True, slots=True)
class PlanShift:
    roster_id: str
    person_id: str
    post: str
    planned_from: datetime
    planned_to: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class StartShift:
    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class EndShift:
    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class CancelShift:
    """`reason` is the digest of a text."""

    reason: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """The timer's: thirty minutes after the set time nobody had come."""

    now: datetime


@dataclass(frozen=True, slots=True)
class GrantLeave:
    leave: Leave
    now: datetime


@dataclass(frozen=True, slots=True)
class RequestCorrection:
    """`reason` is the digest of a text; `by` the subject who asks."""

    correction_id: str
    punch: Punch
    at: datetime
    reason: str
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class ApproveCorrection:
    """`by` must be another person than the one who asked."""

    correction_id: str
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class DeclineCorrection:
    correction_id: str
    by: str
    now: datetime


ShiftCommand = (
    PlanShift
    | StartShift
    | EndShift
    | CancelShift
    | NoteAbsence
    | GrantLeave
    | RequestCorrection
    | ApproveCorrection
    | DeclineCorrection
)
