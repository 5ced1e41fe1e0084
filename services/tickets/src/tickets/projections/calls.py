"""Calls as rows: one per call."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from common.ledger.facts import Recorded
from common.projection import View
from tickets.domain.call import CallAnswered, CallEnded, CallMissed, CallRang


@dataclass(frozen=True)
class CallRow:
    """One call. `waited_seconds` is how long the caller waited for an answer, or until giving up."""

    call_id: str
    state: Literal["ringing", "answered", "ended", "missed"]
    rang_at: datetime
    logged_by: str
    about: str | None
    answered_at: datetime | None = None
    answered_by: str | None = None
    ended_at: datetime | None = None
    waited_seconds: int | None = None


CALLS = View("calls", 1, CallRow, columns=("state", "rang_at"))


def rang(row: CallRow | None, fact: Recorded[CallRang]) -> CallRow:
    """A new row."""
    event = fact.event
    return CallRow(fact.id, "ringing", event.rang_at, event.by, event.about)


def answered(row: CallRow | None, fact: Recorded[CallAnswered]) -> CallRow | None:
    """Somebody took the call."""
    event = fact.event
    return row and replace(
        row, state="answered", answered_at=event.answered_at, answered_by=event.by, waited_seconds=event.waited_seconds
    )


def ended(row: CallRow | None, fact: Recorded[CallEnded]) -> CallRow | None:
    """The talk is over."""
    return row and replace(row, state="ended", ended_at=fact.event.ended_at)


def missed(row: CallRow | None, fact: Recorded[CallMissed]) -> CallRow | None:
    """Nobody took it."""
    event = fact.event
    return row and replace(row, state="missed", ended_at=event.ended_at, waited_seconds=event.waited_seconds)
