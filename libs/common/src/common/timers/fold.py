"""Due rows are a fold of own events, as views are: set and cleared by `TIMERS`, cleared by the event of their firing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from asyncpg import Record

from common.ledger.facts import Recorded
from common.ledger.pool import Connection
from common.projection.statements import Part, execute_all
from common.service import Timers
from common.timers import Due, SetTimer

PREFIX = "timer:"
BATCH = 200


@dataclass(frozen=True, slots=True)
class DueRow:
    """A set timer. `set_by` is the number of the event that set it: a moved timer is another one."""

    contract: str
    id: str
    kind: str
    due: datetime
    about: dict[str, str]
    set_by: int

    @property
    def command_id(self) -> str:
        """The id of its firing, derived, so that firing twice is one command."""
        return f"{PREFIX}{self.id}:{self.set_by}"

    def at(self, now: datetime) -> Due:
        """What `FIRES` is told."""
        return Due(self.contract, self.id, self.kind, self.due, self.about, now)


def fired(command_id: str) -> tuple[str, int] | None:
    """The timer, and the event that set it, whose firing this command is."""
    if not command_id.startswith(PREFIX):
        return None
    id_, _, set_by = command_id.removeprefix(PREFIX).rpartition(":")
    return (id_, int(set_by)) if id_ and set_by.isdigit() else None


class TimerFold:
    """Folds own events into due rows."""

    def __init__(self, timers: Timers) -> None:
        self._timers = timers

    async def apply(self, connection: Connection, facts: Sequence[Recorded[Any]]) -> None:
        """Sets and clears what the facts say."""
        await execute_all(connection, self.writes(facts))

    def writes(self, facts: Sequence[Recorded[Any]]) -> list[Part]:
        """The same as statements; no timer is in both."""
        sets: dict[tuple[str, str], DueRow] = {}
        clears: dict[tuple[str, str], int | None] = {}
        for fact in facts:
            self._fold(fact, sets, clears)
        cleared = {place: set_by for place, set_by in clears.items() if place not in sets}
        return [*([_clear(cleared)] if cleared else []), *([_set(list(sets.values()))] if sets else [])]

    def _fold(self, fact: Recorded[Any], sets: dict[tuple[str, str], DueRow], clears: dict[tuple[str, str], int | None]) -> None:
        if firing := fired(fact.command_id):
            place = (fact.contract, firing[0])
            if place in sets and sets[place].set_by == firing[1]:
                del sets[place]
            clears.setdefault(place, firing[1])
        fold = self._timers.get(type(fact.event))
        for step in fold(fact) if fold else ():
            place = (fact.contract, step.id)
            if isinstance(step, SetTimer):
                sets[place] = DueRow(fact.contract, step.id, step.kind, step.due, dict(step.about), fact.seq)
            else:
                sets.pop(place, None)
                clears[place] = None


def _clear(clears: dict[tuple[str, str], int | None]) -> Part:
    return Part(
        "delete from timers where ctid = any (array("
        "select t.ctid from unnest({0}::text[], {1}::text[], {2}::bigint[]) n (contract, id, set_by) cross join lateral"
        " (select ctid, set_by from timers where contract_id = n.contract and timers.id = n.id offset 0) t"
        " where n.set_by is null or t.set_by = n.set_by))",
        ([contract for contract, _ in clears], [id_ for _, id_ in clears], list(clears.values())),
    )


def _set(rows: Sequence[DueRow]) -> Part:
    values = (
        [row.contract for row in rows],
        [row.id for row in rows],
        [row.kind for row in rows],
        [row.due for row in rows],
        [orjson.dumps(row.about).decode() for row in rows],
        [row.set_by for row in rows],
    )
    return Part(
        "insert into timers (contract_id, id, kind, due, about, set_by)"
        " select * from unnest({0}::text[], {1}::text[], {2}::text[], {3}::timestamptz[], {4}::json[], {5}::bigint[])"
        " on conflict (contract_id, id) do update"
        " set kind = excluded.kind, due = excluded.due, about = excluded.about, set_by = excluded.set_by",
        values,
    )


async def due_rows(connection: Connection, now: datetime, contract: str | None = None) -> list[DueRow]:
    """The timers whose moment has come, the earliest first, at most `BATCH`."""
    rows = await connection.fetch(
        "select contract_id, id, kind, due, about, set_by from timers where due <= $1 and ($2::text is null or contract_id = $2)"
        " order by due, contract_id, id limit $3",
        now,
        contract,
        BATCH,
    )
    return [_due_row(row) for row in rows]


async def set_timer(connection: Connection, contract: str, id_: str) -> DueRow | None:
    """One timer, if it is set."""
    row = await connection.fetchrow(
        "select contract_id, id, kind, due, about, set_by from timers where contract_id = $1 and id = $2", contract, id_
    )
    return _due_row(row) if row else None


async def next_due(connection: Connection) -> datetime | None:
    """The earliest moment any timer of the service waits for: where a virtual clock may step to."""
    moment: datetime | None = await connection.fetchval("select min(due) from timers")
    return moment


def _due_row(row: Record) -> DueRow:
    return DueRow(row["contract_id"], row["id"], row["kind"], row["due"], orjson.loads(row["about"]), row["set_by"])
