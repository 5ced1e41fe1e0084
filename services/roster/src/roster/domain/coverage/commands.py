"""What coverage of a post is told. `now` is the clock; what happened may lie before it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CoverRoster:
    """A roster for these days was published: from now on coverage is answered for on them."""

    post: str
    roster_id: str
    starts: date
    ends: date
    now: datetime


@dataclass(frozen=True, slots=True)
class OrderSurge:
    key_period_id: str
    starts: datetime
    ends: datetime
    minimum: int
    now: datetime


@dataclass(frozen=True, slots=True)
class BeginPresence:
    shift_id: str
    person_id: str
    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class EndPresence:
    shift_id: str
    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class CorrectPresence:
    shift_id: str
    person_id: str
    starts: datetime
    ends: datetime | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Assess:
    """The timer's: a requirement may have changed, or a gap lasted long enough to be told."""

    now: datetime


CoverageCommand = CoverRoster | OrderSurge | BeginPresence | EndPresence | CorrectPresence | Assess
