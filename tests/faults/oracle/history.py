"""What a service's database holds, read with SQL of our own. Nothing here, or beside it, imports the product."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import asyncpg

Json = dict[str, Any]

_SELECT = """
select contract_id as contract, seq, stream, version, type, schema_version, payload::text as payload, actor, command_id,
       correlation_id, causation_id, occurred_at, recorded_at, hash, public_no, public_type, public_version,
       published::text as published
  from events
"""
_EVENTS = f"{_SELECT} where contract_id <> $1 order by contract_id, seq"
_ENDS = f"{_SELECT} join ledgers using (contract_id) where public_no = last_public_no"
_LEDGERS = "select contract_id, log_id::text as log_id, last_seq, last_hash, last_public_no from ledgers where contract_id <> $1"
_COMMANDS = "select contract_id, command_id, first_seq, last_seq from commands where contract_id <> $1"
_POSITIONS = "select * from positions where contract_id <> '' and contract_id <> $1"
_PARKED = "select * from parked where decided_at is null and contract_id <> $1"
_RELAYED = "select contract_id, number from relay_positions where contract_id <> $1"
_DUE = "select count(*) from timers where due <= (select moment from clock)"
_TIMERS = "select contract_id, id, kind, due, set_by from timers where contract_id <> $1"
_TABLES = "select tablename from pg_tables where schemaname = 'public' and tablename ~ '_v[0-9]+$' order by 1"


@dataclass(frozen=True, slots=True)
class Event:
    """One row of `events`, its texts byte for byte."""

    contract: str
    seq: int
    stream: str
    version: int
    type: str
    schema_version: int
    payload: str
    actor: str
    command_id: str
    correlation_id: str
    causation_id: str | None
    occurred_at: datetime
    recorded_at: datetime
    hash: bytes
    public_no: int | None
    public_type: str | None
    public_version: int | None
    published: str | None

    @property
    def id(self) -> str:
        return self.stream.partition("/")[2]

    @property
    def data(self) -> Json:
        content: Json = json.loads(self.payload)
        return content

    @property
    def told(self) -> Json:
        content: Json = json.loads(self.published or "null")
        return content


@dataclass(frozen=True, slots=True)
class Ledger:
    """One row of `ledgers`."""

    log_id: str
    last_seq: int
    last_hash: bytes
    last_public_no: int


@dataclass
class Database:
    """Everything of one service that the oracle looks at."""

    service: str
    now: datetime
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    commands: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    views: dict[str, dict[tuple[str, str], Json]] = field(default_factory=dict)
    positions: list[Json] = field(default_factory=list)
    parked: list[Json] = field(default_factory=list)
    timers: dict[tuple[str, str], Json] = field(default_factory=dict)
    relayed: dict[str, int] = field(default_factory=dict)
    ends: dict[str, Event] = field(default_factory=dict)
    due: int = 0

    def position(self, event: Event) -> str:
        return f"{self.service}:{event.contract}:{event.seq}"

    def lane(self, contract: str) -> Iterator[Event]:
        """The public events of a contract, in order of the ledger."""
        return (event for event in self.events.get(contract, ()) if event.public_no is not None)

    def lane_end(self, contract: str) -> Event | None:
        """The last public event of a contract."""
        return self.ends.get(contract) or next((one for one in reversed(self.events.get(contract, ())) if one.public_no), None)


async def read(service: str, url: str, besides: str = "") -> Database:
    """Reads a whole service, but for one contract: a million events that were compared already need not be once more."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            moment = await connection.fetchval("select moment from clock")
            found = Database(service, moment or datetime(2000, 1, 1, tzinfo=UTC))
            await _read(connection, found, besides)
    finally:
        await connection.close()
    return found


async def _read(connection: "asyncpg.Connection[Any]", found: Database, besides: str) -> None:
    await _standing(connection, found, besides)
    async for row in connection.cursor(_EVENTS, besides, prefetch=2000):
        found.events.setdefault(row["contract"], []).append(_event(row))
    for row in await connection.fetch(_COMMANDS, besides):
        found.commands[row["contract_id"], row["command_id"]] = (row["first_seq"], row["last_seq"])
    for row in await connection.fetch(_TIMERS, besides):
        found.timers[row["contract_id"], row["id"]] = dict(row)
    for table in await connection.fetch(_TABLES):
        found.views[table["tablename"]] = await _view(connection, table["tablename"], besides)


async def read_standing(service: str, url: str) -> Database:
    """How far everything is, and of each lane only its last event: cheap enough to ask again and again."""
    connection = await asyncpg.connect(url)
    try:
        found = Database(service, datetime(2000, 1, 1, tzinfo=UTC))
        await _standing(connection, found)
        found.due = await connection.fetchval(_DUE)
        for row in await connection.fetch(_ENDS):
            found.ends[row["contract"]] = _event(row)
    finally:
        await connection.close()
    return found


async def _standing(connection: "asyncpg.Connection[Any]", found: Database, besides: str = "") -> None:
    for row in await connection.fetch(_LEDGERS, besides):
        found.ledgers[row["contract_id"]] = Ledger(row["log_id"], row["last_seq"], row["last_hash"], row["last_public_no"])
    found.positions = [dict(row) for row in await connection.fetch(_POSITIONS, besides)]
    found.parked = [dict(row) for row in await connection.fetch(_PARKED, besides)]
    for row in await connection.fetch(_RELAYED, besides):
        found.relayed[row["contract_id"]] = row["number"]


def _event(row: asyncpg.Record) -> Event:
    """With words that come again and again kept once: a ledger may have a million rows."""
    values: Json = dict(row)
    return Event(**{**values, **{name: sys.intern(values[name]) for name in _AGAIN}})


async def _view(connection: "asyncpg.Connection[Any]", table: str, besides: str) -> dict[tuple[str, str], Json]:
    rows = await connection.fetch(
        f"select *, row::text as row_text from {table} where contract_id <> $1",  # noqa: S608  (names from the catalogue)
        besides,
    )
    found = {}
    for row in rows:
        columns = {name: value for name, value in row.items() if name not in _OWN}
        found[row["contract_id"], row["key"]] = {"row": json.loads(row["row_text"]), "seq": row["seq"], "columns": columns}
    return found


_AGAIN = frozenset({"contract", "stream", "type", "actor", "command_id", "correlation_id"})
_OWN = frozenset({"contract_id", "key", "row", "row_text", "version", "seq"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def same(value: Any) -> Any:
    """A value in the one form in which it is compared: moments in UTC, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(key): same(one) for key, one in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, str):
        return moment(value).isoformat() if _MOMENT.fullmatch(value) else value
    if isinstance(value, Iterable):
        return [same(one) for one in value]
    return value


def moment(text: str) -> datetime:
    """A moment as JSON has it, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
