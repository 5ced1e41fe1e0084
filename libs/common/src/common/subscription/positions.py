"""How far a consumer has come: one row per (name, source, contract), and why a lane of it stands still."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from common.lane import GENESIS, START, Position
from common.ledger.pool import Connection, Pool

PAGE = 1000


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

    async def all(self) -> dict[str, Standing]:
        """Every lane the consumer has begun."""
        found: dict[str, Standing] = {}
        after = ""
        while rows := await self._pool.fetch(_SOME, self.name, self.source, after, PAGE):
            found.update((row["contract_id"], _standing(row)) for row in rows)
            after = rows[-1]["contract_id"]
        return found

    @asynccontextmanager
    async def locked(self, contract: str) -> AsyncIterator[tuple[Connection, Standing]]:
        """A transaction that holds the row of one lane, and the row as it is."""
        key = (self.name, self.source, contract)
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(f"{_ONE} for update", *key)
            if row is None:
                await connection.execute(_INSERT, *key, GENESIS)
                row = await connection.fetchrow(f"{_ONE} for update", *key)
            yield cast("Connection", connection), _standing(row)

    async def write(self, connection: Connection, contract: str, to: Position) -> None:
        """Sets the place of a row that the connection has locked."""
        await connection.execute(_MOVE, self.name, self.source, contract, to.number, to.hash, to.log_id)

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
_SOME = (
    f"select {_COLUMNS} from positions where name = $1 and source = $2 and contract_id > $3"  # noqa: S608  (names are ours)
    " order by contract_id limit $4"
)
_INSERT = "insert into positions (name, source, contract_id, hash) values ($1, $2, $3, $4) on conflict do nothing"
_MOVE = "update positions set number = $4, hash = $5, log_id = $6 where name = $1 and source = $2 and contract_id = $3"
_MARK = "update positions set stopped = $4, reason = $5 where name = $1 and source = $2 and contract_id = $3"


def _standing(row: Any) -> Standing:
    at = Position(row["log_id"], row["number"], row["hash"])
    return Standing(row["contract_id"], at, row["stopped"], row["reason"])
