"""Own views and timers, folded in the transaction of the append: read-your-writes for free."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from asyncpg import Record

from common.ledger.facts import Recorded
from common.ledger.pool import Connection
from common.ledger.reading import Reader
from common.projection.kept import Folded, Kept, Place
from common.projection.projector import Changes, Projector, Rows
from common.projection.statements import Part, execute_all, fetch_all
from common.projection.table import Stored
from common.timers.fold import TimerFold

JOIN_WITHIN = 2000
"""So many events may be folded into a view that joins while the contract's ledger is locked."""

TIMERS_NAME = "timers"
"""The name under which the timers' position stands beside the views'."""


class Overtaken(Exception):
    """A view does not stand where this process left it, though nothing was appended: somebody takes it down by hand."""


class Folding(Protocol):
    """Something that is a fold of own events."""

    async def apply(self, connection: Connection, facts: Sequence[Recorded[Any]]) -> None: ...


class Inline:
    """Keeps every own view and the timers at the head of each ledger.

    A view takes part in a contract once it has joined it: with the contract's first event, when a rebuild has brought
    it to the head, or, in a small contract that older code has made meanwhile, with the next append. A joined view
    that is behind (older code has appended) catches up from the ledger first. Rows of contracts to which nobody else
    appends are read once.
    """

    def __init__(self, projector: Projector, timers: TimerFold, reader: Reader) -> None:
        self._reader = reader
        self._whole = projector
        self._timers = timers
        self._members: dict[str, Folding] = {view.table: projector.only([view]) for view in projector.views}
        self._members[TIMERS_NAME] = timers
        self._kept = Kept()
        self._idle = {view.table: reader.names(projector.types_besides(view)) for view in projector.views}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the positions it keeps: tables of views, and `timers`."""
        return tuple(self._members)

    def idle_types(self, name: str) -> list[str]:
        """The names of the event types that this code knows not to change a view; what it does not know is not among them."""
        return self._idle.get(name, [])

    async def fold(self, connection: Connection, facts: Sequence[Recorded[Any]], *, from_memory: bool) -> Sequence[Folded]:
        """Folds events that were just appended. The contracts' ledgers are locked by this transaction.

        What it returns is for `keep`, after the commit. `from_memory`: may begin with rows that were kept; raises
        `Overtaken` when that is not how the views stand.
        """
        heads: dict[str, int] = {}
        starts: dict[str, int] = {}
        for fact in facts:
            starts.setdefault(fact.contract, fact.seq - 1)
            heads[fact.contract] = fact.seq
        changes = self._whole.changes(facts)
        unsure, before = self._known(starts, changes) if from_memory else (list(heads), defaultdict(dict))
        places = [_positions(unsure)] if unsure else []
        records = await fetch_all(connection, [*places, *self._whole.loads(changes, before)])
        positions = _by_contract(record for record in records if record["name"] == "")
        if not all(starts[contract] == positions[contract].get(name, 0) for contract in unsure for name in self._members):
            positions = await view_positions(connection, list(heads))
            await self._fold_apart(connection, facts, starts, heads, positions)
            return ()
        for table, rows in self._whole.loaded(record for record in records if record["name"] != "").items():
            before[table].update(rows)
        after = self._whole.after(changes, before)
        sure = [contract for contract in heads if contract not in unsure]
        first = advanced([(name, contract, heads[contract]) for contract in unsure for name in self._members])
        moved = _moved([(contract, starts[contract], heads[contract]) for contract in sure], list(self._members))
        count = await execute_all(connection, [*self._whole.writes(after, before), *self._timers.writes(facts), *first, *moved])
        if sure and count != len(sure) * len(self._members):
            raise Overtaken
        return [Folded(contract, starts[contract], head, _rows_of(contract, after)) for contract, head in heads.items()]

    def _known(self, starts: Mapping[str, int], changes: Changes) -> tuple[list[str], dict[str, Rows]]:
        """The contracts whose views may stand elsewhere than at the ledger's head, and the touched rows of the others."""
        kept = {contract: rows for contract, at in starts.items() if (rows := self._kept.at(contract, at)) is not None}
        before: dict[str, Rows] = defaultdict(dict)
        for view, listed in changes.items():
            for _, fact, key in listed:
                row = kept[fact.contract].get((view.table, key)) if fact.contract in kept else None
                if row is not None:
                    before[view.table][fact.contract, key] = row
        return [contract for contract in starts if contract not in kept], before

    def keep(self, folded: Iterable[Folded]) -> None:
        """Remembers what an append made of the views, once it is committed."""
        for one in folded:
            self._kept.keep(one)

    def forget(self) -> None:
        """Drops what is kept in memory."""
        self._kept.forget()

    async def _fold_apart(
        self,
        connection: Connection,
        facts: Sequence[Recorded[Any]],
        starts: Mapping[str, int],
        heads: Mapping[str, int],
        positions: Mapping[str, Mapping[str, int]],
    ) -> None:
        """The same when some view is behind or has not joined: view by view."""
        joined = {
            contract: [name for name in self._members if starts[contract] <= JOIN_WITHIN or name in positions[contract]]
            for contract in heads
        }
        await self._catch_up(connection, starts, joined, positions)
        for name, member in self._members.items():
            mine = [fact for fact in facts if name in joined[fact.contract]]
            if mine:
                await member.apply(connection, mine)
        await advance(connection, [(name, contract, heads[contract]) for contract in heads for name in joined[contract]])

    async def catch_up(self, connection: Connection, contract: str, head: int) -> None:
        """Brings joined views that are behind to the head of one locked ledger."""
        positions = await view_positions(connection, [contract])
        joined = [name for name in self._members if head <= JOIN_WITHIN or name in positions[contract]]
        behind = [name for name in joined if positions[contract].get(name, 0) < head]
        await self._catch_up(connection, {contract: head}, {contract: behind}, positions)
        await advance(connection, [(name, contract, head) for name in behind])

    async def _catch_up(
        self,
        connection: Connection,
        upto: Mapping[str, int],
        joined: Mapping[str, Iterable[str]],
        positions: Mapping[str, Mapping[str, int]],
    ) -> None:
        for contract, names in joined.items():
            for name in names:
                at = positions[contract].get(name, 0)
                if at < upto[contract]:
                    await self.replay(connection, name, contract, at, upto[contract])

    async def apply(self, connection: Connection, name: str, facts: Sequence[Recorded[Any]]) -> None:
        """Folds events into one view (or the timers) without moving its position."""
        await self._members[name].apply(connection, facts)

    async def replay(self, connection: Connection, name: str, contract: str, after: int, upto: int) -> None:
        """The same for a stretch of the ledger, page by page."""
        async for page in self._reader.pages(connection, contract, after=after, upto=upto):
            await self.apply(connection, name, page)


