"""Virtual time, driven through the services' clocks: to each due moment in turn, and on only when all is quiet."""

import asyncio
from datetime import datetime

from watchbill.demo.desk import Desk, Unexpected
from watchbill.place import SERVICES

QUIET_SECONDS = 60.0
PAUSE_SECONDS = 0.01


class Driver:
    """Steps the clocks of all services together. Their rows are monotonic, so a repeated step changes nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def go_to(self, moment: datetime) -> None:
        """Lets the time pass until `moment`: every timer due before fires at its own moment, in order."""
        await self.settle()
        while (due := await self._next_due()) is not None and due <= moment:
            await self._step(due)
        await self._step(moment)

    async def settle(self) -> None:
        """Returns when no service has anything under way and nothing moved between two looks at all of them."""
        loop = asyncio.get_running_loop()
        until = loop.time() + QUIET_SECONDS
        before: object = None
        while True:
            clocks = await asyncio.gather(*(self._desk.get("admin", service, "/v1/clock") for service in SERVICES))
            now = [clock["lanes"] for clock in clocks]
            if all(clock["drained"] for clock in clocks) and now == before:
                return
            if loop.time() > until:
                busy = [service for service, clock in zip(SERVICES, clocks, strict=True) if not clock["drained"]]
                raise Unexpected(f"no quiet after {QUIET_SECONDS:.0f} s: {busy}", "not_drained")
            before = now
            await asyncio.sleep(PAUSE_SECONDS)

    async def _next_due(self) -> datetime | None:
        clocks = await asyncio.gather(*(self._desk.get("admin", service, "/v1/clock") for service in SERVICES))
        moments = [datetime.fromisoformat(clock["next_due"]) for clock in clocks if clock["next_due"]]
        return min(moments, default=None)

    async def _step(self, moment: datetime) -> None:
        body = {"to": moment.isoformat()}
        await asyncio.gather(*(self._desk.post("admin", service, "/v1/clock", body) for service in SERVICES))
        await self.settle()
