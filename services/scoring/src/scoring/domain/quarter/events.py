"""What happens to a quarter. Texts are digests; points are positive."""

from dataclasses import dataclass
from datetime import date, datetime

from common.explanation import ReadingUsed
from scoring.domain.people import Person
from scoring.domain.records import QuarterResult


@dataclass(frozen=True, slots=True)
class QuarterOpened:
    """Its first day has come. The assessment is due on `assess_due_on`."""

    quarter: int
    starts: date
    ends: date
    assess_due_on: date
    assess_due_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class QuarterApplied:
    """The contractor applied for the assessment (Form 3)."""

    materials: str | None
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class QuarterAssessed:
    """The initial result, made from the slips that count. A later round replaces it."""

    round: int
    result: QuarterResult
    readings: tuple[ReadingUsed, ...]
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class QuarterObjected:
    """The contractor objects to the initial result of this round."""

    round: int
    objection: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class QuarterAgreed:
    """「双方…均对考核结果无异议」."""

    round: int
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class QuarterEscalated:
    """No agreement: the deputy director in charge has to decide (AMB-36)."""

    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class DeadlockResolved:
    """The deputy director let the last initial result stand, with reasons; the objection stays on record."""

    decision: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeIssued:
    """Form 4: the frozen result with its hash. `total` is the displayed score (AMB-33); counts for nothing."""

    quarter: int
    starts: date
    ends: date
    result: QuarterResult
    total: int | None
    disputed: bool
    notice_hash: str
    readings: tuple[ReadingUsed, ...]
    issued_on: date
    rectification_due_on: date
    rectification_due_at: datetime
    provisional: bool
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class RectificationReported:
    """The contractor's rectification report (整改报告)."""

    report: str
    late: bool
    provisional: bool
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class QuarterClosed:
    """The quarter is over. `rectified` is false when the report never came."""

    quarter: int
    starts: date
    ends: date
    deducted: int
    bonus: int
    notice_hash: str
    rectified: bool
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentFellOverdue:
    """No Form 4 by the due date. `provisional`: the date may still move, so nobody is told yet."""

    quarter: int
    due_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class AssessmentDueMoved:
    """A calendar published meanwhile moved the due date; the clock waits for the new one."""

    quarter: int
    due_on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class RectificationFellOverdue:
    """No rectification report by the due date."""

    quarter: int
    due_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class RectificationDueMoved:
    """As `AssessmentDueMoved`, for the rectification report."""

    quarter: int
    due_on: date
    due_at: datetime


QuarterEvent = (
    QuarterOpened
    | QuarterApplied
    | QuarterAssessed
    | QuarterObjected
    | QuarterAgreed
    | QuarterEscalated
    | DeadlockResolved
    | NoticeIssued
    | RectificationReported
    | QuarterClosed
    | AssessmentFellOverdue
    | AssessmentDueMoved
    | RectificationFellOverdue
    | RectificationDueMoved
)
EVENTS = (
    QuarterOpened,
    QuarterApplied,
    QuarterAssessed,
    QuarterObjected,
    QuarterAgreed,
    QuarterEscalated,
    DeadlockResolved,
    NoticeIssued,
    RectificationReported,
    QuarterClosed,
    AssessmentFellOverdue,
    AssessmentDueMoved,
    RectificationFellOverdue,
    RectificationDueMoved,
)
