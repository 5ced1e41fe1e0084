"""Calls (来电) to the service desk: rung, answered or missed (A8S-1 2.6.2).

The contract names no answering time: only a call that nobody answered is told as missed. How long a caller waited
is kept, so that a person can judge "not answered in time" (未及时接听).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from tickets.domain.moments import must_follow, must_have_happened


@dataclass(frozen=True, slots=True)
class CallRang:
    """Somebody called the desk. `about` is the digest of what was typed, `by` who logged it."""

    rang_at: datetime
    by: str
    about: str | None


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """The desk answered after `waited_seconds`."""

    answered_at: datetime
    waited_seconds: int
    by: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """An answered call is over."""

    ended_at: datetime
    talked_seconds: int


@dataclass(frozen=True, slots=True)
class CallMissed:
    """The caller gave up after `waited_seconds`; nobody had answered."""

    rang_at: datetime
    ended_at: datetime
    waited_seconds: int


Event = CallRang | CallAnswered | CallEnded | CallMissed


@dataclass(frozen=True, slots=True)
class LogCall:
    """A call rang; `answered_at` and `ended_at` when it is written down afterwards."""

    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    about: str | None
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class AnswerCall:
    at: datetime
    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class HangUp:
    at: datetime
    now: datetime


Command = LogCall | AnswerCall | HangUp


@dataclass(frozen=True, slots=True)
class Call:
    """How far a call has come."""

    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None


def decide(command: Command, call: Call, terms: Terms) -> Sequence[Event]:
    """What a command makes happen, one function per command; a refusal where the state or a clause forbids it."""
    match command:
        case LogCall():
            return _log(command, call, terms)
        case AnswerCall():
            return _answer(command, call, terms)
        case HangUp():
            return _hang_up(command, call, terms)
        case _:
            assert_never(command)


def _log(command: LogCall, call: Call, terms: Terms) -> Sequence[Event]:
    if call.rang_at:
        raise Refused("call_already_logged")
    must_have_happened(command.rang_at, command.now, terms)
    events: list[Event] = [CallRang(command.rang_at, command.by, command.about)]
    if command.answered_at:
        events += _answer(AnswerCall(command.answered_at, command.by, command.now), reduce(evolve, events, call), terms)
    if command.ended_at:
        events += _hang_up(HangUp(command.ended_at, command.now), reduce(evolve, events, call), terms)
    return events


def _answer(command: AnswerCall, call: Call, terms: Terms) -> Sequence[Event]:
    rang_at = _still_on(call)
    if call.answered_at:
        raise Refused("call_already_answered")
    must_have_happened(command.at, command.now, terms)
    must_follow(command.at, rang_at)
    return (CallAnswered(command.at, _seconds(rang_at, command.at), command.by),)


def _hang_up(command: HangUp, call: Call, terms: Terms) -> Sequence[Event]:
    rang_at = _still_on(call)
    must_have_happened(command.at, command.now, terms)
    must_follow(command.at, call.answered_at or rang_at)
    if call.answered_at:
        return (CallEnded(command.at, _seconds(call.answered_at, command.at)),)
    return (CallMissed(rang_at, command.at, _seconds(rang_at, command.at)),)


def _still_on(call: Call) -> datetime:
    if call.rang_at is None:
        raise Refused("call_not_logged")
    if call.ended_at:
        raise Refused("call_already_ended")
    return call.rang_at


def _seconds(earlier: datetime, later: datetime) -> int:
    return int((later - earlier).total_seconds())


def evolve(call: Call, event: Event) -> Call:
    """The state after an event."""
    match event:
        case CallRang(rang_at=at):
            return replace(call, rang_at=at)
        case CallAnswered(answered_at=at):
            return replace(call, answered_at=at)
        case CallEnded(ended_at=at) | CallMissed(ended_at=at):
            return replace(call, ended_at=at)
        case _:
            assert_never(event)


CALL: Aggregate[Command, Call, Event] = Aggregate("call", Call(), decide, evolve)
