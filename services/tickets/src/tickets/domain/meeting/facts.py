"""What can have happened to a meeting (会议): before, during and after it (A8S-1 2.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Check = Literal["listed", "needs_agreed", "set_up"]
"""A preparation: in the day's list (2.1A.1), needs agreed with the organiser (2.1A.2), set up and tested (2.1A.3)."""

Phase = Literal["before", "during", "after"]
Deadline = Literal["set_up", "roll_call"]


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """A meeting is in the list. `level` (会议保障层级) and `kind` are the customer's words; `title` is a digest."""

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
class MeetingPrepared:
    """These preparations are done now. `in_time` is about the set-up, where it is among them."""

    checks: tuple[Check, ...]
    prepared_at: datetime
    in_time: bool
    by: str


@dataclass(frozen=True, slots=True)
class RollCallDone:
    """The terminals answered the technical roll call (技术点名)."""

    done_at: datetime
    in_time: bool
    by: str


@dataclass(frozen=True, slots=True)
class RollCallMissed:
    """The roll call was not done when it was due (2.1A.4)."""

    level: str
    day: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentNoted:
    """Something of A8S-1 2.1 went wrong. `by` is `clock` where a deadline passed. No points, no blame: a fact."""

    incident_id: str
    phase: Phase
    rule: str
    level: str
    occurred_at: datetime
    description: str | None
    by: str


@dataclass(frozen=True, slots=True)
class MeetingStarted:
    """The meeting began."""

    started_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class MeetingFinished:
    """The contractor's work on the meeting is over."""

    finished_at: datetime
    work_order_signed: bool
    recording_done: bool
    by: str


@dataclass(frozen=True, slots=True)
class MeetingSupported:
    """Nothing was missing afterwards. `incidents` were noted before and during."""

    level: str
    starts_at: datetime
    finished_at: datetime
    incidents: int


@dataclass(frozen=True, slots=True)
class MeetingCancelled:
    """The meeting does not take place; its deadlines are void."""

    cancelled_at: datetime
    reason: str | None
    by: str


Event = (
    MeetingPlanned
    | MeetingPrepared
    | RollCallDone
    | RollCallMissed
    | IncidentNoted
    | MeetingStarted
    | MeetingFinished
    | MeetingSupported
    | MeetingCancelled
)
