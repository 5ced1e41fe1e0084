"""The programme (监控安排): which confirmed plan holds on which day, which rounds follow, and where no plan holds.

One stream per contract. Each day starts once, by a timer at 00:00 of the contract's zone or at a plan's confirmation.
A plan binds from the day of its confirmation; of several for one day the one confirmed last holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import assert_never

from common.aggregate import Aggregate
from common.terms import Terms
from inspection.domain.lines import Line
from inspection.domain.months import month_of
from inspection.domain.round_plan import RoundPlan, day_round, month_round

PROGRAMME_ID = "contract"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ProgrammeBegun:
    """The contract is known; its first day starts at `next_at`."""

    next_day: date
    next_at: datetime


@dataclass(frozen=True, slots=True)
class PlanAdopted:
    """A confirmed plan holds from `binds_from`. `version` counts the contract's confirmed plans."""

    plan_id: str
    version: int
    binds_from: date
    ends: date
    lines: tuple[Line, ...]
    report_within_minutes: int | None
    next_day: date | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundFellDue:
    """A day or month begins in which these lines are to be checked."""

    round: RoundPlan


@dataclass(frozen=True, slots=True)
class PlanGapOpened:
    """From this day on no confirmed plan holds: one standing finding (AMB-73: nothing is scorable without a plan)."""

    since: date


@dataclass(frozen=True, slots=True)
class PlanGapClosed:
    """A plan holds again; `until` is the last day without one."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class DayStarted:
    """The day was looked at. `next_day` is the day to look at next, if any is foreseen."""

    day: date
    next_day: date | None
    next_at: datetime | None


Event = ProgrammeBegun | PlanAdopted | RoundFellDue | PlanGapOpened | PlanGapClosed | DayStarted


@dataclass(frozen=True, slots=True)
class BeginProgramme:
    pass


@dataclass(frozen=True, slots=True)
class AdoptPlan:
    plan_id: str
    starts: date
    ends: date
    lines: tuple[Line, ...]
    report_within_minutes: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class StartDay:
    day: date


Command = BeginProgramme | AdoptPlan | StartDay


@dataclass(frozen=True, slots=True)
class Programme:
    """The plans that bind, and how far the days have come."""

    begun: bool = False
    plans: tuple[PlanAdopted, ...] = ()
    last_day: date | None = None
    next_day: date | None = None
    gap_since: date | None = None
    months: frozenset[date] = field(default_factory=frozenset)

    def plan_on(self, day: date) -> PlanAdopted | None:
        """The plan that holds on a day: of those that bind it the one confirmed last."""
        return next((plan for plan in reversed(self.plans) if plan.binds_from <= day <= plan.ends), None)

    def covered_after(self, day: date) -> date | None:
        """The first day after `day` on which a plan holds."""
        starts = (max(plan.binds_from, day + ONE_DAY) for plan in self.plans if plan.ends > day)
        return min(starts, default=None)


def decide(command: Command, programme: Programme, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case BeginProgramme():
            return () if programme.begun else (_begun(terms),)
        case AdoptPlan():
            return tuple(_adopt(command, programme, terms))
        case StartDay(day):
            return tuple(_start(day, programme, terms)) if day == programme.next_day else ()
        case _:
            assert_never(command)


def _begun(terms: Terms) -> ProgrammeBegun:
    return ProgrammeBegun(terms.term.starts, _midnight(terms.term.starts, terms))


def _adopt(command: AdoptPlan, programme: Programme, terms: Terms) -> Iterator[Event]:
    if not programme.begun:
        yield _begun(terms)
    binds_from = max(command.starts, terms.local_date(command.now))
    waiting = programme.next_day if programme.begun else terms.term.starts
    first = binds_from if programme.last_day is None else max(binds_from, programme.last_day + ONE_DAY)
    candidates = [day for day in (waiting, first if first <= command.ends else None) if day]
    next_day = min(candidates, default=None)
    yield PlanAdopted(
        command.plan_id, len(programme.plans) + 1, binds_from, command.ends, command.lines,
        command.report_within_minutes, next_day, _midnight(next_day, terms) if next_day else None,
    )  # fmt: skip


def _start(day: date, programme: Programme, terms: Terms) -> Iterator[Event]:
    plan = programme.plan_on(day)
    if plan is None:
        if programme.gap_since is None:
            yield PlanGapOpened(day)
        following = programme.covered_after(day)
    else:
        if programme.gap_since:
            yield PlanGapClosed(programme.gap_since, day - ONE_DAY)
        yield from (RoundFellDue(due) for due in _rounds(day, plan, programme, terms) if due.lines)
        following = day + ONE_DAY
    next_day = following if following and following <= terms.term.ends else None
    yield DayStarted(day, next_day, _midnight(next_day, terms) if next_day else None)


def _rounds(day: date, plan: PlanAdopted, programme: Programme, terms: Terms) -> Iterator[RoundPlan]:
    """The day's round, and the month's where it was not opened yet and the plan lasts to the month's end."""
    yield day_round(day, plan.plan_id, plan.lines, _midnight(day + ONE_DAY, terms))
    month = month_of(day, terms)
    if month.starts not in programme.months and plan.ends >= month.ends:
        yield month_round(month, plan.plan_id, plan.lines, _midnight(month.ends + ONE_DAY, terms))


def _midnight(day: date, terms: Terms) -> datetime:
    return terms.at(day, time(0))


def evolve(programme: Programme, event: Event) -> Programme:
    """The state after an event."""
    match event:
        case ProgrammeBegun(next_day=next_day):
            return replace(programme, begun=True, next_day=next_day)
        case PlanAdopted(next_day=next_day):
            return replace(programme, plans=(*programme.plans, event), next_day=next_day)
        case RoundFellDue(round=due):
            opened = {due.starts} if due.period == "month" else set()
            return replace(programme, months=programme.months | opened)
        case PlanGapOpened(since=since):
            return replace(programme, gap_since=since)
        case PlanGapClosed():
            return replace(programme, gap_since=None)
        case DayStarted(day=day, next_day=next_day):
            return replace(programme, last_day=day, next_day=next_day)
        case _:
            assert_never(event)


PROGRAMME: Aggregate[Command, Programme, Event] = Aggregate("programme", Programme(), decide, evolve)