async def view_positions(connection: Connection, contracts: Sequence[str]) -> dict[str, dict[str, int]]:
    """By contract and view: the last number it has folded; a view that has not joined a contract is missing."""
    return _by_contract(await fetch_all(connection, [_positions(contracts)]))


async def advance(connection: Connection, positions: Sequence[tuple[str, str, int]]) -> None:
    """Stores (view, contract, seq) positions in one statement."""
    await execute_all(connection, advanced(positions))


def advanced(positions: Sequence[tuple[str, str, int]]) -> list[Part]:
    """The same as a statement, if there is anything to store."""
    if not positions:
        return []
    return [
        Part(
            "insert into view_positions (view, contract_id, seq) select * from unnest({0}::text[], {1}::text[], {2}::bigint[])"
            " on conflict (contract_id, view) do update set seq = excluded.seq",
            tuple(map(list, zip(*positions, strict=True))),
        )
    ]


def _moved(contracts: Sequence[tuple[str, int, int]], names: Sequence[str]) -> list[Part]:
    """Moves the views of (contract, from, to), if they stand there."""
    if not contracts:
        return []
    return [
        Part(
            "update view_positions set seq = n.head from unnest({0}::text[], {1}::bigint[], {2}::bigint[]) n (id, start, head)"
            " cross join unnest({3}::text[]) v (name) cross join lateral (select p.ctid from view_positions p"
            " where p.contract_id = n.id and p.view = v.name and p.seq = n.start offset 0) t where view_positions.ctid = t.ctid",
            (*map(list, zip(*contracts, strict=True)), list(names)),
        )
    ]


def _rows_of(contract: str, tables: Mapping[str, Rows]) -> dict[Place, Stored[Any] | None]:
    return {(table, key): row for table, rows in tables.items() for (of, key), row in rows.items() if of == contract}


def _positions(contracts: Sequence[str]) -> Part:
    """Selects positions in the columns of a view's rows, under no table's name."""
    return Part(
        "select '' as name, contract_id, view as key, null::json as row, 0::bigint as version, seq"
        " from view_positions where contract_id = any ({0}::text[])",
        (list(contracts),),
    )


def _by_contract(records: Iterable[Record]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for record in records:
        found[record["contract_id"]][record["key"]] = record["seq"]
    return found
