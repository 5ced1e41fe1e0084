"""Filling a new view from the ledgers, beside the live writes, and joining contract by contract."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from asyncpg import Record

from common.ledger.pool import Connection, Pool, acquired
from common.ledger.reading import Reader
from common.projection.inline import JOIN_WITHIN, Inline, advance, view_positions

PAGE = 2000
"""Events a transaction. No more than the collector lets pass as young (`common.garbage`): it would look through each page."""

_STANDING = """
select last_seq as head, exists (select from view_positions p where p.contract_id = l.contract_id and p.view = $2) as joined
  from ledgers l where contract_id = $1
"""

_TAKE = """
insert into view_positions as p (view, contract_id, seq) values ($1, $2, 0)
    on conflict (contract_id, view) do update set seq = p.seq returning seq
"""
_JOINED = "select exists (select from view_positions where contract_id = $1 and view = $2)"

Say = Callable[[str], None]


class _Joined(Exception):
    """Another rebuild of the same view has joined it meanwhile."""


@dataclass(frozen=True, slots=True)
class _Page:
    """Rows of events to fold, after one number up to another."""

    rows: list[Record]
    after: int
    upto: int


class Rebuild:
    """Brings views that have not joined a contract to its head. Stops anywhere and goes on where it was."""

    def __init__(self, pool: Pool, inline: Inline, reader: Reader, *, page: int = PAGE, join_within: int = JOIN_WITHIN) -> None:
        self._pool = pool
        self._inline = inline
        self._reader = reader
        self._page = page
        self._join_within = join_within
        self._joined = 0

    async def run(self, names: Sequence[str] = (), say: Say = lambda _line: None) -> int:
        """Rebuilds until every contract has joined, those included that are created meanwhile.

        Returns how many did, those of earlier runs of this object included that an error ended.
        """
        wanted = list(names) or list(self._inline.names)
        unknown = set(wanted) - set(self._inline.names)
        if unknown:
            raise ValueError(f"no view {', '.join(sorted(unknown))}; there are {', '.join(self._inline.names)}")
        while waiting := await unjoined(self._pool, wanted):
            for name, contract in waiting:
                events = await self.join(name, contract)
                self._joined += 1
                say(f"{name}: {contract} joined after {events} events")
        return self._joined

    async def join(self, name: str, contract: str) -> int:
        """Fills one view with one contract and joins it at the ledger's head; returns the head."""
        page = await self._read(name, contract)
        while page is not None:
            # The database reads the next page while this one is folded.
            next_page = asyncio.create_task(self._read(name, contract, page.upto))
            try:
                alone = await self._fold(name, contract, page)
            finally:
                page = await next_page
            if not alone:
                page = await self._read(name, contract)
        async with acquired(self._pool) as connection, connection.transaction():
            return await self._join(connection, name, contract)

    async def _read(self, name: str, contract: str, after: int | None = None) -> "_Page | None":
        """The page after a number, or after the place the view has come to, without events that leave the view alone.

        `None` when little enough is left to join.
        """
        async with acquired(self._pool) as connection:
            if after is None:
                after = (await view_positions(connection, [contract]))[contract].get(_filling(name), 0)
            # Above `JOIN_WITHIN` nobody but a rebuild joins the view any more.
            standing = await connection.fetchrow(_STANDING, contract, name)
            if standing is None or standing["joined"] or standing["head"] - after <= self._join_within:
                return None
            upto = min(after + self._page, standing["head"])
            idle = self._inline.idle_types(name)
            return _Page(await self._reader.bulk(connection, contract, after, upto, idle), after, upto)

    async def _fold(self, name: str, contract: str, page: "_Page") -> bool:
        """Folds a page, with its place kept in the same transaction; false when another rebuild has been here meanwhile."""
        async with acquired(self._pool) as connection:
            try:
                async with connection.transaction():
                    if await _take(connection, name, contract) != page.after:
                        return False
                    await self._inline.apply(connection, name, self._reader.facts_of_bulk(page.rows))
                    await advance(connection, [(_filling(name), contract, page.upto)])
            except _Joined:
                return False
        return True

    async def _join(self, connection: Connection, name: str, contract: str) -> int:
        head: int = await connection.fetchval("select last_seq from lock_ledger($1)", contract)
        if await connection.fetchval(_JOINED, contract, name):
            return head
        await self._inline.replay(connection, name, contract, await _take(connection, name, contract), head)
        await advance(connection, [(name, contract, head)])
        await connection.execute("delete from view_positions where contract_id = $1 and view = $2", contract, _filling(name))
        return head


async def unjoined(source: Pool | Connection, names: Sequence[str], limit: int = 1000, above: int = 0) -> list[tuple[str, str]]:
    """(view, contract) that have not joined, of contracts with more than `above` events.

    Above `JOIN_WITHIN` only a rebuild joins them; smaller ones join with their next append.
    """
    rows = await source.fetch(
        "select v.name, l.contract_id from ledgers l cross join unnest($1::text[]) v (name)"
        " where not exists (select from view_positions p where p.contract_id = l.contract_id and p.view = v.name)"
        " and l.last_seq > $3 order by v.name, l.contract_id limit $2",
        names,
        limit,
        above,
    )
    return [(row["name"], row["contract_id"]) for row in rows]


def _filling(name: str) -> str:
    """Where the place of a view is kept that has not joined yet; inline folding does not look there."""
    return f"{name} filling"


async def _take(connection: Connection, name: str, contract: str) -> int:
    """The place that a filled view has come to, kept from other rebuilds until this transaction ends."""
    place: int = await connection.fetchval(_TAKE, _filling(name), contract)
    # Asked afterwards: whoever held the place until now may have joined the view.
    if await connection.fetchval(_JOINED, contract, name):
        raise _Joined
    return place
