"""Reading a ledger: own events, decoded."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from asyncpg import Record

from common.ledger.codec import Codec
from common.ledger.facts import Recorded
from common.ledger.pool import Connection

PAGE = 1000

# In the order of `Recorded`, with the payload in place of the event and its version at the end.
SELECT = (
    "select contract_id, seq, stream, version, type, payload, actor, command_id, correlation_id, causation_id,"
    " occurred_at, recorded_at, schema_version from events"
)

_IN_BULK = SELECT.replace("occurred_at, recorded_at", "timestamptz_send(occurred_at), timestamptz_send(recorded_at)")
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class _InBulk(Recorded[Any]):
    """An event whose times are made when they are asked for: the driver needs as long for two of them as for all else.

    Its tuple holds PostgreSQL's eight bytes in their place, so it is compared and unpacked by nobody.
    """

    __slots__ = ()

    @property
    def occurred_at(self) -> datetime:
        return _moment(self[11])

    @property
    def recorded_at(self) -> datetime:
        return _moment(self[12])


def _moment(raw: Any) -> datetime:
    return _FIRST_MOMENT + timedelta(microseconds=int.from_bytes(raw, signed=True))


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
    ) -> list[Recorded[Any]]:
        """The contract's events with `after` < seq <= `upto`, at most `limit`; of some types only."""
        rows = await connection.fetch(
            SELECT + " where contract_id = $1 and seq > $2 and seq <= coalesce($3, 9223372036854775807)"
            " and ($4::text[] is null or type = any ($4)) order by seq limit $5",
            contract,
            after,
            upto,
            types,
            limit,
        )
        return self.facts(rows)

    async def bulk(self, connection: Connection, contract: str, after: int, upto: int, besides: Sequence[str]) -> list[Record]:
        """The events with `after` < seq <= `upto` of all but some types, not decoded yet: for `facts_of_bulk`."""
        return await connection.fetch(
            _IN_BULK + " where contract_id = $1 and seq > $2 and seq <= $3 and type <> all ($4) order by seq",
            contract,
            after,
            upto,
            besides,
        )

    def facts_of_bulk(self, rows: Iterable[Record]) -> list[Recorded[Any]]:
        """Rows of `bulk`, decoded."""
        service, decode, make = self._service, self._codec.decode, tuple.__new__
        return [
            make(_InBulk, (
                service, contract, seq, stream, version, type_, decode(type_, schema_version, payload),
                actor, command, correlation, causation, occurred_at, recorded_at,
            ))
            for contract, seq, stream, version, type_, payload, actor, command, correlation, causation,
                occurred_at, recorded_at, schema_version in rows
        ]  # fmt: skip

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
