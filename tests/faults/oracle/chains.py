"""Every ledger is one gapless line whose hashes hold: recomputed from what `ledger/README.md` says, nothing else."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from faults.oracle.finding import Finding
from faults.oracle.history import Database, Event, Ledger


def check(database: Database) -> Iterator[Finding]:
    """Numbers, versions, times, hashes and heads of every contract."""
    for contract, ledger in database.ledgers.items():
        events = database.events.get(contract, [])
        where = f"{database.service}/{contract}"
        yield from _numbers(where, events, ledger)
        yield from _hashes(where, events, ledger)
        yield from _lane(where, events, ledger)
    for contract in database.events.keys() - database.ledgers.keys():
        yield Finding("lost", f"{database.service}/{contract}: events without a ledger")


def _numbers(where: str, events: list[Event], ledger: Ledger) -> Iterator[Finding]:
    versions: dict[str, int] = {}
    before: Event | None = None
    for expected, event in enumerate(events, 1):
        if event.seq != expected:
            yield Finding("lost", f"{where}: event {expected} is missing, {event.seq} follows")
            return
        if event.version != versions.get(event.stream, 0) + 1:
            yield Finding("reordered", f"{where}:{event.seq}: {event.stream} has version {event.version} out of turn")
        versions[event.stream] = event.version
        if before is not None and event.recorded_at < before.recorded_at:
            yield Finding("reordered", f"{where}:{event.seq}: recorded before the event in front of it")
        before = event
    if ledger.last_seq != len(events):
        yield Finding("lost", f"{where}: the ledger's head is {ledger.last_seq}, {len(events)} events are there")


def _hashes(where: str, events: list[Event], ledger: Ledger) -> Iterator[Finding]:
    last = bytes(32)
    for event in events:
        last = hashlib.sha256(last + _sha(envelope(event, ledger.log_id)) + _sha(event.payload)).digest()
        if last != event.hash:
            yield Finding("broken_chain", f"{where}:{event.seq}: its hash is not the one recomputed")
            return
    if events and ledger.last_hash != last:
        yield Finding("broken_chain", f"{where}: the head's hash is not the last event's")


def _lane(where: str, events: list[Event], ledger: Ledger) -> Iterator[Finding]:
    numbers = [event.public_no for event in events if event.public_no is not None]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Finding("reordered", f"{where}: the lane is not 1, 2, 3 … {numbers[:5]}")
    if ledger.last_public_no != len(numbers):
        yield Finding("lost", f"{where}: the lane's head is {ledger.last_public_no}, {len(numbers)} are there")


def _sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def envelope(event: Event, log_id: str) -> str:
    """What the hash covers beside the payload, in the form of `ledger/README.md`."""
    fields = {
        "actor": event.actor,
        "causation_id": event.causation_id,
        "command_id": event.command_id,
        "contract": event.contract,
        "correlation_id": event.correlation_id,
        "log_id": log_id,
        "occurred_at": _moment(event.occurred_at),
        "public_no": event.public_no,
        "public_type": event.public_type,
        "public_version": event.public_version,
        "published": None if event.published is None else hashlib.sha256(event.published.encode()).hexdigest(),
        "recorded_at": _moment(event.recorded_at),
        "schema_version": event.schema_version,
        "seq": event.seq,
        "stream": event.stream,
        "type": event.type,
        "version": event.version,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
