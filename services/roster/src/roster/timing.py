"""What fires when: absence, coverage, the end of a day without handover, a day without a roster."""

from collections.abc import Sequence
from datetime import time

from common.aggregate import Order
from common.ledger.facts import Recorded
from common.service import Fires, Timers
from common.terms import TermsActivated, fold_terms
from common.timers import ClearTimer, Due, SetTimer
from roster.domain.coverage import COVERAGE, Assess, CoverageAssessed, CoverageCommand
from roster.domain.handover import (
    HANDOVER,
    HandoverCommand,
    HandoverCompleted,
    HandoverExpected,
    HandoverFreed,
    NoteMissedHandover,
)
from roster.domain.plan import PLAN, PLAN_ID, LookForRoster, PlanCommand, RosterAdmitted, RosterAwaited
from roster.domain.shift import (
    SHIFT,
    NoteAbsence,
    ShiftCancelled,
    ShiftCommand,
    ShiftEnded,
    ShiftExcused,
    ShiftPlanned,
    ShiftStarted,
)

Steps = Sequence[SetTimer | ClearTimer]

ABSENCE, COVER, HANDOVER_MISSED, ROSTER_MISSING = "absence", "coverage", "handover-missed", "roster-missing"


def _watch_for_absence(recorded: Recorded[ShiftPlanned] | Recorded[ShiftExcused]) -> Steps:
    """Thirty minutes after the set time, strictly; leave moves or stops it."""
    timer, due = f"{ABSENCE}:{recorded.id}", recorded.event.absent_after
    return (SetTimer(timer, ABSENCE, due, {"shift": recorded.id}),) if due else (ClearTimer(timer),)


def _stop_watching(recorded: Recorded[ShiftStarted] | Recorded[ShiftCancelled] | Recorded[ShiftEnded]) -> Steps:
    return (ClearTimer(f"{ABSENCE}:{recorded.id}"),)


def _look_at_coverage(recorded: Recorded[CoverageAssessed]) -> Steps:
    """One timer per post: the next change of a requirement, or the minute after which a gap is told."""
    timer, due = f"{COVER}:{recorded.id}", recorded.event.next_at
    return (SetTimer(timer, COVER, due, {"post": recorded.id}),) if due else (ClearTimer(timer),)


def _await_handover(recorded: Recorded[HandoverExpected]) -> Steps:
    timer, due = f"{HANDOVER_MISSED}:{recorded.id}", recorded.event.missed_after
    return (SetTimer(timer, HANDOVER_MISSED, due, {"handover": recorded.id}),) if due else ()


def _handover_settled(recorded: Recorded[HandoverCompleted] | Recorded[HandoverFreed]) -> Steps:
    return (ClearTimer(f"{HANDOVER_MISSED}:{recorded.id}"),)


def _look_for_roster(recorded: Recorded[RosterAdmitted] | Recorded[RosterAwaited]) -> Steps:
    due = recorded.event.next_look
    return (SetTimer(ROSTER_MISSING, ROSTER_MISSING, due),) if due else (ClearTimer(ROSTER_MISSING),)


def _term_begins(recorded: Recorded[TermsActivated]) -> Steps:
    """On the first day of the term somebody must be planned."""
    terms = fold_terms((recorded.event,))
    return (SetTimer(ROSTER_MISSING, ROSTER_MISSING, terms.at(terms.term.starts, time(0))),)


TIMERS: Timers = {
    TermsActivated: _term_begins,
    RosterAdmitted: _look_for_roster,
    RosterAwaited: _look_for_roster,
    ShiftPlanned: _watch_for_absence,
    ShiftExcused: _watch_for_absence,
    ShiftStarted: _stop_watching,
    ShiftCancelled: _stop_watching,
    CoverageAssessed: _look_at_coverage,
    HandoverExpected: _await_handover,
    HandoverFreed: _handover_settled,
    HandoverCompleted: _handover_settled,
}


def _note_absence(due: Due) -> Order[ShiftCommand]:
    return Order(SHIFT, due.about["shift"], NoteAbsence(due.now))


def _assess(due: Due) -> Order[CoverageCommand]:
    return Order(COVERAGE, due.about["post"], Assess(due.now))


def _note_missed(due: Due) -> Order[HandoverCommand]:
    return Order(HANDOVER, due.about["handover"], NoteMissedHandover(due.now))


def _look(due: Due) -> Order[PlanCommand]:
    return Order(PLAN, PLAN_ID, LookForRoster(due.now))


FIRES: Fires = {ABSENCE: _note_absence, COVER: _assess, HANDOVER_MISSED: _note_missed, ROSTER_MISSING: _look}
