"""A shift as its events tell it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, assert_never

from roster.domain.clauses import Finding, Leave
from roster.domain.shift.events import (
    AttendanceClassified,
    CorrectionDeclined,
    CorrectionRequested,
    PunchCorrected,
    ShiftCancelled,
    ShiftEnded,
    ShiftEvent,
    ShiftExcused,
    ShiftPlanned,
    ShiftStarted,
)

ShiftState = Literal["unknown", "planned", "on_post", "ended", "cancelled"]
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shift:
    """`arrival` and `departure` are the findings that hold now; `pending` the correction that waits for its second person."""

    state: ShiftState = "unknown"
    person_id: str = ""
    post: str = ""
    planned_from: datetime = _NEVER
    planned_to: datetime = _NEVER
    absent_after: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    arrival: Finding | None = None
    departure: Finding | None = None
    leaves: tuple[Leave, ...] = ()
    pending: CorrectionRequested | None = None

    def leave_at_start(self) -> Leave | None:
        """The leave that covers the set time of arrival, the longest of several."""
        covering = (leave for leave in self.leaves if leave.covers(self.planned_from))
        return max(covering, key=lambda leave: leave.ends, default=None)

    def leave_at_end(self) -> Leave | None:
        """The leave that reaches the set time of departure, the longest of several."""
        reaching = (leave for leave in self.leaves if leave.starts < self.planned_to <= leave.ends)
        return min(reaching, key=lambda leave: leave.starts, default=None)

    def is_wholly_excused(self) -> bool:
        return any(leave.starts <= self.planned_from and self.planned_to <= leave.ends for leave in self.leaves)


def evolve(shift: Shift, event: ShiftEvent) -> Shift:
    """Folds one event in; never checks, it has happened."""
    match event:
        case ShiftPlanned(_, _, person_id, post, planned_from, planned_to, absent_after):
            return Shift("planned", person_id, post, planned_from, planned_to, absent_after)
        case ShiftStarted():
            return replace(shift, state="on_post", started_at=event.started_at)
        case ShiftEnded():
            return replace(shift, state="ended", ended_at=event.ended_at)
        case AttendanceClassified(aspect="arrival"):
            return replace(shift, arrival=event.finding)
        case AttendanceClassified():
            return replace(shift, departure=event.finding)
        case ShiftCancelled():
            return replace(shift, state="cancelled")
        case ShiftExcused():
            leave = Leave(event.leave_id, event.leave_from, event.leave_to)
            return replace(shift, leaves=(*shift.leaves, leave), absent_after=event.absent_after)
        case CorrectionRequested():
            return replace(shift, pending=event)
        case PunchCorrected():
            return _corrected(shift, event)
        case CorrectionDeclined():
            return replace(shift, pending=None)
    assert_never(event)


def _corrected(shift: Shift, event: PunchCorrected) -> Shift:
    """A punch that was wrong has another time; one that was missing follows as an event of its own."""
    if event.was is None:
        return replace(shift, pending=None)
    if event.punch == "end":
        return replace(shift, pending=None, ended_at=event.at)
    return replace(shift, pending=None, started_at=event.at)
