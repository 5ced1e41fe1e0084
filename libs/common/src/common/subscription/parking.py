"""What waits for people: commands of policies that the domain refused, and lanes that stand still."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.errors import CodedError
from common.lane import Told
from common.ledger.pool import Connection, Pool
from common.subscription.failures import Defect
from common.subscription.positions import Positions

LANE = "lane"
"""The `target` and `type` of an entry that stands for a whole stopped lane."""


@dataclass(frozen=True, slots=True)
class Parked:
    """One entry. `code` and `reason` say what was refused, or why the lane stands; `decision` what people said."""

    id: int
    name: str
    source: str
    contract: str
    number: int
    target: str
    type: str
    code: str
    reason: str
    parked_at: datetime
    decided_at: datetime | None
    decision: str | None
    decided_by: str | None
    decided_reason: str | None

    @property
    def is_lane(self) -> bool:
        """Whether a whole lane waits, not one command."""
        return self.target == LANE


class Parking:
    """The table of one service."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def targets(self, positions: Positions, contract: str, after: int) -> set[tuple[int, str]]:
        """(number, target) of every command of the lane that was ever parked after a number: nobody gives it again unasked."""
        rows = await self._pool.fetch(_TARGETS, positions.name, positions.source, contract, after)
        return {(row["number"], row["target"]) for row in rows}

    async def park(self, positions: Positions, told: Told, target: str, type_: str, refusal: CodedError) -> None:
        """Keeps a refused command, with its reason, until people decide."""
        key = (positions.name, positions.source, told.contract, told.number, target)
        await self._pool.execute(_PARK, *key, type_, refusal.code, str(refusal))

    async def stop(self, positions: Positions, contract: str, defect: Defect) -> None:
        """Stops a lane in one transaction with its entry here."""
        async with positions.locked(contract) as (connection, _):
            await positions.mark(connection, contract, defect.code, defect.reason)
            key = (positions.name, positions.source, contract, defect.number, LANE)
            await connection.execute(_PARK, *key, LANE, defect.code, defect.reason)

    async def find(self, id_: int) -> Parked | None:
        """One entry, decided or not."""
        row = await self._pool.fetchrow(f"{_SELECT} where id = $1", id_)
        return None if row is None else _parked(row)

    async def waiting(self, contract: str | None = None, after: int = 0, limit: int = 100) -> list[Parked]:
        """Entries that nobody has decided yet, the oldest first."""
        rows = await self._pool.fetch(_WAITING, contract, after, limit)
        return [_parked(row) for row in rows]

    async def count(self) -> int:
        """How many entries nobody has decided yet."""
        return int(await self._pool.fetchval("select count(*) from parked where decided_at is null"))

    async def decided(self, id_: int, decision: str, by: str, reason: str | None, connection: Connection | None = None) -> None:
        """Writes down what people decided."""
        await (connection or self._pool).execute(_DECIDE, id_, decision, by, reason)

    async def refused_again(self, id_: int, refusal: CodedError) -> None:
        """The command was tried again and refused for this reason; it keeps waiting."""
        await self._pool.execute("update parked set code = $2, reason = $3 where id = $1", id_, refusal.code, str(refusal))


_COLUMNS = (
    "id, name, source, contract_id, number, target, type, code, reason, parked_at, decided_at, decision, decided_by,"
    " decided_reason"
)
_SELECT = f"select {_COLUMNS} from parked"  # noqa: S608  (names are ours)
_TARGETS = "select number, target from parked where name = $1 and source = $2 and contract_id = $3 and number > $4"
_WAITING = f"{_SELECT} where decided_at is null and ($1::text is null or contract_id = $1) and id > $2 order by id limit $3"
_PARK = """
insert into parked (name, source, contract_id, number, target, type, code, reason, parked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())
on conflict (name, source, contract_id, number, target) do update
   set code = excluded.code, reason = excluded.reason, parked_at = excluded.parked_at,
       decided_at = null, decision = null, decided_by = null, decided_reason = null
"""
_DECIDE = """
update parked set decided_at = clock_timestamp(), decision = $2, decided_by = $3, decided_reason = $4 where id = $1
"""


def _parked(row: Any) -> Parked:
    return Parked(*row)
