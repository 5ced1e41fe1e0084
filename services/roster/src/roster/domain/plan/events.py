"""What happens to the plan."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person on one post for one time."""

    shift_id: str
    person_id: str
    post: str
    planned_from: datetime
    planned_to: datetime


@dataclass(frozen=True, slots=True)
class RosterAdmitted:
    """The roster's days and shifts are part of the plan. `next_look`: when the next day without a roster may begin."""

    roster_id: str
    starts: date
    ends: date
    shifts: tuple[Assignment, ...]
    next_look: datetime | None


@dataclass(frozen=True, slots=True)
class ShiftAdded:
    """A shift beside those of the roster."""

    roster_id: str
    shift: Assignment


@dataclass(frozen=True, slots=True)
class ShiftDropped:
    """A shift that is not worked; its person is free again."""

    shift_id: str


@dataclass(frozen=True, slots=True)
class RosterMissing:
    """From this day on no published roster exists. Stands until one begins."""

    finding_id: str
    since: date


@dataclass(frozen=True, slots=True)
class RosterMissingEnded:
    """A roster covers the days from `until` on; the finding was true before."""

    finding_id: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class RosterAwaited:
    """The timer looked: the day is covered, or lies outside the term. `next_look` is the next time."""

    next_look: datetime | None


PlanEvent = RosterAdmitted | ShiftAdded | ShiftDropped | RosterMissing | RosterMissingEnded | RosterAwaited
