"""The hash of an event: `sha256(previous ‖ sha256(envelope) ‖ sha256(payload))`. `README.md` has it worked out by hand.

The database computes it at append; this is the second, independent computation that `verify` compares with.
"""

import hashlib
import json
from datetime import UTC, datetime

from asyncpg import Record

GENESIS_HASH = bytes(32)
"""What stands before a contract's first event."""


def moment(at: datetime) -> str:
    """UTC with microseconds, always six digits: `2026-10-14T01:30:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def envelope(log_id: str, row: Record) -> bytes:
    """RFC 8785 JSON of everything about an event but its payload. `row` is a row of `events`."""
    published = row["published"]
    fields = {
        "actor": row["actor"],
        "causation_id": row["causation_id"],
        "command_id": row["command_id"],
        "contract": row["contract_id"],
        "correlation_id": row["correlation_id"],
        "log_id": log_id,
        "occurred_at": moment(row["occurred_at"]),
        "public_no": row["public_no"],
        "public_type": row["public_type"],
        "public_version": row["public_version"],
        "published": None if published is None else hashlib.sha256(published.encode()).hexdigest(),
        "recorded_at": moment(row["recorded_at"]),
        "schema_version": row["schema_version"],
        "seq": row["seq"],
        "stream": row["stream"],
        "type": row["type"],
        "version": row["version"],
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def chained(previous: bytes, envelope_: bytes, payload: bytes) -> bytes:
    """The hash of an event after `previous`."""
    return hashlib.sha256(previous + hashlib.sha256(envelope_).digest() + hashlib.sha256(payload).digest()).digest()
