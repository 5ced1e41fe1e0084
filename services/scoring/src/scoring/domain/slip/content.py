"""What stands on a slip, and the hash that both parties sign."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class SlipContent:
    """Form 2 filled in. `points` is positive; `sign` says whether they are taken (-1) or given (+1).

    `narrative` and `decision` are digests of typed text. `counters` names the slip whose points this one takes back.
    """

    number: str
    rule: str
    clause: str
    sign: Literal[-1, 1]
    units: int
    points: int
    quarter: int
    event_at: datetime
    narrative: str
    evidence: tuple[str, ...] = ()
    fact: str | None = None
    subject: str | None = None
    counters: str | None = None
    decision: str | None = None


def content_hash(content: SlipContent) -> str:
    """SHA-256 over the content as canonical JSON, times in UTC: the same content has the same hash everywhere."""
    fields = asdict(content) | {"event_at": content.event_at.astimezone(UTC).isoformat()}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
