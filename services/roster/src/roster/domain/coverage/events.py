"""What happens to the coverage of a post."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RosterCovered:
    """Coverage is answered for over `[starts, ends)`: never before the roster was published."""

    post: str
    roster_id: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class SurgeOrdered:
    """A key period raises the requirement to at least `minimum`."""

    key_period_id: str
    starts: datetime
    ends: datetime
    minimum: int


@dataclass(frozen=True, slots=True)
class PresenceBegan:
    """A person counts for the post."""

    shift_id: str
    person_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PresenceEnded:
    """The person no longer counts for the post."""

    shift_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PresenceCorrected:
    """A corrected punch changed when the person counted."""

    shift_id: str
    person_id: str
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class GapOpened:
    """Fewer people present than required. Told once a minute has passed, with its true beginning."""

    gap_id: str
    post: str
    opened_at: datetime
    required: int
    present: int
    requirement: str


@dataclass(frozen=True, slots=True)
class GapClosed:
    """The gap ended. Told again with other numbers when a later entry shows more; zero length: it never was."""

    gap_id: str
    post: str
    opened_at: datetime
    closed_at: datetime
    seconds: int
    missing_at_worst: int
    requirement: str


@dataclass(frozen=True, slots=True)
class CoverageAssessed:
    """Everything before `assessed_to` is told. `next_at`: when to look again; `None` when no roster reaches further."""

    post: str
    assessed_to: datetime
    next_at: datetime | None


CoverageEvent = (
    RosterCovered | SurgeOrdered | PresenceBegan | PresenceEnded | PresenceCorrected | GapOpened | GapClosed | CoverageAssessed
)
