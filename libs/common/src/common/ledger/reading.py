"""Reading a ledger: own events decoded, and the lane as bytes."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

from asyncpg import Record

from common.lane import GENESIS, Told
from common.ledger.codec import Codec
from common.ledger.facts import Recorded
from common.ledger.pool import Connection

PAGE = 1000

# In the order of `Recorded`, with the payload in place of the event and its version at the end.
SELECT = (
    "select contract_id, seq, stream, version, type, payload, actor, command_id, correlation_id, causation_id,"
    " occurred_at, recorded_at, schema_version from events"
)


class Reader:
    """Decodes one service's events. Every method runs one bounded query on the connection it is given."""

    def __init__(self, service: str, codec: Codec) -> None:
        self._service = service
        self._codec = codec

    def names(self, classes: Iterable[type]) -> list[str]:
        """The names that event types are stored under."""
        return [self._codec.name_of(cls) for cls in classes]

    async def events(  # a query with its bounds
        self,
        connection: Connection,
        contract: str,
        *,
        after: int = 0,
        upto: int | None = None,
        limit: int = PAGE,
        types: Sequence[str] | None = None,
        besides: Sequence[str] | None = None,
    ) -> list[Recorded[Any]]:
        """The contract's events with `after` < seq <= `upto`, at most `limit`; of some types only, or of all but some."""
        rows = await self.rows(connection, contract, after=after, upto=upto, limit=limit, types=types, besides=besides)
        return self.facts(rows)

    async def rows(  # a query with its bounds
        self,
        connection: Connection,
        contract: str,
        *,
        after: int = 0,
        upto: int | None = None,
        limit: int = PAGE,
        types: Sequence[str] | None = None,
        besides: Sequence[str] | None = None,
    ) -> list[Record]:
        """The same, not decoded yet: for `facts`."""
        return await connection.fetch(
            SELECT + " where contract_id = $1 and seq > $2 and seq <= coalesce($3, 9223372036854775807)"
            " and ($4::text[] is null or type = any ($4)) and ($6::text[] is null or type <> all ($6)) order by seq limit $5",
            contract,
            after,
            upto,
            types,
            limit,
            besides,
        )

    async def pages(
        self,
        connection: Connection,
        contract: str,
        *,
        after: int = 0,
        upto: int | None = None,
        types: Sequence[str] | None = None,
    ) -> AsyncIterator[list[Recorded[Any]]]:
        """The same without a limit, page by page."""
        while page := await self.events(connection, contract, after=after, upto=upto, types=types):
            yield page
            after = page[-1].seq

    async def stream(self, connection: Connection, contract: str, stream: str, *, after: int = 0) -> list[Recorded[Any]]:
        """One stream's events with a version above `after`."""
        rows = await connection.fetch(
            SELECT + " where contract_id = $1 and stream = $2 and version > $3 order by version",
            contract,
            stream,
            after,
        )
        return self.facts(rows)

    async def tail(self, connection: Connection, contract: str, stream: str, *, after: int = 0) -> list[Any]:
        """The same without their envelopes: what a state is folded from. Versions have no gaps."""
        rows = await connection.fetch(
            "select type, schema_version, payload from events where contract_id = $1 and stream = $2 and version > $3"
            " order by version",
            contract,
            stream,
            after,
        )
        decode = self._codec.decode
        return [decode(*row) for row in rows]

    def facts(self, rows: Iterable[Record]) -> list[Recorded[Any]]:
        """Rows of `events`, decoded."""
        service, decode = self._service, self._codec.decode
        return [
            Recorded(
                service, contract, seq, stream, version, type_, decode(type_, schema_version, payload),
                actor, command, correlation, causation, occurred_at, recorded_at,
            )
            for contract, seq, stream, version, type_, payload, actor, command, correlation, causation,
                occurred_at, recorded_at, schema_version in rows
        ]  # fmt: skip


async def stream_version(connection: Connection, contract: str, stream: str) -> int:
    """How many events the stream has."""
    version = await connection.fetchval(
        "select version from events where contract_id = $1 and stream = $2 order by version desc limit 1", contract, stream
    )
    return int(version or 0)


async def seq_known_at(connection: Connection, contract: str, moment: datetime) -> int:
    """The last number recorded by `moment`: what was known then is the ledger up to it."""
    return int(await connection.fetchval("select seq_known_at($1, $2)", contract, moment))


async def lane(connection: Connection, service: str, contract: str, *, after: int, limit: int) -> list[Told]:
    """The published events with a number above `after`, in order, as they were decided at append."""
    rows = await connection.fetch(
        "select e.*, l.log_id from (select public_no, seq, stream, public_type, public_version, occurred_at, recorded_at,"
        " hash, correlation_id, causation_id, published from events"
        " where contract_id = $1 and public_no >= $2 order by public_no limit $3) e, ledgers l where l.contract_id = $1"
        " order by public_no",
        contract,
        after,
        limit + 1,
    )
    told: list[Told] = []
    previous = GENESIS
    for row in rows:
        current = row["hash"].hex()
        if row["public_no"] > after:
            told.append(_told(service, contract, row, previous))
        previous = current
    return told[:limit]


def _told(service: str, contract: str, row: Record, previous: str) -> Told:
    return Told(
        source=service,
        log_id=str(row["log_id"]),
        contract=contract,
        number=row["public_no"],
        seq=row["seq"],
        stream=row["stream"],
        type=row["public_type"],
        version=row["public_version"],
        occurred_at=row["occurred_at"],
        recorded_at=row["recorded_at"],
        previous_hash=previous,
        hash=row["hash"].hex(),
        correlation_id=row["correlation_id"],
        causation_id=row["causation_id"],
        body=row["published"].encode(),
    )
