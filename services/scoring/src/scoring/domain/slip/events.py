"""What happens to a slip. Texts are digests."""

from dataclasses import dataclass
from datetime import date, datetime

from scoring.domain.people import Party, Person
from scoring.domain.slip.content import SlipContent


@dataclass(frozen=True, slots=True)
class SlipRecorded:
    """Form 2 is filled in. `late` compares with the five working days; `provisional` while a year is unpublished."""

    content: SlipContent
    by: Person
    at: datetime
    due_on: date
    late: bool
    provisional: bool
    late_reason: str | None = None
    proposal_id: str | None = None
    carried_from: int | None = None


@dataclass(frozen=True, slots=True)
class SlipCommented:
    """The contractor says something without taking a position."""

    text: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipConcurred:
    """The contractor agrees."""

    text: str | None
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipDissented:
    """The contractor objects; a head of department has to decide."""

    text: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipDecided:
    """The points after a dissent. Signatures given before are void: they covered other content."""

    points: int
    narrative: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipSigned:
    """One party's signature over the content's hash, with the ledger head the signer saw."""

    party: Party
    subject: str
    role: str
    at: datetime
    content_hash: str
    head: str | None


@dataclass(frozen=True, slots=True)
class SlipUpheld:
    """The deputy director decided that the slip counts without the contractor's signature (AMB-35)."""

    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class SlipTookEffect:
    """From now on the points count, in `content.quarter`. `signed_by_both` is false only after a refusal was overruled."""

    content: SlipContent
    content_hash: str
    at: datetime
    signed_by_both: bool


@dataclass(frozen=True, slots=True)
class SlipWithdrawn:
    """Given up before it counted."""

    reason: str
    by: Person
    at: datetime


SlipEvent = (
    SlipRecorded
    | SlipCommented
    | SlipConcurred
    | SlipDissented
    | SlipDecided
    | SlipSigned
    | SlipUpheld
    | SlipTookEffect
    | SlipWithdrawn
)
EVENTS = (
    SlipRecorded,
    SlipCommented,
    SlipConcurred,
    SlipDissented,
    SlipDecided,
    SlipSigned,
    SlipUpheld,
    SlipTookEffect,
    SlipWithdrawn,
)
