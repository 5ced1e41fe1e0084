"""The clocks of scoring: quarters open by themselves; an assessment or a report that does not come is noticed."""

from collections.abc import Sequence
from datetime import time

from common.aggregate import Order
from common.ledger.facts import Recorded
from common.service import Fires, Timers
from common.terms import TermsActivated, fold_terms
from common.timers import ClearTimer, Due, SetTimer
from scoring.domain.quarter import (
    QUARTER,
    AssessmentDueMoved,
    NoteAssessmentOverdue,
    NoteRectificationOverdue,
    NoticeIssued,
    OpenQuarter,
    QuarterCommand,
    QuarterOpened,
    RectificationDueMoved,
    RectificationReported,
)

Steps = Sequence[SetTimer | ClearTimer]


def _open_quarters(recorded: Recorded[TermsActivated]) -> Steps:
    """Each quarter opens on its first day. Their number is fixed with `quarter.scheme` at activation."""
    terms = fold_terms((recorded.event,))
    return [
        SetTimer(f"open-{quarter.no}", "quarter-opens", terms.at(quarter.starts, time(0, 0)), {"quarter": str(quarter.no)})
        for quarter in terms.quarters
    ]


def _assessment_due(recorded: Recorded[QuarterOpened] | Recorded[AssessmentDueMoved]) -> Steps:
    event = recorded.event
    due = event.assess_due_at if isinstance(event, QuarterOpened) else event.due_at
    return (SetTimer(f"assess-{recorded.id}", "assessment-due", due, {"quarter": recorded.id}),)


def _rectification_due(recorded: Recorded[NoticeIssued] | Recorded[RectificationDueMoved]) -> Steps:
    event = recorded.event
    due = event.rectification_due_at if isinstance(event, NoticeIssued) else event.due_at
    watch = SetTimer(f"rectify-{recorded.id}", "rectification-due", due, {"quarter": recorded.id})
    return (ClearTimer(f"assess-{recorded.id}"), watch)


def _reported(recorded: Recorded[RectificationReported]) -> Steps:
    return (ClearTimer(f"rectify-{recorded.id}"),)


def _quarter_opens(due: Due) -> Order[QuarterCommand]:
    quarter = due.about["quarter"]
    return Order(QUARTER, quarter, OpenQuarter(int(quarter), due.now))


def _assessment_is_due(due: Due) -> Order[QuarterCommand]:
    return Order(QUARTER, due.about["quarter"], NoteAssessmentOverdue(due.now))


def _rectification_is_due(due: Due) -> Order[QuarterCommand]:
    return Order(QUARTER, due.about["quarter"], NoteRectificationOverdue(due.now))


TIMERS: Timers = {
    TermsActivated: _open_quarters,
    QuarterOpened: _assessment_due,
    AssessmentDueMoved: _assessment_due,
    NoticeIssued: _rectification_due,
    RectificationDueMoved: _rectification_due,
    RectificationReported: _reported,
}

FIRES: Fires = {
    "quarter-opens": _quarter_opens,
    "assessment-due": _assessment_is_due,
    "rectification-due": _rectification_is_due,
}
