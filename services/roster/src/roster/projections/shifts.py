"""Shifts as planned, as worked, and what the clause says of each."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from roster.domain.clauses import Finding
from roster.domain.shift import (
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
from roster.domain.shift.events import Punch
from roster.domain.shift.state import ShiftState


@dataclass(frozen=True)
class FindingRow:
    """One finding of A8S-1 1.1 with the ledger position of its event."""

    aspect: str
    finding: Finding
    set_at: datetime
    actual_at: datetime | None
    seconds: int
    clause: str
    corrects: Finding | None
    position: str


@dataclass(frozen=True)
class CorrectionRow:
    """A correction: what was punched, what is said instead, who asked, who agreed. `reason` is the digest of a text."""

    correction_id: str
    punch: Punch
    was: datetime | None
    at: datetime
    reason: str
    asked_by: str
    state: str
    decided_by: str | None = None


@dataclass(frozen=True)
class ShiftRow:
    """One shift. `arrival` and `departure` are the findings that hold now; `findings` is all that was ever found."""

    shift_id: str
    roster_id: str
    day: date
    person_id: str
    post: str
    planned_from: datetime
    planned_to: datetime
    state: ShiftState
    started_at: datetime | None = None
    start_entered_at: datetime | None = None
    ended_at: datetime | None = None
    end_entered_at: datetime | None = None
    arrival: Finding | None = None
    departure: Finding | None = None
    findings: tuple[FindingRow, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()
    leaves: tuple[str, ...] = ()
    cancel_reason: str | None = None


def shift_of(recorded: Recorded[object]) -> str:
    """The shift's stream names the row."""
    return recorded.id


def planned(_row: ShiftRow | None, recorded: Recorded[ShiftPlanned]) -> ShiftRow:
    """A shift that binds."""
    event = recorded.event
    return ShiftRow(
        recorded.id,
        event.roster_id,
        event.day,
        event.person_id,
        event.post,
        event.planned_from,
        event.planned_to,
        "planned",
    )


def changed(row: ShiftRow | None, recorded: Recorded[ShiftEvent]) -> ShiftRow | None:
    """Every later event changes a shift that is there."""
    if row is None:
        return None
    match recorded.event:
        case ShiftStarted() as event:
            return replace(row, state="on_post", started_at=event.started_at, start_entered_at=event.entered_at)
        case ShiftEnded() as event:
            return replace(row, state="ended", ended_at=event.ended_at, end_entered_at=event.entered_at)
        case AttendanceClassified() as event:
            return _classified(row, event, recorded.position)
        case ShiftCancelled() as event:
            return replace(row, state="cancelled", cancel_reason=event.reason)
        case ShiftExcused() as event:
            return replace(row, leaves=(*row.leaves, event.leave_id))
        case CorrectionRequested() as event:
            was = row.started_at if event.punch == "start" else row.ended_at
            asked = CorrectionRow(event.correction_id, event.punch, was, event.at, event.reason, event.by, "requested")
            return replace(row, corrections=(*row.corrections, asked))
        case PunchCorrected() as event:
            return _corrected(_decided(row, event.correction_id, "agreed", event.agreed_by), event)
        case CorrectionDeclined() as event:
            return _decided(row, event.correction_id, "declined", event.by)
        case ShiftPlanned():
            return row
    assert_never(recorded.event)


def _classified(row: ShiftRow, event: AttendanceClassified, position: str) -> ShiftRow:
    found = FindingRow(
        event.aspect, event.finding, event.set_at, event.actual_at, event.seconds, event.clause, event.corrects, position
    )
    row = replace(row, findings=(*row.findings, found))
    return replace(row, arrival=event.finding) if event.aspect == "arrival" else replace(row, departure=event.finding)


def _decided(row: ShiftRow, correction_id: str, state: str, by: str) -> ShiftRow:
    corrections = tuple(
        replace(one, state=state, decided_by=by) if one.correction_id == correction_id else one for one in row.corrections
    )
    return replace(row, corrections=corrections)


def _corrected(row: ShiftRow, event: PunchCorrected) -> ShiftRow:
    if event.was is None:
        return row
    return replace(row, started_at=event.at) if event.punch == "start" else replace(row, ended_at=event.at)


SHIFTS = View(
    "shifts", 1, ShiftRow, columns=("day", "person_id", "post", "state", "roster_id", "arrival", "departure", "planned_from")
)

_CHANGE = (SHIFTS.on(shift_of, changed),)

PROJECTS: Projects = {
    ShiftPlanned: (SHIFTS.on(shift_of, planned),),
    ShiftStarted: _CHANGE,
    ShiftEnded: _CHANGE,
    AttendanceClassified: _CHANGE,
    ShiftCancelled: _CHANGE,
    ShiftExcused: _CHANGE,
    CorrectionRequested: _CHANGE,
    PunchCorrected: _CHANGE,
    CorrectionDeclined: _CHANGE,
}
