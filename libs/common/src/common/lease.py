"""One replica of a service does the work in the background: it holds a row, by the database's clock, and renews it.

The lease saves work; correctness does not need it: whatever two replicas do at once is numbered or has command ids.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg
import structlog

from common.ids import new_id
from common.ledger.pool import Pool

log = structlog.get_logger(__name__)

NAME = "background"
HELD_SECONDS = 5.0
RENEW_SECONDS = 1.0

FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
"""What a call on the database may raise while it is away or restarts."""

_TAKE = """
insert into lease (name, holder, until) values ($1, $2, clock_timestamp() + make_interval(secs => $3))
on conflict (name) do update set holder = excluded.holder, until = excluded.until
 where lease.holder = excluded.holder or lease.until < clock_timestamp()
returning holder
"""
_GIVE_BACK = "update lease set until = clock_timestamp() where name = $1 and holder = $2"


class Lease:
    """The right to work in the background, for as long as it is renewed in time."""

    def __init__(self, pool: Pool, name: str = NAME, held_seconds: float = HELD_SECONDS) -> None:
        self._pool = pool
        self._name = name
        self._held_seconds = held_seconds
        self._renew_seconds = held_seconds * RENEW_SECONDS / HELD_SECONDS
        self.holder = new_id()
        self.held = False

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Runs `work` whenever the lease is ours; cancels it when it is lost. Until cancelled, then gives it back."""
        try:
            while True:
                try:
                    if await self._take():
                        await self._hold(work)
                except FAILURES as failure:
                    log.info("lease_not_reached", lease=self._name, reason=str(failure) or type(failure).__name__)
                except Exception:
                    # Whatever it was, a service without its background work is worse than one that tries again.
                    log.exception("lease_failed", lease=self._name)
                await asyncio.sleep(self._renew_seconds)
        finally:
            self.held = False
            with suppress(*FAILURES):
                async with asyncio.timeout(self._renew_seconds):
                    await self._pool.execute(_GIVE_BACK, self._name, self.holder)

    async def _hold(self, work: Callable[[], Awaitable[None]]) -> None:
        log.info("background_work_begins", lease=self._name, holder=self.holder)
        self.held = True
        working = asyncio.ensure_future(work())
        try:
            while not working.done() and await self._renewed_in_time():
                await asyncio.wait([working], timeout=self._renew_seconds)
        finally:
            self.held = False
            working.cancel()
            ended = await asyncio.gather(working, return_exceptions=True)
            log.info("background_work_ends", lease=self._name)
        if isinstance(ended[0], Exception):
            # A defect of ours: said loudly, and the work begins anew rather than never again.
            log.error("background_work_failed", lease=self._name, exc_info=ended[0])

    async def _renewed_in_time(self) -> bool:
        """Tries until the lease could have run out: others may hold it from then on."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._held_seconds - self._renew_seconds
        while loop.time() < deadline:
            with suppress(*FAILURES):
                async with asyncio.timeout_at(deadline):
                    return await self._take()
            await asyncio.sleep(self._renew_seconds / 4)
        return False

    async def _take(self) -> bool:
        return await self._pool.fetchval(_TAKE, self._name, self.holder, self._held_seconds) is not None
