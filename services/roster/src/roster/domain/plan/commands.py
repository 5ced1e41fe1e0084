"""What is asked of the plan. Who is approved and who is away was looked up at the edge."""

from dataclasses import dataclass
from datetime import date, datetime

from roster.domain.plan.events import Assignment


@dataclass(frozen=True, slots=True)
class Available:
    """A person whom the customer has approved for these posts."""

    person_id: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Away:
    """Approved leave of a person, `[starts, ends)`."""

    person_id: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class AdmitRoster:
    roster_id: str
    starts: date
    ends: date
    shifts: tuple[Assignment, ...]
    people: tuple[Available, ...]
    away: tuple[Away, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class AddShift:
    """One more shift on a day whose roster is published already: relief, reserve, a swap."""

    shift: Assignment
    people: tuple[Available, ...]
    away: tuple[Away, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class DropShift:
    shift_id: str


@dataclass(frozen=True, slots=True)
class LookForRoster:
    """The timer asks whether a published roster covers this day."""

    now: datetime


PlanCommand = AdmitRoster | AddShift | DropShift | LookForRoster
