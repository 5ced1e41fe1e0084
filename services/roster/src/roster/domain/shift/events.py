"""What happens to a shift. Punches stand as they were entered; a correction is an event of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from roster.domain.clauses import Finding

Punch = Literal["start", "end"]
Aspect = Literal["arrival", "departure"]


@dataclass(frozen=True, slots=True)
class ShiftPlanned:
    """A published roster binds a person to a post. `absent_after`: when the absence timer looks.

    `day` is the shift's date by the contract's wall clock. `absent_after` is `None` for a shift that was planned after
    its time: a plan made afterwards obliges nobody to have come.
    """

    roster_id: str
    day: date
    person_id: str
    post: str
    planned_from: datetime
    planned_to: datetime
    absent_after: datetime | None


@dataclass(frozen=True, slots=True)
class ShiftStarted:
    """Arrival as punched. `entered_at` is the clock when the punch came in; a late entry shows."""

    person_id: str
    post: str
    planned_from: datetime
    planned_to: datetime
    started_at: datetime
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class ShiftEnded:
    """Departure as punched."""

    person_id: str
    post: str
    ended_at: datetime
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class AttendanceClassified:
    """Arrival or departure against the set time, by A8S-1 1.1.

    `seconds` is the distance from the set time, positive when it counts against the person. `corrects` is the earlier
    finding of the same aspect that this one replaces.
    """

    person_id: str
    post: str
    aspect: Aspect
    finding: Finding
    set_at: datetime
    actual_at: datetime | None
    seconds: int
    clause: str
    corrects: Finding | None = None


@dataclass(frozen=True, slots=True)
class ShiftCancelled:
    """The shift will not be worked. It leaves the plan; the requirement stays."""

    person_id: str
    post: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ShiftExcused:
    """Approved leave touches the shift. `absent_after` moves the absence timer; `None` stops it."""

    leave_id: str
    leave_from: datetime
    leave_to: datetime
    absent_after: datetime | None


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    """Somebody says that a punch is wrong or missing, and why."""

    correction_id: str
    punch: Punch
    at: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class PunchCorrected:
    """A second person agreed. `was` is the punch that stays in the record beside it."""

    correction_id: str
    punch: Punch
    person_id: str
    post: str
    was: datetime | None
    at: datetime
    asked_by: str
    agreed_by: str


@dataclass(frozen=True, slots=True)
class CorrectionDeclined:
    """A second person did not agree; the punch stands."""

    correction_id: str
    by: str


ShiftEvent = (
    ShiftPlanned
    | ShiftStarted
    | ShiftEnded
    | AttendanceClassified
    | ShiftCancelled
    | ShiftExcused
    | CorrectionRequested
    | PunchCorrected
    | CorrectionDeclined
)
