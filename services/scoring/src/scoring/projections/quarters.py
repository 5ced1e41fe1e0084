"""Quarters with their stages."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from scoring.domain.quarter import (
    AssessmentDueMoved,
    AssessmentFellOverdue,
    DeadlockResolved,
    NoticeIssued,
    QuarterAgreed,
    QuarterApplied,
    QuarterAssessed,
    QuarterClosed,
    QuarterEscalated,
    QuarterObjected,
    QuarterOpened,
    RectificationDueMoved,
    RectificationFellOverdue,
    RectificationReported,
)
from scoring.domain.records import QuarterResult
from scoring.projections.keys import by_stream


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the workflow: who took it, when, and the digest of what was typed."""

    step: str
    by: str
    at: datetime
    text: str | None = None
    round: int | None = None


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A quarter. `result` is the last assessment until Form 4 freezes it; `notice` is the position of Form 4."""

    id: str
    quarter: int
    stage: str
    starts: date
    ends: date
    assess_due_on: date
    assess_provisional: bool
    assessment_overdue: bool = False
    round: int = 0
    disputed: bool = False
    result: QuarterResult | None = None
    total: int | None = None
    notice: str | None = None
    notice_hash: str | None = None
    issued_on: date | None = None
    rectification_due_on: date | None = None
    rectification_provisional: bool = False
    rectification_overdue: bool = False
    rectification_late: bool | None = None
    closed: str | None = None
    steps: tuple[StepRow, ...] = ()


QUARTERS = View("quarters", 1, QuarterRow, columns=("stage", "quarter"))


def _opened(row: QuarterRow | None, recorded: Recorded[QuarterOpened]) -> QuarterRow:
    event = recorded.event
    return QuarterRow(recorded.id, event.quarter, "open", event.starts, event.ends, event.assess_due_on, event.provisional)


def _step(row: QuarterRow, step: str, event: Any, text: str | None = None) -> QuarterRow:
    taken = StepRow(step, event.by.subject, event.at, text, getattr(event, "round", None))
    return replace(row, steps=(*row.steps, taken))


def _applied(row: QuarterRow | None, recorded: Recorded[QuarterApplied]) -> QuarterRow | None:
    return row and replace(_step(row, "apply", recorded.event, recorded.event.materials), stage="applied")


def _assessed(row: QuarterRow | None, recorded: Recorded[QuarterAssessed]) -> QuarterRow | None:
    event = recorded.event
    return row and replace(_step(row, "assess", event), stage="assessed", round=event.round, result=event.result)


def _objected(row: QuarterRow | None, recorded: Recorded[QuarterObjected]) -> QuarterRow | None:
    event = recorded.event
    return row and replace(_step(row, "object", event, event.objection), stage="objected", disputed=True)


def _agreed(row: QuarterRow | None, recorded: Recorded[QuarterAgreed]) -> QuarterRow | None:
    return row and replace(_step(row, "agree", recorded.event), stage="agreed", disputed=False)


def _escalated(row: QuarterRow | None, recorded: Recorded[QuarterEscalated]) -> QuarterRow | None:
    return row and replace(_step(row, "escalate", recorded.event, recorded.event.reason), stage="escalated")


def _resolved(row: QuarterRow | None, recorded: Recorded[DeadlockResolved]) -> QuarterRow | None:
    return row and replace(_step(row, "resolve", recorded.event, recorded.event.decision), stage="agreed")


def _noticed(row: QuarterRow | None, recorded: Recorded[NoticeIssued]) -> QuarterRow | None:
    event = recorded.event
    return row and replace(
        _step(row, "notice", event),
        stage="noticed",
        disputed=event.disputed,
        result=event.result,
        total=event.total,
        notice=recorded.position,
        notice_hash=event.notice_hash,
        issued_on=event.issued_on,
        rectification_due_on=event.rectification_due_on,
        rectification_provisional=event.provisional,
    )


def _rectified(row: QuarterRow | None, recorded: Recorded[RectificationReported]) -> QuarterRow | None:
    event = recorded.event
    return row and replace(_step(row, "rectify", event, event.report), stage="rectified", rectification_late=event.late)


def _quarter_closed(row: QuarterRow | None, recorded: Recorded[QuarterClosed]) -> QuarterRow | None:
    return row and replace(_step(row, "close", recorded.event), stage="closed", closed=recorded.position)


def _assessment_overdue(row: QuarterRow | None, recorded: Recorded[AssessmentFellOverdue]) -> QuarterRow | None:
    return row and replace(row, assessment_overdue=True)


def _assessment_moved(row: QuarterRow | None, recorded: Recorded[AssessmentDueMoved]) -> QuarterRow | None:
    return row and replace(row, assess_due_on=recorded.event.due_on)


def _rectification_overdue(row: QuarterRow | None, recorded: Recorded[RectificationFellOverdue]) -> QuarterRow | None:
    return row and replace(row, rectification_overdue=True)


def _rectification_moved(row: QuarterRow | None, recorded: Recorded[RectificationDueMoved]) -> QuarterRow | None:
    return row and replace(row, rectification_due_on=recorded.event.due_on)


QUARTER_FOLDS: Projects = {
    QuarterOpened: (QUARTERS.on(by_stream, _opened),),
    QuarterApplied: (QUARTERS.on(by_stream, _applied),),
    QuarterAssessed: (QUARTERS.on(by_stream, _assessed),),
    QuarterObjected: (QUARTERS.on(by_stream, _objected),),
    QuarterAgreed: (QUARTERS.on(by_stream, _agreed),),
    QuarterEscalated: (QUARTERS.on(by_stream, _escalated),),
    DeadlockResolved: (QUARTERS.on(by_stream, _resolved),),
    NoticeIssued: (QUARTERS.on(by_stream, _noticed),),
    RectificationReported: (QUARTERS.on(by_stream, _rectified),),
    QuarterClosed: (QUARTERS.on(by_stream, _quarter_closed),),
    AssessmentFellOverdue: (QUARTERS.on(by_stream, _assessment_overdue),),
    AssessmentDueMoved: (QUARTERS.on(by_stream, _assessment_moved),),
    RectificationFellOverdue: (QUARTERS.on(by_stream, _rectification_overdue),),
    RectificationDueMoved: (QUARTERS.on(by_stream, _rectification_moved),),
}
