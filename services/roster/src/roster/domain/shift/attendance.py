"""What A8S-1 1.1 finds about one shift. A finding is told when it is new or another than before."""

from common.terms import Terms
from roster.domain.clauses import (
    AttendanceRule,
    Finding,
    attendance_rule,
    classify_arrival,
    classify_departure,
    whole_seconds,
)
from roster.domain.shift.events import AttendanceClassified
from roster.domain.shift.state import Shift


def arrival(shift: Shift, terms: Terms) -> tuple[AttendanceClassified, ...]:
    """The finding about coming; `absent` for somebody who has not come, `excused` where leave covers the whole shift."""
    rule = attendance_rule(terms)
    finding = classify_arrival(shift.planned_from, shift.started_at, rule, shift.leave_at_start())
    if shift.started_at is None and shift.is_wholly_excused():
        finding = "excused"
    if finding == shift.arrival:
        return ()
    seconds = whole_seconds(shift.planned_from, shift.started_at) if shift.started_at else rule.first_absent_second
    return (_arrived(shift, finding, seconds, rule),)


def departure(shift: Shift, terms: Terms) -> tuple[AttendanceClassified, ...]:
    """The finding about leaving. Leaving on time is told only where it replaces another finding."""
    if shift.ended_at is None:
        return ()
    rule = attendance_rule(terms)
    finding = classify_departure(shift.planned_to, shift.ended_at, rule, shift.leave_at_end())
    if finding == shift.departure or (finding == "on_time" and shift.departure is None):
        return ()
    seconds = whole_seconds(shift.ended_at, shift.planned_to)
    return (
        AttendanceClassified(
            shift.person_id,
            shift.post,
            "departure",
            finding,
            shift.planned_to,
            shift.ended_at,
            seconds,
            rule.clause,
            shift.departure,
        ),
    )


def _arrived(shift: Shift, finding: Finding, seconds: int, rule: AttendanceRule) -> AttendanceClassified:
    return AttendanceClassified(
        shift.person_id,
        shift.post,
        "arrival",
        finding,
        shift.planned_from,
        shift.started_at,
        seconds,
        rule.clause,
        shift.arrival,
    )
