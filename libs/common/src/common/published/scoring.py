"""What scoring tells: points recorded, quarters closed, the year assessed."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime

from common.explanation import Explanation
from common.published.base import Published


class _Told(Published):
    SERVICE: ClassVar[str] = "scoring"


class DeductionProposed(_Told):
    """A machine or a person proposes a deduction; nobody decided yet."""

    proposal_id: str
    rule: str
    points_min: int
    points_max: int
    event_at: AwareDatetime
    evidence: tuple[str, ...]


class DeductionRecorded(_Told):
    """Both parties signed a slip that takes points away. `points` is positive."""

    slip_id: str
    number: str
    rule: str
    points: int
    quarter: int
    event_at: AwareDatetime


class BonusRecorded(_Told):
    """Both parties signed a slip that gives points."""

    slip_id: str
    number: str
    rule: str
    points: int
    quarter: int
    event_at: AwareDatetime


class RecordCountered(_Told):
    """Both parties signed a counter-slip: `points` of the earlier slip `countered` no longer count. Positive points."""

    slip_id: str
    number: str
    countered: str
    rule: str
    points: int
    quarter: int


class QuarterClosed(_Told):
    """The quarter's result stands: Form 4 was issued and the rectification stage is over."""

    quarter: int
    starts: date
    ends: date
    deducted: int
    bonus: int
    notice_hash: str


class RectificationDue(_Told):
    """The contractor owes a rectification report by this date (A8S Art.7(4))."""

    quarter: int
    due_on: date
    provisional: bool


class YearAssessed(_Told):
    """The annual score is final. `explanation` leads down to quarters, slips, events and clauses."""

    score: int
    assessed_on: date
    explanation: Explanation


class ObligationMissed(_Told):
    """A dated duty of either party was not fulfilled."""

    obligation: str
    party: str
    due_on: date
    clause: str
