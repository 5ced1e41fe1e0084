"""How far a consumer has come: one row per (name, source, contract), and why a lane of it stands still."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from common.lane import GENESIS, START, Position
from common.ledger.pool import Connection, Pool


@dataclass(frozen=True, slots=True)
class Standing:
    """A consumer's place in one lane. `stopped` is a code (`fork`, `failed`), `reason` a sentence; people decide."""

    contract: str
    at: Position = START
    stopped: str | None = None
    reason: str | None = None


class Positions:
    """The rows of one consumer and one source."""

    def __init__(self, pool: Pool, name: str, source: str) -> None:
        self._pool = pool
        self.name = name
        self.source = source

    async def read(self, contract: str) -> Standing:
        """The consumer's place in one lane."""
        row = await self._pool.fetchrow(_ONE, self.name, self.source, contract)
        return Standing(contract) if row is None else _standing(row)

    async def several(self, contracts: Collection[str]) -> dict[str, Standing]:
        """The consumer's places in some lanes, begun or not."""
        rows = await self._pool.fetch(_SEVERAL, self.name, self.source, list(contracts))
        return {contract: Standing(contract) for contract in contracts} | {row["contract_id"]: _standing(row) for row in rows}

    async def within(self, buckets: Sequence[str] | None) -> dict[str, Standing]:
        """The consumer's places in the begun lanes of some buckets (see `Feed.digests`), or of all."""
        rows = await self._pool.fetch(_WITHIN, self.name, self.source, buckets)
        return {row["contract_id"]: _standing(row) for row in rows}

    async def digests(self) -> dict[str, str]:
        """Bucket -> digest over the places, made as the source makes its own over its heads."""
        async with self._pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute("set local enable_seqscan = on")
            rows = await connection.fetch(_DIGESTS, self.name, self.source)
        return {row["bucket"]: f"{row['digest'] & _UNSIGNED:016x}" for row in rows}

    @asynccontextmanager
    async def locked(self, contract: str) -> AsyncIterator[tuple[Connection, Standing]]:
        """A transaction that holds the row of one lane, and the row as it is."""
        async with self.all_locked([contract]) as (connection, standings):
            yield connection, standings[contract]

    @asynccontextmanager
    async def all_locked(self, contracts: Collection[str]) -> AsyncIterator[tuple[Connection, dict[str, Standing]]]:
        """The same for several lanes; always taken in the same order, so that two replicas wait in turn."""
        ordered = sorted(contracts)
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(_LOCK, self.name, self.source, ordered)
            if len(rows) < len(ordered):
                await connection.execute(_INSERT, self.name, self.source, GENESIS, ordered)
                rows = await connection.fetch(_LOCK, self.name, self.source, ordered)
            yield cast("Connection", connection), {row["contract_id"]: _standing(row) for row in rows}

    async def write(self, connection: Connection, to: Mapping[str, Position]) -> None:
        """Sets the places of rows that the connection has locked: contract -> place."""
        log_ids, numbers, hashes = zip(*to.values(), strict=True)
        await connection.execute(_MOVE, self.name, self.source, list(to), numbers, hashes, log_ids)

    async def mark(self, connection: Connection, contract: str, stopped: str | None, reason: str | None) -> None:
        """Stops a lane whose row the connection has locked, or, with `None`, lets it go on."""
        await connection.execute(_MARK, self.name, self.source, contract, stopped, reason)

    async def clear(self, connection: Connection) -> None:
        """Forgets every lane: all are taken up again from their first event."""
        await connection.execute(
            "delete from positions where name = $1 and source = $2 and contract_id <> ''", self.name, self.source
        )


_COLUMNS = "contract_id, number, hash, log_id, stopped, reason"
_ONE = f"select {_COLUMNS} from positions where name = $1 and source = $2 and contract_id = $3"  # noqa: S608  (names are ours)
_SEVERAL = f"select {_COLUMNS} from positions where name = $1 and source = $2 and contract_id = any ($3)"  # noqa: S608  (names are ours)
_LOCK = f"{_SEVERAL} order by contract_id for update"
_WITHIN = (
    f"select {_COLUMNS} from positions"  # noqa: S608  (names are ours)
    " where name = $1 and source = $2 and contract_id <> '' and number > 0"
    " and ($3::text[] is null or left(log_id, 3) = any ($3))"
)
_DIGESTS = """
select left(log_id, 3) as bucket, bit_xor(('x' || left(hash, 16))::bit(64)::bigint) as digest
  from positions where name = $1 and source = $2 and contract_id <> '' and number > 0 group by 1
"""
_UNSIGNED = 2**64 - 1
_INSERT = """
insert into positions (name, source, contract_id, hash) select $1, $2, id, $3 from unnest($4::text[]) id order by id
on conflict do nothing
"""
_MOVE = """
update positions p set number = w.number, hash = w.hash, log_id = w.log_id
  from unnest($3::text[], $4::bigint[], $5::text[], $6::text[]) w (contract_id, number, hash, log_id)
 where p.name = $1 and p.source = $2 and p.contract_id = w.contract_id
"""
_MARK = "update positions set stopped = $4, reason = $5 where name = $1 and source = $2 and contract_id = $3"


def _standing(row: Any) -> Standing:
    at = Position(row["log_id"], row["number"], row["hash"])
    return Standing(row["contract_id"], at, row["stopped"], row["reason"])
