"""The plan as its events tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from roster.domain.plan.events import (
    Assignment,
    PlanEvent,
    RosterAdmitted,
    RosterAwaited,
    RosterMissing,
    RosterMissingEnded,
    ShiftAdded,
    ShiftDropped,
)


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """The days of one published roster, both included."""

    roster_id: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Plan:
    """All published days and shifts of a contract. `missing`: the standing finding, if one stands."""

    days: tuple[PlannedDays, ...] = ()
    shifts: Mapping[str, Assignment] = field(default_factory=dict)
    missing: RosterMissing | None = None

    def roster_on(self, day: date) -> PlannedDays | None:
        return next((days for days in self.days if days.starts <= day <= days.ends), None)


def evolve(plan: Plan, event: PlanEvent) -> Plan:
    """Folds one event in; never checks, it has happened."""
    match event:
        case RosterAdmitted():
            days = (*plan.days, PlannedDays(event.roster_id, event.starts, event.ends))
            return replace(plan, days=days, shifts={**plan.shifts, **{shift.shift_id: shift for shift in event.shifts}})
        case ShiftAdded(_, shift):
            return replace(plan, shifts={**plan.shifts, shift.shift_id: shift})
        case ShiftDropped(shift_id):
            return replace(plan, shifts={id_: shift for id_, shift in plan.shifts.items() if id_ != shift_id})
        case RosterMissing():
            return replace(plan, missing=event)
        case RosterMissingEnded():
            return replace(plan, missing=None)
        case RosterAwaited():
            return plan
    assert_never(event)
