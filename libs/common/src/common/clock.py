"""Time: the only place that reads it.

The domain's clock may be virtual (`WATCHBILL_CLOCK=virtual`, for demos, tests and training). Token expiry, retries,
leases and logs use real time.
"""

from datetime import UTC, datetime
from typing import Literal, Protocol

from common.errors import Problem
from common.ledger.pool import Pool, unavailable_when_lost


def real_now() -> datetime:
    """The machine's time, aware, in UTC. Not for the domain."""
    return datetime.now(UTC)


class Clock(Protocol):
    """The domain's clock."""

    kind: Literal["system", "virtual"]

    async def now(self) -> datetime:
        """The moment, aware, in UTC."""

    async def advance(self, to: datetime) -> datetime:
        """Sets a virtual clock forward, never back; returns where it stands. Problem `clock_not_virtual`."""


class SystemClock:
    """Real time."""

    kind: Literal["system", "virtual"] = "system"

    async def now(self) -> datetime:
        return real_now()

    async def advance(self, to: datetime) -> datetime:  # noqa: ARG002  (real time takes no orders)
        raise Problem("clock_not_virtual")


class VirtualClock:
    """A row in the service's database: shared by replicas, surviving kill, never running backwards.

    A new database starts at `START`, so that a driver can move it to any story's first day.
    """

    kind: Literal["system", "virtual"] = "virtual"
    START = datetime(2000, 1, 1, tzinfo=UTC)

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def now(self) -> datetime:
        with unavailable_when_lost():
            moment: datetime | None = await self._pool.fetchval("select moment from clock")
        return moment or self.START

    async def advance(self, to: datetime) -> datetime:
        with unavailable_when_lost():
            moment: datetime = await self._pool.fetchval(
                "insert into clock (moment) values ($1)"
                " on conflict (one) do update set moment = greatest(clock.moment, excluded.moment) returning moment",
                to,
            )
        return moment
