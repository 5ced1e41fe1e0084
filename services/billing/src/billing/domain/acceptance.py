"""Acceptance of the project (项目验收, clause 6): applied for, decided, at most once repeated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms

CLAUSE = "§4.2¶4"
ROUNDS = 2
"""A first acceptance and at most one repetition (clause 9.1 paragraph 6)."""


@dataclass(frozen=True, slots=True)
class AcceptanceApplied:
    """The contractor applied and handed in the documents. `late` compares with the window after the term's end."""

    round: int
    applied_on: date
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class AcceptanceDecided:
    """The customer's opinion (验收意见). The second round's cost is the contractor's (clause 6.4)."""

    round: int
    passed: bool
    decided_on: date
    opinion: str | None


Event = AcceptanceApplied | AcceptanceDecided


@dataclass(frozen=True, slots=True)
class ApplyForAcceptance:
    applied_on: date
    today: date


@dataclass(frozen=True, slots=True)
class DecideAcceptance:
    passed: bool
    decided_on: date
    opinion: str | None
    today: date


Command = ApplyForAcceptance | DecideAcceptance


@dataclass(frozen=True, slots=True)
class Acceptance:
    round: int = 0
    waiting: bool = False
    passed: bool = False
    failed: int = 0


def decide(command: Command, acceptance: Acceptance, terms: Terms) -> Sequence[Event]:
    """What follows from a command in this state; raises `Refused` where a clause forbids it."""
    match command:
        case ApplyForAcceptance(applied_on, today):
            return _apply(applied_on, today, acceptance, terms)
        case DecideAcceptance(passed, decided_on, opinion, today):
            if not acceptance.waiting:
                raise Refused("acceptance_not_applied", clause=CLAUSE)
            if decided_on > today:
                raise Refused("date_in_the_future")
            return (AcceptanceDecided(acceptance.round, passed, decided_on, opinion),)
        case _:
            assert_never(command)


def _apply(applied_on: date, today: date, acceptance: Acceptance, terms: Terms) -> Sequence[Event]:
    if acceptance.passed or acceptance.waiting:
        raise Refused("acceptance_already_applied", clause=CLAUSE)
    if acceptance.failed == ROUNDS:
        raise Refused("acceptance_failed_twice", clause="§9.1¶6")
    if applied_on > today:
        raise Refused("date_in_the_future")
    if applied_on <= terms.term.ends:
        raise Refused("term_not_ended", clause=CLAUSE)
    due = terms.deadline("acceptance_application", terms.term.ends)
    return (AcceptanceApplied(acceptance.round + 1, applied_on, due.on, late=applied_on > due.on),)


def evolve(acceptance: Acceptance, event: Event) -> Acceptance:
    """The state after an event. Never refuses: it has happened."""
    match event:
        case AcceptanceApplied(round=number):
            return replace(acceptance, round=number, waiting=True)
        case AcceptanceDecided(passed=passed):
            return replace(acceptance, waiting=False, passed=passed, failed=acceptance.failed + (not passed))
        case _:
            assert_never(event)


ACCEPTANCE: Aggregate[Command, Acceptance, Event] = Aggregate("acceptance", Acceptance(), decide, evolve)
ACCEPTANCE_ID = "project"
