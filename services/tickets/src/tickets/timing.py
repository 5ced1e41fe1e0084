"""The moments at which a meeting's preparation is looked at.

The set time itself still counts as in time (Civil Code 1259, 以内), so the clock looks one second after it.
"""

from collections.abc import Sequence
from datetime import timedelta

from common.aggregate import Order
from common.ledger.facts import Recorded
from common.service import Fires, Timers
from common.timers import ClearTimer, Due, SetTimer
from tickets.domain.meeting import MEETING
from tickets.domain.meeting.commands import Command, NoteDeadline
from tickets.domain.meeting.facts import MeetingCancelled, MeetingPlanned, MeetingPrepared, RollCallDone

AFTERWARDS = timedelta(seconds=1)
SET_UP = "meeting_set_up"
ROLL_CALL = "meeting_roll_call"


def planned(fact: Recorded[MeetingPlanned]) -> Sequence[SetTimer]:
    """Two deadlines before the meeting."""
    about = {"meeting": fact.id}
    return (
        SetTimer(f"set-up:{fact.id}", SET_UP, fact.event.setup_due_at + AFTERWARDS, about),
        SetTimer(f"roll-call:{fact.id}", ROLL_CALL, fact.event.roll_call_due_at + AFTERWARDS, about),
    )


def prepared(fact: Recorded[MeetingPrepared]) -> Sequence[ClearTimer]:
    """The set-up is done."""
    return (ClearTimer(f"set-up:{fact.id}"),) if "set_up" in fact.event.checks else ()


def roll_called(fact: Recorded[RollCallDone]) -> Sequence[ClearTimer]:
    """The roll call is done."""
    return (ClearTimer(f"roll-call:{fact.id}"),)


def cancelled(fact: Recorded[MeetingCancelled]) -> Sequence[ClearTimer]:
    """Nothing is due any more."""
    return ClearTimer(f"set-up:{fact.id}"), ClearTimer(f"roll-call:{fact.id}")


def set_up_fell_due(due: Due) -> Order[Command]:
    """Notes 2.1A.3, unless the set-up was done meanwhile."""
    return Order(MEETING, due.about["meeting"], NoteDeadline("set_up"))


def roll_call_fell_due(due: Due) -> Order[Command]:
    """Notes 2.1A.4, unless the roll was called meanwhile."""
    return Order(MEETING, due.about["meeting"], NoteDeadline("roll_call"))


TIMERS: Timers = {
    MeetingPlanned: planned,
    MeetingPrepared: prepared,
    RollCallDone: roll_called,
    MeetingCancelled: cancelled,
}
FIRES: Fires = {SET_UP: set_up_fell_due, ROLL_CALL: roll_call_fell_due}
