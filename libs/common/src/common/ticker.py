"""Fires timers when their moment has come, by the domain's clock: real time, or a virtual one as soon as it is stepped."""

import asyncio

import structlog

from common.clock import Clock
from common.subscription.failures import AWAY, sentence
from common.timers.firing import Timers
from common.waiting import set_within

log = structlog.get_logger(__name__)

FLOOR_SECONDS = 1.0
VIRTUAL_FLOOR_SECONDS = 0.25


class Ticker:
    """Runs where the lease is held; firing twice would be harmless, as a firing has a command id."""

    def __init__(self, timers: Timers, clock: Clock) -> None:
        self._timers = timers
        self._clock = clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """A virtual clock was stepped, or a timer may have been set: look now."""
        self._woken.set()

    async def run(self) -> None:
        """Fires until cancelled. The database being away only costs time."""
        while True:
            self._woken.clear()
            try:
                while await self._timers.fire_due():
                    pass
                pause = await self._pause()
            except AWAY as failure:
                log.warning("ticker_waits", reason=sentence(failure))
                pause = FLOOR_SECONDS
            await set_within(self._woken, pause)

    async def _pause(self) -> float:
        if self._clock.kind == "virtual":
            return VIRTUAL_FLOOR_SECONDS
        due = await self._timers.next_due()
        if due is None:
            return FLOOR_SECONDS
        # A firing that failed stays due; it is tried again at the floor's pace, not in a tight loop.
        until = (due - await self._clock.now()).total_seconds()
        return min(until, FLOOR_SECONDS) if until > 0 else FLOOR_SECONDS
