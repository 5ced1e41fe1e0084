"""Own views and timers, folded in the transaction of the append: read-your-writes for free."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from asyncpg import Record

from common.ledger.facts import Recorded
from common.ledger.pool import Connection
from common.ledger.reading import Reader
from common.projection.projector import Projector
from common.projection.statements import Part, execute_all, fetch_all
from common.timers.fold import TimerFold

JOIN_WITHIN = 2000
"""So many events may be folded into a view that joins while the contract's ledger is locked."""

TIMERS_NAME = "timers"
"""The name under which the timers' position stands beside the views'."""


class Folding(Protocol):
    """Something that is a fold of own events."""

    async def apply(self, connection: Connection, facts: Sequence[Recorded[Any]]) -> None: ...


class Inline:
    """Keeps every own view and the timers at the head of each ledger.

    A view takes part in a contract once it has joined it: with the contract's first event, when a rebuild has brought
    it to the head, or, in a small contract that older code has made meanwhile, with the next append. A joined view
    that is behind (older code has appended) catches up from the ledger first.
    """

    def __init__(self, projector: Projector, timers: TimerFold, reader: Reader) -> None:
        self._reader = reader
        self._whole = projector
        self._timers = timers
        self._members: dict[str, Folding] = {view.table: projector.only([view]) for view in projector.views}
        self._members[TIMERS_NAME] = timers
        self._idle = {view.table: reader.names(projector.types_besides(view)) for view in projector.views}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the positions it keeps: tables of views, and `timers`."""
        return tuple(self._members)

    def idle_types(self, name: str) -> list[str]:
        """The names of the event types that this code knows not to change a view; what it does not know is not among them."""
        return self._idle.get(name, [])

    async def fold(self, connection: Connection, facts: Sequence[Recorded[Any]]) -> None:
        """Folds events that were just appended. The contracts' ledgers are locked by this transaction."""
        heads: dict[str, int] = {}
        starts: dict[str, int] = {}
        for fact in facts:
            starts.setdefault(fact.contract, fact.seq - 1)
            heads[fact.contract] = fact.seq
        changes = self._whole.changes(facts)
        records = await fetch_all(connection, [_positions(list(heads)), *self._whole.loads(changes)])
        positions = _by_contract(record for record in records if record["name"] == "")
        if all(starts[contract] == positions[contract].get(name, 0) for contract in heads for name in self._members):
            before = self._whole.loaded(record for record in records if record["name"] != "")
            moved = advanced([(name, contract, head) for contract, head in heads.items() for name in self._members])
            parts = [*self._whole.writes(changes, before), *self._timers.writes(facts), *moved]
            await execute_all(connection, parts)
        else:
            await self._fold_apart(connection, facts, starts, heads, positions)

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
