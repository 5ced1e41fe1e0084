"""What people, and two clocks, ask of a quarter. Texts are digests."""

from dataclasses import dataclass
from datetime import datetime

from scoring.domain.people import Person
from scoring.domain.records import QuarterResult


@dataclass(frozen=True, slots=True)
class Undecided:
    """What of the quarter nobody has decided yet: numbers of pending slips, count of open proposals."""

    slips: tuple[str, ...] = ()
    proposals: int = 0


@dataclass(frozen=True, slots=True)
class OpenQuarter:
    quarter: int
    now: datetime


@dataclass(frozen=True, slots=True)
class ApplyForAssessment:
    materials: str | None
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class AssessQuarter:
    result: QuarterResult
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class RespondToResult:
    """No objection: agreed."""

    objection: str | None
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class EscalateQuarter:
    reason: str
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class ResolveDeadlock:
    decision: str
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class IssueNotice:
    """`result` is what the slips add up to at this moment."""

    result: QuarterResult
    undecided: Undecided
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class ReportRectification:
    report: str
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class CloseQuarter:
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class NoteAssessmentOverdue:
    now: datetime


@dataclass(frozen=True, slots=True)
class NoteRectificationOverdue:
    now: datetime


QuarterCommand = (
    OpenQuarter
    | ApplyForAssessment
    | AssessQuarter
    | RespondToResult
    | EscalateQuarter
    | ResolveDeadlock
    | IssueNotice
    | ReportRectification
    | CloseQuarter
    | NoteAssessmentOverdue
    | NoteRectificationOverdue
)
