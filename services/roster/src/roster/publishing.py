"""What roster tells of its own events. Persons are ids; reasons, remarks and names stay here."""

from common.published import roster as told
from common.published.base import Published
from common.service import Publishes
from roster.domain import coverage, handover, key_period, leave, person, plan, roster, shift

SECONDS_A_MINUTE = 60


def _id(stream: str) -> str:
    return stream.partition("/")[2]


def _person_approved(stream: str, event: person.PersonApproved) -> told.PersonApproved:
    return told.PersonApproved(person_id=_id(stream), posts=event.posts)


def _person_left(stream: str, event: person.PersonLeft) -> told.PersonLeft:
    return told.PersonLeft(person_id=_id(stream), left_at=event.at)


def _person_replaced(stream: str, event: person.PersonReplaced) -> told.PersonReplaced:
    return told.PersonReplaced(
        person_id=_id(stream), successor_id=event.successor_id, cause=event.cause, approved=event.approved, at=event.at
    )


def _exam_failed(stream: str, event: person.ExamFailed) -> told.PersonFailedExam:
    return told.PersonFailedExam(person_id=_id(stream), at=event.at)


def _roster_published(stream: str, event: roster.RosterPublished) -> told.RosterPublished:
    return told.RosterPublished(roster_id=_id(stream), starts=event.starts, ends=event.ends)


def _shift_started(stream: str, event: shift.ShiftStarted) -> told.ShiftStarted:
    return told.ShiftStarted(
        shift_id=_id(stream),
        person_id=event.person_id,
        post=event.post,
        planned_from=event.planned_from,
        planned_to=event.planned_to,
        started_at=event.started_at,
    )


def _shift_ended(stream: str, event: shift.ShiftEnded) -> told.ShiftEnded:
    return told.ShiftEnded(shift_id=_id(stream), person_id=event.person_id, post=event.post, ended_at=event.ended_at)


def _attendance_classified(stream: str, event: shift.AttendanceClassified) -> told.AttendanceClassified:
    return told.AttendanceClassified(
        shift_id=_id(stream),
        person_id=event.person_id,
        post=event.post,
        aspect=event.aspect,
        finding=event.finding,
        set_at=event.set_at,
        actual_at=event.actual_at,
        seconds=event.seconds,
        clause=event.clause,
        corrects=event.corrects,
    )


def _gap_opened(_stream: str, event: coverage.GapOpened) -> told.CoverageGapOpened:
    return told.CoverageGapOpened(
        gap_id=event.gap_id,
        post=event.post,
        opened_at=event.opened_at,
        required=event.required,
        present=event.present,
        requirement=event.requirement,
    )


def _gap_closed(_stream: str, event: coverage.GapClosed) -> told.CoverageGapClosed:
    return told.CoverageGapClosed(
        gap_id=event.gap_id,
        post=event.post,
        opened_at=event.opened_at,
        closed_at=event.closed_at,
        minutes=event.seconds // SECONDS_A_MINUTE,
        requirement=event.requirement,
    )


def _roster_missing(_stream: str, event: plan.RosterMissing) -> told.RosterMissing:
    return told.RosterMissing(finding_id=event.finding_id, since=event.since)


def _handover_completed(stream: str, event: handover.HandoverCompleted) -> told.HandoverCompleted:
    return told.HandoverCompleted(
        handover_id=_id(stream),
        post=event.post,
        day=event.day,
        due_at=event.due_at,
        completed_at=event.completed_at,
        on_time=event.on_time,
        omitted=event.omitted,
    )


def _handover_missed(stream: str, event: handover.HandoverMissed) -> told.HandoverMissed:
    return told.HandoverMissed(handover_id=_id(stream), post=event.post, day=event.day, due_at=event.due_at)


def _key_period_ordered(stream: str, event: key_period.KeyPeriodOrdered) -> Published | None:
    """An order without a number asks the customer first; nobody else acts on it (AMB-23)."""
    if event.minimum is None:
        return None
    return told.KeyPeriodOrdered(
        key_period_id=_id(stream),
        post=event.post,
        minimum=event.minimum,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )


PUBLISHES: Publishes = {
    person.PersonRegistered: None,
    person.PersonApproved: _person_approved,
    person.PersonReplaced: _person_replaced,
    person.PersonLeft: _person_left,
    person.ExamPassed: None,
    person.ExamFailed: _exam_failed,
    person.PersonNamed: None,
    leave.LeaveRequested: None,
    leave.LeaveApproved: None,
    leave.LeaveDeclined: None,
    roster.RosterDrafted: None,
    roster.RosterPublished: _roster_published,
    roster.RosterDiscarded: None,
    plan.RosterAdmitted: None,
    plan.ShiftAdded: None,
    plan.ShiftDropped: None,
    plan.RosterMissing: _roster_missing,
    plan.RosterMissingEnded: None,
    plan.RosterAwaited: None,
    shift.ShiftPlanned: None,
    shift.ShiftStarted: _shift_started,
    shift.ShiftEnded: _shift_ended,
    shift.AttendanceClassified: _attendance_classified,
    shift.ShiftCancelled: None,
    shift.ShiftExcused: None,
    shift.CorrectionRequested: None,
    shift.PunchCorrected: None,
    shift.CorrectionDeclined: None,
    coverage.RosterCovered: None,
    coverage.SurgeOrdered: None,
    coverage.PresenceBegan: None,
    coverage.PresenceEnded: None,
    coverage.PresenceCorrected: None,
    coverage.GapOpened: _gap_opened,
    coverage.GapClosed: _gap_closed,
    coverage.CoverageAssessed: None,
    handover.HandoverExpected: None,
    handover.HandoverFreed: None,
    handover.HandoverCompleted: _handover_completed,
    handover.HandoverMissed: _handover_missed,
    key_period.KeyPeriodOrdered: _key_period_ordered,
}
