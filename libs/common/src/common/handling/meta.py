"""What surrounds a command, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Meta:
    """Who asks, under which command id, and since when.

    `command_id` lives in a namespace (`http:<subject>:<key>`, `policy:…`, `timer:…`); `request_hash` (sha256) tells a
    repetition from another request under the same id. `occurred_at` is the domain's moment that the decision is given.
    """

    actor: str
    command_id: str
    request_hash: bytes
    correlation_id: str
    causation_id: str | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to; on a `replay` what it led to the first time.

    `first_seq` to `last_seq` are its events' numbers in the ledger; a decision without events has `last_seq` at the
    ledger's head and `first_seq` behind it. `public_no` is the lane's last number at that point. `stream` and
    `version` are those of the command's own stream (`across`: of the first stream it wrote).
    """

    contract: str
    first_seq: int
    last_seq: int
    public_no: int
    stream: str
    version: int
    replay: bool
    events: tuple[Any, ...]

    @property
    def stream_id(self) -> str:
        """The stream's id without its category: on a replay the id that was created the first time."""
        return self.stream.partition("/")[2]
