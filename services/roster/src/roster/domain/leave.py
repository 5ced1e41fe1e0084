"""Leave (请假): asked for by the contractor, approved by the customer. The reason is a text, named by digest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms

LeaveState = Literal["none", "requested", "approved", "declined"]


@dataclass(frozen=True, slots=True)
class RequestLeave:
    person_id: str
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ApproveLeave:
    at: datetime


@dataclass(frozen=True, slots=True)
class DeclineLeave:
    reason: str | None
    at: datetime


LeaveCommand = RequestLeave | ApproveLeave | DeclineLeave


@dataclass(frozen=True, slots=True)
class LeaveRequested:
    """`after_the_fact`: asked for when the time it is for had begun."""

    person_id: str
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    at: datetime
    after_the_fact: bool


@dataclass(frozen=True, slots=True)
class LeaveApproved:
    """The customer agrees; the shifts concerned are told in the same transaction."""

    person_id: str
    starts_at: datetime
    ends_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class LeaveDeclined:
    """The customer does not agree."""

    reason: str | None
    at: datetime


LeaveEvent = LeaveRequested | LeaveApproved | LeaveDeclined


@dataclass(frozen=True, slots=True)
class LeaveStatus:
    """One request and what became of it."""

    state: LeaveState = "none"
    person_id: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def decide(command: LeaveCommand, leave: LeaveStatus, terms: Terms) -> Sequence[LeaveEvent]:
    """Dispatches on the command; raises `Refused`."""
    match command:
        case RequestLeave():
            return _request(command, leave, terms)
        case ApproveLeave(at):
            return _approve(leave, at)
        case DeclineLeave(reason, at):
            _leave_must_wait_for_an_answer(leave)
            return (LeaveDeclined(reason, at),)
    assert_never(command)


def _request(command: RequestLeave, leave: LeaveStatus, terms: Terms) -> Sequence[LeaveEvent]:
    if leave.state != "none":
        raise Refused("leave_already_requested")
    if command.ends_at <= command.starts_at:
        raise Refused("ends_before_start")
    if not terms.term.starts <= terms.local_date(command.starts_at) <= terms.term.ends:
        raise Refused("outside_the_term")
    after_the_fact = command.at >= command.starts_at
    return (LeaveRequested(command.person_id, command.starts_at, command.ends_at, command.reason, command.at, after_the_fact),)


def _approve(leave: LeaveStatus, at: datetime) -> Sequence[LeaveEvent]:
    _leave_must_wait_for_an_answer(leave)
    if leave.starts_at is None or leave.ends_at is None:
        return ()
    return (LeaveApproved(leave.person_id, leave.starts_at, leave.ends_at, at),)


def _leave_must_wait_for_an_answer(leave: LeaveStatus) -> None:
    if leave.state == "none":
        raise Refused("leave_unknown")
    if leave.state != "requested":
        raise Refused("leave_already_decided")


def evolve(leave: LeaveStatus, event: LeaveEvent) -> LeaveStatus:
    """Folds one event in; never checks, it has happened."""
    match event:
        case LeaveRequested(person_id, starts_at, ends_at):
            return LeaveStatus("requested", person_id, starts_at, ends_at)
        case LeaveApproved():
            return replace(leave, state="approved")
        case LeaveDeclined():
            return replace(leave, state="declined")
    assert_never(event)


LEAVE = Aggregate[LeaveCommand, LeaveStatus, LeaveEvent]("leave", LeaveStatus(), decide, evolve)
