"""The daily handover (交接班) of a post: due, done with so many items omitted, done at the wrong time, or missed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, assert_never

from common.aggregate import Aggregate
from common.errors import Refused
from common.terms import Terms
from roster.domain.clauses import handed_over_on_time

WHOLE_TEAM = "ALL"
"""The post of a handover that the whole team makes together (reading `handover.scope=per_team`)."""

HandoverState = Literal["unknown", "due", "completed", "missed"]


@dataclass(frozen=True, slots=True)
class ExpectHandover:
    """`special`: the handover lies in a key period."""

    post: str
    day: date
    special: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class FreeHandover:
    """A key period was ordered over it."""

    key_period_id: str


@dataclass(frozen=True, slots=True)
class CompleteHandover:
    """`items` names what was handed over; `omitted` counts what the incoming side found missing."""

    at: datetime
    items: tuple[str, ...]
    omitted: int
    outgoing: str | None
    incoming: str
    remarks: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class NoteMissedHandover:
    now: datetime


HandoverCommand = ExpectHandover | FreeHandover | CompleteHandover | NoteMissedHandover


@dataclass(frozen=True, slots=True)
class HandoverExpected:
    """`missed_after`: when the timer looks; `None` in a special period and for days gone by."""

    post: str
    day: date
    due_at: datetime
    special: bool
    missed_after: datetime | None


@dataclass(frozen=True, slots=True)
class HandoverFreed:
    """A special period: any time that does not disturb the support is right (A8S-1 3.2)."""

    key_period_id: str


@dataclass(frozen=True, slots=True)
class HandoverCompleted:
    """`on_time` by A8S-1 3.2.1; `omitted` by 3.2.2."""

    post: str
    day: date
    due_at: datetime
    completed_at: datetime
    on_time: bool
    items: tuple[str, ...]
    omitted: int
    outgoing: str | None
    incoming: str
    remarks: str | None


@dataclass(frozen=True, slots=True)
class HandoverMissed:
    """The day ended without a handover (未开展交班)."""

    post: str
    day: date
    due_at: datetime


HandoverEvent = HandoverExpected | HandoverFreed | HandoverCompleted | HandoverMissed


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover of one post on one day."""

    state: HandoverState = "unknown"
    post: str = ""
    day: date = date.min
    due_at: datetime | None = None
    special: bool = False


def due_posts(terms: Terms) -> tuple[str, ...]:
    """Who hands over each day: every post of the pack, or the team as one (AMB-24, reading `handover.scope`)."""
    return terms.staffing.handover.posts if terms.reading("handover.scope") == "per_post" else (WHOLE_TEAM,)


def handover_id(post: str, day: date) -> str:
    """`VC-2026-10-14`: one handover per post and day."""
    return f"{post}-{day.isoformat()}"


def decide(command: HandoverCommand, handover: Handover, terms: Terms) -> Sequence[HandoverEvent]:
    """Dispatches on the command; raises `Refused`."""
    match command:
        case ExpectHandover():
            return _expect(command, handover, terms)
        case FreeHandover(key_period_id):
            return (HandoverFreed(key_period_id),) if handover.state == "due" and not handover.special else ()
        case CompleteHandover():
            return complete(command, handover, terms)
        case NoteMissedHandover():
            return _note_missed(handover)
    assert_never(command)


def _expect(command: ExpectHandover, handover: Handover, terms: Terms) -> Sequence[HandoverEvent]:
    if handover.state != "unknown":
        return ()
    due_at = terms.at(command.day, terms.staffing.handover.time)
    day_over = terms.at(command.day + timedelta(days=1), time(0))
    missed_after = None if command.special or command.now >= due_at else day_over
    return (HandoverExpected(command.post, command.day, due_at, command.special, missed_after),)


def complete(command: CompleteHandover, handover: Handover, terms: Terms) -> Sequence[HandoverEvent]:
    """A handover of that day may be entered after it was found missing; the record shows both, people judge."""
    if handover.state == "unknown" or handover.due_at is None:
        raise Refused("handover_unknown")
    if handover.state == "completed":
        raise Refused("handover_already_completed")
    if command.at > command.now + timedelta(seconds=60):
        raise Refused("punch_in_the_future")
    if terms.local_date(command.at) != handover.day:
        raise Refused("handover_on_another_day", clause=terms.staffing.handover.clause)
    if command.outgoing == command.incoming:
        raise Refused("handover_to_oneself")
    on_time = handover.special or handed_over_on_time(handover.due_at, command.at, terms.staffing.handover.tolerance_minutes)
    completed = HandoverCompleted(
        handover.post,
        handover.day,
        handover.due_at,
        command.at,
        on_time,
        command.items,
        command.omitted,
        command.outgoing,
        command.incoming,
        command.remarks,
    )
    return (completed,)


def _note_missed(handover: Handover) -> Sequence[HandoverEvent]:
    if handover.state != "due" or handover.special or handover.due_at is None:
        return ()
    return (HandoverMissed(handover.post, handover.day, handover.due_at),)


def evolve(handover: Handover, event: HandoverEvent) -> Handover:
    """Folds one event in; never checks, it has happened."""
    match event:
        case HandoverExpected(post, day, due_at, special):
            return Handover("due", post, day, due_at, special)
        case HandoverFreed():
            return replace(handover, special=True)
        case HandoverCompleted():
            return replace(handover, state="completed")
        case HandoverMissed():
            return replace(handover, state="missed")
    assert_never(event)


HANDOVER = Aggregate[HandoverCommand, Handover, HandoverEvent]("handover", Handover(), decide, evolve)
