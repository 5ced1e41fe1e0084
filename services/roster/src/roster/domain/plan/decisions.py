"""What the plan answers to each command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from roster.domain.plan.commands import AddShift, AdmitRoster, DropShift, LookForRoster, PlanCommand
from roster.domain.plan.events import (
    PlanEvent,
    RosterAdmitted,
    RosterAwaited,
    RosterMissing,
    RosterMissingEnded,
    ShiftAdded,
    ShiftDropped,
)
from roster.domain.plan.rules import (
    nobody_has_two_shifts_at_once,
    nobody_is_on_leave,
    only_approved_people_work,
    shifts_lie_in_their_days,
)
from roster.domain.plan.state import Plan, PlannedDays, evolve

PLAN_ID = "contract"
ONE_DAY = timedelta(days=1)


def decide(command: PlanCommand, plan: Plan, terms: Terms) -> Sequence[PlanEvent]:
    """Dispatches on the command; raises `Refused`."""
    match command:
        case AdmitRoster():
            return _admit(command, plan, terms)
        case AddShift():
            return _add_shift(command, plan, terms)
        case DropShift(shift_id):
            return (ShiftDropped(shift_id),) if shift_id in plan.shifts else ()
        case LookForRoster(now):
            return look(plan, terms.local_date(now), terms)
    assert_never(command)


def _admit(command: AdmitRoster, plan: Plan, terms: Terms) -> Sequence[PlanEvent]:
    _no_day_has_two_rosters(command, plan)
    shifts_lie_in_their_days(command.shifts, command.starts, command.ends, terms)
    only_approved_people_work(command.shifts, command.people, terms)
    nobody_is_on_leave(command.shifts, command.away)
    nobody_has_two_shifts_at_once(command.shifts, plan.shifts, terms)
    today = terms.local_date(command.now)
    days = (*plan.days, PlannedDays(command.roster_id, command.starts, command.ends))
    after = replace(plan, days=days)
    admitted = RosterAdmitted(command.roster_id, command.starts, command.ends, command.shifts, next_look(after, today, terms))
    ended = _missing_ended(plan, command.starts, today) if command.starts <= today <= command.ends else ()
    return (admitted, *ended)


def _add_shift(command: AddShift, plan: Plan, terms: Terms) -> Sequence[PlanEvent]:
    shift = command.shift
    days = plan.roster_on(terms.local_date(shift.planned_from))
    if days is None:
        raise Refused("roster_missing_on_day")
    shifts_lie_in_their_days((shift,), days.starts, days.ends, terms)
    only_approved_people_work((shift,), command.people, terms)
    nobody_is_on_leave((shift,), command.away)
    nobody_has_two_shifts_at_once((shift,), plan.shifts, terms)
    return (ShiftAdded(days.roster_id, shift),)


def look(plan: Plan, today: date, terms: Terms) -> Sequence[PlanEvent]:
    """One finding per stretch: it opens on the first day without a roster and ends on the first day with one."""
    awaited = RosterAwaited(next_look(plan, today, terms))
    if not terms.term.starts <= today <= terms.term.ends:
        return (awaited,)
    if plan.roster_on(today) is not None:
        return (*_missing_ended(plan, today, today), awaited)
    if plan.missing is not None:
        return (awaited,)
    since = first_day_without(plan, today, terms)
    return (RosterMissing(f"roster-missing-{since.isoformat()}", since), awaited)


def _missing_ended(plan: Plan, until: date, today: date) -> tuple[RosterMissingEnded, ...]:
    if plan.missing is None:
        return ()
    return (RosterMissingEnded(plan.missing.finding_id, plan.missing.since, min(max(until, plan.missing.since), today)),)


def first_day_without(plan: Plan, day: date, terms: Terms) -> date:
    """The first of the days without a roster that lead up to `day`; the timer may look late."""
    while day > terms.term.starts and plan.roster_on(day - ONE_DAY) is None:
        day -= ONE_DAY
    return day


def next_look(plan: Plan, today: date, terms: Terms) -> datetime | None:
    """The midnight at which a stretch without a roster begins or ends next; `None` after the term."""
    if today < terms.term.starts:
        return terms.at(terms.term.starts, time(0))
    covered = plan.roster_on(today) is not None
    day = today + ONE_DAY
    while day <= terms.term.ends and (plan.roster_on(day) is not None) == covered:
        day += ONE_DAY
    return terms.at(day, time(0)) if day <= terms.term.ends else None


def _no_day_has_two_rosters(command: AdmitRoster, plan: Plan) -> None:
    for days in plan.days:
        if days.starts <= command.ends and command.starts <= days.ends:
            raise Refused("roster_overlaps", roster=days.roster_id)


PLAN = Aggregate[PlanCommand, Plan, PlanEvent]("plan", Plan(), decide, evolve)
