"""Who is on duty (在岗): roster's shifts, recorded as own events, so that dispatch decides on own facts only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from common.aggregate import Aggregate
from common.terms import Terms


@dataclass(frozen=True, slots=True)
class DutyBegan:
    """A person is on post. `source` is the position of roster's event."""

    shift_id: str
    person_id: str
    post: str
    began_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class DutyEnded:
    """A person left the post. `source` is the position of roster's event."""

    shift_id: str
    person_id: str
    post: str
    ended_at: datetime
    source: str


Event = DutyBegan | DutyEnded


@dataclass(frozen=True, slots=True)
class BeginDuty:
    shift_id: str
    person_id: str
    post: str
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class EndDuty:
    shift_id: str
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class EndAllDuty:
    at: datetime
    source: str


Command = BeginDuty | EndDuty | EndAllDuty


@dataclass(frozen=True, slots=True)
class Duty:
    """The shifts a person is on post for."""

    open: tuple[DutyBegan, ...] = ()


def decide(command: Command, duty: Duty, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case BeginDuty(shift_id, person_id, post, at, source):
            known = any(shift.shift_id == shift_id for shift in duty.open)
            return () if known else (DutyBegan(shift_id, person_id, post, at, source),)
        case EndDuty(shift_id, at, source):
            return tuple(_ended(shift, at, source) for shift in duty.open if shift.shift_id == shift_id)
        case EndAllDuty(at, source):
            return tuple(_ended(shift, at, source) for shift in duty.open)
        case _:
            assert_never(command)


def _ended(shift: DutyBegan, at: datetime, source: str) -> DutyEnded:
    return DutyEnded(shift.shift_id, shift.person_id, shift.post, at, source)


def evolve(duty: Duty, event: Event) -> Duty:
    """The state after an event."""
    match event:
        case DutyBegan():
            return replace(duty, open=(*duty.open, event))
        case DutyEnded(shift_id=shift_id):
            return replace(duty, open=tuple(shift for shift in duty.open if shift.shift_id != shift_id))
        case _:
            assert_never(event)


DUTY: Aggregate[Command, Duty, Event] = Aggregate("duty", Duty(), decide, evolve, needs_terms=False)
"""One stream per person."""
