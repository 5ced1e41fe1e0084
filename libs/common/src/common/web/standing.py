"""Where a service stands: what health shows, metrics count and a clock's driver waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from common.ledger.pool import Connection
from common.terms import Terms
from common.timers.fold import next_due
from common.web.kernel import Kernel, Lane

MOST_CONTRACTS = 200

_COUNTS = """
select (select count(*) from parked where decided_at is null) as parked,
       (select count(*) from timers where due <= $1) as timers_due
"""
_WITH_TERMS = """
select l.contract_id from ledgers l
 where exists (select from events e where e.contract_id = l.contract_id and e.stream = 'terms/contract' and e.version = 1)
 order by l.contract_id limit $1
"""


@dataclass(frozen=True)
class Standing:
    """One look at a service. `relay_lag` counts public events that the message bus has not acknowledged."""

    now: datetime
    next_due: datetime | None
    parked: int
    timers_due: int
    relay_lag: int
    lanes: Sequence[Lane]

    @property
    def stopped(self) -> Sequence[Lane]:
        """Lanes that wait for people."""
        return [lane for lane in self.lanes if lane.stopped]


@dataclass(frozen=True)
class ContractStanding:
    """What people should know about a contract's terms.

    `provisional_years` touch the term without an official calendar; `recorded_only` are the readings that are kept
    but not computed with.
    """

    contract: str
    sample: bool
    provisional_years: tuple[int, ...]
    recorded_only: tuple[str, ...]


async def standing(kernel: Kernel) -> Standing:
    """Looks now; where other services' lanes end is known from the last look at them."""
    now = await kernel.clock.now()
    async with kernel.ledger.connection() as connection:
        counts = await connection.fetchrow(_COUNTS, now)
        due = await next_due(connection)
    row = cast("dict[str, Any]", counts)
    relay_lag = await kernel.background.relay_lag()
    return Standing(now, due, row["parked"], row["timers_due"], relay_lag, await kernel.background.lanes())


async def contracts(kernel: Kernel) -> Sequence[ContractStanding]:
    """The contracts whose terms are in force here, at most `MOST_CONTRACTS`."""
    async with kernel.ledger.connection() as connection:
        ids = await _with_terms(connection)
    return [_of(await kernel.handler.terms(contract)) for contract in ids]


async def _with_terms(connection: Connection) -> Sequence[str]:
    return [row["contract_id"] for row in await connection.fetch(_WITH_TERMS, MOST_CONTRACTS)]


def _of(terms: Terms) -> ContractStanding:
    term = terms.term
    years = range(term.starts.year, term.ends.year + 1)
    return ContractStanding(
        terms.contract,
        terms.sample,
        tuple(year for year in years if terms.calendar.is_provisional(year)),
        tuple(name for name, reading in terms.readings.items() if reading.status == "recorded_only"),
    )
