"""A lane: the published events of one contract from one service, numbered 1, 2, 3 … without gaps.

Every consumer counts. What it may do with an event is decided here, without I/O: the event says which number and
hash it follows, the consumer's position says which number and hash it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from operator import attrgetter
from typing import NamedTuple

GENESIS = "0" * 64
"""What the first event of a lane names as the hash before it."""


class Told(NamedTuple):
    """One published event in its lane, not yet decoded. `hash` is the hash of its place in the producer's ledger.

    `body` is the published form, byte for byte as it was decided at append, or `None` when it stayed behind
    because it is too large for the message bus; then the producer's feed has it.

    A named tuple: whoever catches up makes tens of thousands a second.
    """

    source: str
    log_id: str
    contract: str
    number: int
    seq: int
    stream: str
    type: str
    version: int
    occurred_at: datetime
    recorded_at: datetime
    previous_hash: str
    hash: str
    correlation_id: str
    causation_id: str | None
    body: bytes | None

    @property
    def id(self) -> str:
        """Unique for ever, and the same for every copy of this event."""
        return f"{self.log_id}/{self.contract}/{self.number}"

    @property
    def subject(self) -> str:
        """Where the event is published: `wb.<contract>.<service>.<event>.v<n>`."""
        return f"wb.{self.contract}.{self.source}.{self.type}.v{self.version}"


class Position(NamedTuple):
    """How far a consumer, or the source itself, has come in a lane. `log_id` is `None` before the first event."""

    log_id: str | None = None
    number: int = 0
    hash: str = GENESIS


START = Position()


@dataclass(frozen=True, slots=True)
class Head:
    """Where the lane of one contract ends."""

    contract: str
    at: Position


@dataclass(frozen=True, slots=True)
class Page:
    """Events after a number of a lane, where the lane ends, and the hash that it has at that number.

    `at_hash` is `None` when the lane does not reach that far.
    """

    told: tuple[Told, ...]
    head: Position
    at_hash: str | None


class Verdict(Enum):
    """What a consumer does with one event."""

    APPLY = "apply"
    DROP = "drop"
    HOLE = "hole"
    FORK = "fork"


def judge(at: Position, told: Told) -> Verdict:
    """The next number after the same hash is applied, a known one dropped, a later one is a hole.

    Another log id, another hash under my number or another hash before the next number is a fork: the source was
    restored to an earlier point and has gone another way since.
    """
    if at.log_id is not None and told.log_id != at.log_id:
        return Verdict.FORK
    if told.number < at.number:
        return Verdict.DROP
    if told.number == at.number:
        return Verdict.DROP if told.hash == at.hash else Verdict.FORK
    if told.number > at.number + 1 or told.body is None:
        return Verdict.HOLE
    return Verdict.APPLY if told.previous_hash == at.hash else Verdict.FORK


@dataclass(frozen=True, slots=True)
class Run:
    """What of a batch can be applied in order, where that leads, and what stopped it (`HOLE`, `FORK`) if anything."""

    apply: tuple[Told, ...]
    to: Position
    stopped: Verdict | None


def run_of(at: Position, batch: Sequence[Told]) -> Run:
    """The longest run of a contract's events that may be applied from `at` on; order and repetition do not matter."""
    apply: list[Told] = []
    log_id, number, hash_ = at
    for told in sorted(batch, key=_NUMBER):
        # What `judge` says of nearly every event, without a position for each.
        if told.number == number + 1 and told.previous_hash == hash_ and told.log_id == log_id and told.body is not None:
            verdict = Verdict.APPLY
        else:
            verdict = judge(Position(log_id, number, hash_), told)
        if verdict is Verdict.APPLY:
            apply.append(told)
            log_id, number, hash_ = told.log_id, told.number, told.hash
        elif verdict is not Verdict.DROP:
            return Run(tuple(apply), Position(log_id, number, hash_), verdict)
    return Run(tuple(apply), Position(log_id, number, hash_), None)


_NUMBER = attrgetter("number")


def after(told: Told) -> Position:
    """The position of a consumer that has applied this event."""
    return Position(told.log_id, told.number, told.hash)


def differs(at: Position, head: Position) -> str | None:
    """Why a consumer at `at` can no longer follow a source whose lane ends at `head`; `None` when it can.

    `at` must have been read before `head` was: a source never goes back.
    """
    if at.number == 0:
        return None
    if head.number > 0 and head.log_id != at.log_id:
        return f"the source has another log: {head.log_id} instead of {at.log_id}"
    if head.number < at.number:
        return f"the source has {head.number} events, {at.number} were applied: it was restored to an earlier point"
    if head.number == at.number and head.hash != at.hash:
        return f"the source has another event under number {at.number}"
    return None
