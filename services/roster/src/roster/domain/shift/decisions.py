"""What a shift answers to each command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from roster.domain.clauses import absent_after, attendance_rule
from roster.domain.shift.attendance import arrival, departure
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
from roster.domain.shift.events import (
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
from roster.domain.shift.state import Shift, evolve

CLOCK_SKEW = timedelta(seconds=60)
"""How far a device's clock may run ahead of ours. Not a number of the contract."""


def decide(command: ShiftCommand, shift: Shift, terms: Terms) -> Sequence[ShiftEvent]:
    """Dispatches on the command; raises `Refused`."""
    match command:
        case PlanShift():
            return _plan(command, shift, terms)
        case StartShift(at, now):
            return _start(shift, at, now, terms)
        case EndShift(at, now):
            return _end(shift, at, now, terms)
        case CancelShift(reason):
            _shift_must_not_have_started(shift)
            return (ShiftCancelled(shift.person_id, shift.post, reason),)
        case NoteAbsence():
            return note_absence(shift, terms)
        case GrantLeave():
            return grant_leave(command, shift, terms)
        case RequestCorrection():
            return _request_correction(command, shift)
        case ApproveCorrection():
            return _approve_correction(command, shift, terms)
        case DeclineCorrection(correction_id, by):
            correction_must_wait(shift, correction_id, by)
            return (CorrectionDeclined(correction_id, by),)
    assert_never(command)


def _plan(command: PlanShift, shift: Shift, terms: Terms) -> Sequence[ShiftEvent]:
    if shift.state != "unknown":
        raise Refused("shift_already_planned")
    look = absent_after(command.planned_from, attendance_rule(terms))
    planned = ShiftPlanned(
        command.roster_id,
        terms.local_date(command.planned_from),
        command.person_id,
        command.post,
        command.planned_from,
        command.planned_to,
        look if command.now < look else None,
    )
    return (planned,)


def _start(shift: Shift, at: datetime, now: datetime, terms: Terms) -> Sequence[ShiftEvent]:
    _shift_must_not_have_started(shift)
    _punch_must_not_lie_in_the_future(at, now)
    if at >= shift.planned_to:
        raise Refused("shift_is_over")
    started = ShiftStarted(shift.person_id, shift.post, shift.planned_from, shift.planned_to, at, now)
    found = arrival(replace(shift, started_at=at), terms)
    if shift.arrival == "absent" and any(finding.finding != "absent" for finding in found):
        raise Refused("punch_contradicts_absence", clause=attendance_rule(terms).clause)
    return (started, *found)


def _end(shift: Shift, at: datetime, now: datetime, terms: Terms) -> Sequence[ShiftEvent]:
    if shift.state == "ended":
        raise Refused("shift_already_ended")
    if shift.state != "on_post" or shift.started_at is None:
        raise Refused("shift_not_started")
    _punch_must_not_lie_in_the_future(at, now)
    if at < shift.started_at:
        raise Refused("ends_before_start")
    ended = ShiftEnded(shift.person_id, shift.post, at, now)
    return (ended, *departure(replace(shift, ended_at=at), terms))


def note_absence(shift: Shift, terms: Terms) -> Sequence[ShiftEvent]:
    """Nothing where the person came, or the shift was cancelled, before the timer looked."""
    return arrival(shift, terms) if shift.state == "planned" else ()


def grant_leave(command: GrantLeave, shift: Shift, terms: Terms) -> Sequence[ShiftEvent]:
    """Moves the absence timer, and finds anew what an approval after the fact changes."""
    if shift.state in {"unknown", "cancelled"} or any(leave.id == command.leave.id for leave in shift.leaves):
        return ()
    granted = replace(shift, leaves=(*shift.leaves, command.leave))
    look = absent_after(shift.planned_from, attendance_rule(terms), granted.leave_at_start())
    waits = shift.state == "planned" and not granted.is_wholly_excused() and command.now < look
    leave = command.leave
    excused = ShiftExcused(leave.id, leave.starts, leave.ends, look if waits else None)
    found = arrival(granted, terms) if shift.arrival is not None or granted.is_wholly_excused() else ()
    left = departure(granted, terms) if shift.departure is not None else ()
    return (excused, *found, *left)


def _request_correction(command: RequestCorrection, shift: Shift) -> Sequence[ShiftEvent]:
    _shift_must_be_planned(shift)
    if shift.pending is not None:
        raise Refused("correction_already_waits")
    _punch_must_not_lie_in_the_future(command.at, command.now)
    _punches_must_follow_each_other(shift, command)
    return (CorrectionRequested(command.correction_id, command.punch, command.at, command.reason, command.by),)


def _approve_correction(command: ApproveCorrection, shift: Shift, terms: Terms) -> Sequence[ShiftEvent]:
    asked = correction_must_wait(shift, command.correction_id, command.by)
    was = shift.started_at if asked.punch == "start" else shift.ended_at
    corrected = PunchCorrected(asked.correction_id, asked.punch, shift.person_id, shift.post, was, asked.at, asked.by, command.by)
    facts = (corrected,) if was is not None else (corrected, _missing_punch(shift, asked, command.now))
    after = reduce(evolve, facts, shift)
    return (*facts, *(arrival(after, terms) if asked.punch == "start" else departure(after, terms)))


def _missing_punch(shift: Shift, asked: CorrectionRequested, now: datetime) -> ShiftStarted | ShiftEnded:
    if asked.punch == "end":
        return ShiftEnded(shift.person_id, shift.post, asked.at, now)
    return ShiftStarted(shift.person_id, shift.post, shift.planned_from, shift.planned_to, asked.at, now)


def _shift_must_be_planned(shift: Shift) -> None:
    if shift.state == "unknown":
        raise Refused("shift_unknown")
    if shift.state == "cancelled":
        raise Refused("shift_cancelled")


def _shift_must_not_have_started(shift: Shift) -> None:
    _shift_must_be_planned(shift)
    if shift.state != "planned":
        raise Refused("shift_already_started")


def _punch_must_not_lie_in_the_future(at: datetime, now: datetime) -> None:
    if at > now + CLOCK_SKEW:
        raise Refused("punch_in_the_future")


def _punches_must_follow_each_other(shift: Shift, command: RequestCorrection) -> None:
    if command.punch == "end" and shift.started_at is None:
        raise Refused("shift_not_started")
    started = command.at if command.punch == "start" else shift.started_at
    ended = command.at if command.punch == "end" else shift.ended_at
    if started is not None and ended is not None and ended < started:
        raise Refused("ends_before_start")


def correction_must_wait(shift: Shift, correction_id: str, by: str) -> CorrectionRequested:
    """The second pair of eyes is not the first."""
    if shift.pending is None or shift.pending.correction_id != correction_id:
        raise Refused("correction_unknown")
    if shift.pending.by == by:
        raise Refused("second_person_needed")
    return shift.pending


SHIFT = Aggregate[ShiftCommand, Shift, ShiftEvent]("shift", Shift(), decide, evolve)
