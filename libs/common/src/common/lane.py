"""A lane: the published events of one contract from one service, numbered 1, 2, 3 … without gaps.

Every consumer counts. What it may do with an event is decided here, without I/O: the event says which number and
hash it follows, the consumer's position says which number and hash it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

GENESIS = "0" * 64
"""What the first event of a lane names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One published event in its lane, not yet decoded. `hash` is the hash of its place in the producer's ledger.

    `body` is the published form, byte for byte as it was decided at append, or `None` when it stayed behind
    because it is too large for the message bus; then the producer's feed has it.
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


@dataclass(frozen=True, slots=True)
class Position:
    """How far a consumer, or the source itself, has come in a lane. `log_id` is `None` before the first event."""

    log_id: str | None = None
    number: int = 0
    hash: str = GENESIS


START = Position()


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
    for told in sorted(batch, key=lambda one: one.number):
        verdict = judge(at, told)
        if verdict is Verdict.APPLY:
            apply.append(told)
            at = after(told)
        elif verdict is not Verdict.DROP:
            return Run(tuple(apply), at, verdict)
    return Run(tuple(apply), at, None)


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
