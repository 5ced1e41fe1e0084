"""Handovers, due and done, and key periods."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from common.ledger.facts import Recorded
from common.projection import View
from common.service import Projects
from roster.domain.handover import HandoverCompleted, HandoverExpected, HandoverFreed, HandoverMissed, HandoverState
from roster.domain.key_period import KeyPeriodOrdered


@dataclass(frozen=True)
class HandoverRow:
    """One handover of one post. `remarks` is the digest of a text."""

    handover_id: str
    post: str
    day: date
    due_at: datetime
    special: bool
    state: HandoverState
    completed_at: datetime | None = None
    on_time: bool | None = None
    items: tuple[str, ...] = ()
    omitted: int = 0
    outgoing: str | None = None
    incoming: str | None = None
    remarks: str | None = None
    was_missed: bool = False
    position: str | None = None


@dataclass(frozen=True)
class KeyPeriodRow:
    """A key period. Without a `minimum` the customer is asked for one. `reason` is the digest of a text."""

    key_period_id: str
    post: str
    minimum: int | None
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    ordered_by: str


def stream_of(recorded: Recorded[object]) -> str:
    """The stream names the row."""
    return recorded.id


def expected(_row: HandoverRow | None, recorded: Recorded[HandoverExpected]) -> HandoverRow:
    """A handover that is due."""
    event = recorded.event
    return HandoverRow(recorded.id, event.post, event.day, event.due_at, event.special, "due")


def freed(row: HandoverRow | None, recorded: Recorded[HandoverFreed]) -> HandoverRow | None:
    """It lies in a special period."""
    return row and replace(row, special=True)


def completed(row: HandoverRow | None, recorded: Recorded[HandoverCompleted]) -> HandoverRow | None:
    """Done; whether at the right time and with what left out."""
    event = recorded.event
    return row and replace(
        row,
        state="completed",
        completed_at=event.completed_at,
        on_time=event.on_time,
        items=event.items,
        omitted=event.omitted,
        outgoing=event.outgoing,
        incoming=event.incoming,
        remarks=event.remarks,
        position=recorded.position,
    )


def missed(row: HandoverRow | None, recorded: Recorded[HandoverMissed]) -> HandoverRow | None:
    """The day ended without it."""
    return row and replace(row, state="missed", was_missed=True, position=recorded.position)


def ordered(_row: KeyPeriodRow | None, recorded: Recorded[KeyPeriodOrdered]) -> KeyPeriodRow:
    """The customer's order."""
    event = recorded.event
    return KeyPeriodRow(recorded.id, event.post, event.minimum, event.starts_at, event.ends_at, event.reason, recorded.actor)


HANDOVERS = View("handovers", 1, HandoverRow, columns=("day", "post", "state", "due_at"))
KEY_PERIODS = View("key_periods", 1, KeyPeriodRow, columns=("post", "starts_at"))

PROJECTS: Projects = {
    HandoverExpected: (HANDOVERS.on(stream_of, expected),),
    HandoverFreed: (HANDOVERS.on(stream_of, freed),),
    HandoverCompleted: (HANDOVERS.on(stream_of, completed),),
    HandoverMissed: (HANDOVERS.on(stream_of, missed),),
    KeyPeriodOrdered: (KEY_PERIODS.on(stream_of, ordered),),
}
