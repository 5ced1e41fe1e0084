"""How far a service has heard: for health, for metrics, for a driver of virtual time, and for whoever waits for it."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

from asyncpg import Record

from common.lane import Position
from common.ledger.pool import Pool, unavailable_when_lost
from common.subscription.desk import Place
from common.waiting import set_within
from common.web.kernel import Lane

Heads = Mapping[str, Mapping[str, Position]]
"""source -> contract -> where its lane ends."""

LOOK_SECONDS = 0.05


class Progress:
    """Reads the positions of every consumer of the service; any replica can answer."""

    def __init__(self, pool: Pool, consumers: Sequence[Place]) -> None:
        self._pool = pool
        self._consumers = tuple(consumers)
        self._waiting: set[asyncio.Event] = set()

    def moved(self) -> None:
        """A position of this process changed: whoever waits looks again."""
        for waiting in self._waiting:
            waiting.set()

    async def lanes(self, heads: Heads, compared: Collection[str] = ()) -> list[Lane]:
        """Every lane of every consumer, those that were not begun included where their head is known.

        Of a `compared` source only those heads are given that somebody has not come to: the other lanes are at theirs.
        """
        rows = {(row["name"], row["source"], row["contract_id"]): row for row in await self._pool.fetch(_LANES)}
        keys = {key for key in rows if key[:2] in self._consumers}
        keys |= {(name, source, contract) for name, source in self._consumers for contract in heads.get(source, {})}
        return [_lane(key, rows.get(key), heads.get(key[1], {}).get(key[2]), compared=key[1] in compared) for key in sorted(keys)]

    async def reached(self, source: str, contract: str, number: int, seconds: float) -> bool:
        """Waits until every consumer of the source has applied this number of the contract's lane.

        False when that takes longer, and at once when a lane of it stands still. Problem `unavailable` while the
        database is away.
        """
        names = [name for name, of in self._consumers if of == source]
        if not names:
            return True
        moved = asyncio.Event()
        self._waiting.add(moved)
        try:
            async with asyncio.timeout(seconds):
                while (there := await self._there(names, source, contract, number)) is None:
                    await set_within(moved, LOOK_SECONDS)
                    moved.clear()
                return there
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(moved)

    async def _there(self, names: Sequence[str], source: str, contract: str, number: int) -> bool | None:
        with unavailable_when_lost():
            rows = await self._pool.fetch(_THERE, names, source, contract)
        if any(row["stopped"] is not None and row["number"] < number for row in rows):
            return False
        return True if sum(row["number"] >= number for row in rows) == len(names) else None


def _lane(key: tuple[str, str, str], row: Record | None, head: Position | None, *, compared: bool) -> Lane:
    number = row["number"] if row else 0
    end = head.number if head else number if compared else None
    return Lane(*key, number, end, row["stopped"], row["reason"]) if row else Lane(*key, number, end)


_LANES = "select name, source, contract_id, number, stopped, reason from positions where contract_id <> ''"
_THERE = "select name, number, stopped from positions where name = any ($1) and source = $2 and contract_id = $3"
