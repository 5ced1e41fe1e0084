"""Invented lanes for tests that need no service."""

import hashlib
from datetime import UTC, datetime

from common.lane import GENESIS, Told


def lane(length: int, *, log_id: str = "log", salt: str = "") -> list[Told]:
    """A lane of `length` events of contract c-1 from roster; another salt gives other hashes."""
    events: list[Told] = []
    previous = GENESIS
    for number in range(1, length + 1):
        hash_ = hashlib.sha256(f"{log_id}{salt}{previous}{number}".encode()).hexdigest()
        events.append(told(number, previous, hash_, log_id=log_id))
        previous = hash_
    return events


def told(number: int, previous: str, hash_: str, *, log_id: str = "log", body: bytes | None = b'{"shift_id":"S-1"}') -> Told:
    """One event of that lane."""
    return Told(
        source="roster",
        log_id=log_id,
        contract="c-1",
        number=number,
        seq=number * 2,
        stream="shift/S-1",
        type="shift-started",
        version=1,
        occurred_at=datetime(2026, 10, 14, 9, 30, tzinfo=UTC),
        recorded_at=datetime(2026, 10, 14, 9, 31, tzinfo=UTC),
        previous_hash=previous,
        hash=hash_,
        correlation_id="c",
        causation_id=None,
        body=body,
    )
