"""The lanes of the own service, read from its database: what the relay publishes and what others ask for.

Only public events are told, and only their published form; this is the same reading for both, so a message and a line
of the feed cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from asyncpg import Record

from common.lane import START, Position, Told
from common.ledger.pool import Connection, Pool
from common.ledger.reading import lane

LIMIT = 500
BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """Events after a number of a lane, where the lane ends, and the hash that it has at that number.

    `at_hash` is `None` when the lane does not reach that far.
    """

    told: tuple[Told, ...]
    head: Position
    at_hash: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the lane of one contract ends."""

    contract: str
    at: Position


class Feed:
    """Reads the service's own lanes."""

    def __init__(self, service: str, pool: Pool) -> None:
        self.service = service
        self._pool = pool

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        """At most `limit` events after a number, at least one if there is one, about 4 MiB together at most."""
        async with self._pool.acquire() as connection:
            # The head first: a lane that shows nothing new afterwards had nothing new when its head was read.
            head = _position(await connection.fetchrow(_HEAD, contract))
            told = await lane(cast("Connection", connection), self.service, contract, after=after, limit=min(limit, LIMIT))
        return Page(_bounded(told), head, _hash_at(after, told, head))

    async def heads(self, after: str = "", limit: int = 1000) -> Sequence[Head]:
        """The ends of all lanes that have an event, in the order of their contract ids, after one of them."""
        rows = await self._pool.fetch(_HEADS, after, limit)
        return [Head(row["contract_id"], _position(row)) for row in rows]

    async def head(self, contract: str) -> Position:
        """Where one lane ends."""
        return _position(await self._pool.fetchrow(_HEAD, contract))


def _position(row: Record | None) -> Position:
    return START if row is None or not row["number"] else Position(str(row["log_id"]), row["number"], row["hash"].hex())


def _hash_at(after: int, told: Sequence[Told], head: Position) -> str | None:
    if told:
        return told[0].previous_hash
    return head.hash if head.number == after else None


def _bounded(told: Sequence[Told]) -> tuple[Told, ...]:
    size = 0
    for number, one in enumerate(told):
        size += len(one.body or b"")
        if number and size > BYTES:
            return tuple(told[:number])
    return tuple(told)


_HEAD = """
select l.log_id, l.last_public_no as number, coalesce(e.hash, ''::bytea) as hash
  from ledgers l left join events e on e.contract_id = l.contract_id and e.public_no = l.last_public_no
 where l.contract_id = $1
"""
_HEADS = """
select l.contract_id, l.log_id, l.last_public_no as number, e.hash
  from ledgers l join events e on e.contract_id = l.contract_id and e.public_no = l.last_public_no
 where l.contract_id > $1 order by l.contract_id limit $2
"""
