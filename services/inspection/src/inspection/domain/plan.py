"""Check plans (监控计划): what is checked when, drawn up by the contractor, confirmed by the customer (A8S-1 3.3 method)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from inspection.domain.lines import AskedLine, Line, numbered
from inspection.domain.moments import must_lie_in_the_term

CLAUSE = "A8S-1 3.3"


@dataclass(frozen=True, slots=True)
class PlanProposed:
    """The contractor proposes a plan. `report_within_minutes` would make 3.3.5 countable; `None`: people judge."""

    starts: date
    ends: date
    lines: tuple[Line, ...]
    report_within_minutes: int | None
    by: str


@dataclass(frozen=True, slots=True)
class PlanConfirmed:
    """The customer confirmed the plan as proposed; what it binds is repeated here."""

    starts: date
    ends: date
    lines: tuple[Line, ...]
    report_within_minutes: int | None
    confirmed_at: datetime
    by: str


Event = PlanProposed | PlanConfirmed


@dataclass(frozen=True, slots=True)
class ProposePlan:
    starts: date
    ends: date
    lines: tuple[AskedLine, ...]
    report_within_minutes: int | None
    by: str


@dataclass(frozen=True, slots=True)
class ConfirmPlan:
    by: str
    now: datetime


Command = ProposePlan | ConfirmPlan


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal and whether it binds."""

    proposed: PlanProposed | None = None
    confirmed: bool = False


def decide(command: Command, plan: Plan, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case ProposePlan():
            return _propose(command, plan, terms)
        case ConfirmPlan():
            return _confirm(command, plan, terms)
        case _:
            assert_never(command)


def _propose(command: ProposePlan, plan: Plan, terms: Terms) -> Sequence[Event]:
    if plan.proposed:
        raise Refused("plan_already_proposed")
    if command.ends < command.starts:
        raise Refused("plan_dates_disordered")
    if not command.lines:
        raise Refused("plan_empty")
    must_lie_in_the_term(command.starts, terms)
    must_lie_in_the_term(command.ends, terms)
    lines = numbered(command.lines, terms)
    return (PlanProposed(command.starts, command.ends, lines, command.report_within_minutes, command.by),)


def _confirm(command: ConfirmPlan, plan: Plan, terms: Terms) -> Sequence[Event]:
    proposed = plan.proposed
    if proposed is None:
        raise Refused("plan_unknown")
    if plan.confirmed:
        raise Refused("plan_already_confirmed", clause=CLAUSE)
    if command.by == proposed.by:
        raise Refused("same_person", clause=CLAUSE)
    if terms.local_date(command.now) > proposed.ends:
        raise Refused("plan_is_over", clause=CLAUSE)
    return (
        PlanConfirmed(proposed.starts, proposed.ends, proposed.lines, proposed.report_within_minutes, command.now, command.by),
    )


def evolve(plan: Plan, event: Event) -> Plan:
    """The state after an event."""
    match event:
        case PlanProposed():
            return replace(plan, proposed=event)
        case PlanConfirmed():
            return replace(plan, confirmed=True)
        case _:
            assert_never(event)


PLAN: Aggregate[Command, Plan, Event] = Aggregate("plan", Plan(), decide, evolve)
