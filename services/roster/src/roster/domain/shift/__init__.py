"""A shift (班次) of one person on one post: planned, started, ended or cancelled, and what A8S-1 1.1 says of it."""

from roster.domain.shift.commands import (
    ApproveCorrection,
    CancelShift,
    DeclineCorrection,
    EndShift,
    GrantLeave,
    NoteAbsence,
    PlanShift,
    RequestCorrection,
    ShiftCommand,
    StartShift,
)
from roster.domain.shift.decisions import SHIFT
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
from roster.domain.shift.state import Shift

__all__ = [
    "SHIFT",
    "ApproveCorrection",
    "AttendanceClassified",
    "CancelShift",
    "CorrectionDeclined",
    "CorrectionRequested",
    "DeclineCorrection",
    "EndShift",
    "GrantLeave",
    "NoteAbsence",
    "PlanShift",
    "PunchCorrected",
    "RequestCorrection",
    "Shift",
    "ShiftCancelled",
    "ShiftCommand",
    "ShiftEnded",
    "ShiftEvent",
    "ShiftExcused",
    "ShiftPlanned",
    "ShiftStarted",
    "StartShift",
]
