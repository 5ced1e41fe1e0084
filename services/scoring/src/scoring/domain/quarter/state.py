"""Where a quarter stands."""

from dataclasses import dataclass, replace
from typing import Literal, assert_never

from scoring.domain.quarter.events import (
    AssessmentDueMoved,
    AssessmentFellOverdue,
    DeadlockResolved,
    NoticeIssued,
    QuarterAgreed,
    QuarterApplied,
    QuarterAssessed,
    QuarterClosed,
    QuarterEscalated,
    QuarterEvent,
    QuarterObjected,
    QuarterOpened,
    RectificationDueMoved,
    RectificationFellOverdue,
    RectificationReported,
)

Stage = Literal["unopened", "open", "applied", "assessed", "objected", "escalated", "agreed", "noticed", "rectified", "closed"]


@dataclass(frozen=True, slots=True)
class Quarter:
    """`opened`, `assessed` and `notice` are the events that a later step refers to."""

    stage: Stage = "unopened"
    opened: QuarterOpened | None = None
    assessed: QuarterAssessed | None = None
    notice: NoticeIssued | None = None
    disputed: bool = False
    reported: bool = False

    @property
    def round(self) -> int:
        """The rounds of discussion so far."""
        return self.assessed.round if self.assessed else 0


def evolve(quarter: Quarter, event: QuarterEvent) -> Quarter:
    """Follows what happened; checks nothing."""
    match event:
        case QuarterOpened():
            return replace(quarter, stage="open", opened=event)
        case QuarterApplied():
            return replace(quarter, stage="applied")
        case QuarterAssessed():
            return replace(quarter, stage="assessed", assessed=event)
        case QuarterObjected():
            return replace(quarter, stage="objected", disputed=True)
        case QuarterAgreed():
            return replace(quarter, stage="agreed", disputed=False)
        case QuarterEscalated():
            return replace(quarter, stage="escalated")
        case DeadlockResolved():
            return replace(quarter, stage="agreed")
        case NoticeIssued():
            return replace(quarter, stage="noticed", notice=event)
        case RectificationReported():
            return replace(quarter, stage="rectified", reported=True)
        case QuarterClosed():
            return replace(quarter, stage="closed")
        case AssessmentFellOverdue() | AssessmentDueMoved() | RectificationFellOverdue() | RectificationDueMoved():
            return quarter
        case _:
            assert_never(event)
