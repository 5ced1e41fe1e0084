"""What people ask of a slip. Texts are digests; whatever had to be looked up is in the command."""

from dataclasses import dataclass
from datetime import datetime

from scoring.domain.people import Person


@dataclass(frozen=True, slots=True)
class RecordSlip:
    """`noticed` lists the quarters whose Form 4 was issued."""

    number: str
    rule: str
    units: int
    points: int
    event_at: datetime
    narrative: str
    evidence: tuple[str, ...]
    by: Person
    now: datetime
    noticed: tuple[int, ...] = ()
    late_reason: str | None = None
    subject: str | None = None
    fact: str | None = None
    proposal_id: str | None = None


@dataclass(frozen=True, slots=True)
class CounterSlip:
    """Corrects a slip that counts already, by `points` of it. Given to the new slip; `target…` describe the old one."""

    number: str
    target_id: str
    target_rule: str
    target_points: int
    target_quarter: int
    target_in_effect: bool
    points: int
    narrative: str
    by: Person
    now: datetime
    target_event_at: datetime
    target_position: str
    noticed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentOnSlip:
    text: str
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class ConcurWithSlip:
    text: str | None
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class DissentFromSlip:
    text: str
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class DecideSlip:
    points: int
    narrative: str
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class SignSlip:
    """`content_hash` and `head` are what the signer saw: the slip's hash and the ledger's head. None: the present ones."""

    by: Person
    now: datetime
    for_party: str | None = None
    content_hash: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class UpholdSlip:
    reason: str
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class WithdrawSlip:
    reason: str
    by: Person
    now: datetime


SlipCommand = (
    RecordSlip
    | CounterSlip
    | CommentOnSlip
    | ConcurWithSlip
    | DissentFromSlip
    | DecideSlip
    | SignSlip
    | UpholdSlip
    | WithdrawSlip
)
