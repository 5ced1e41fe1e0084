"""Virtual time, driven through the services' clocks: to each due moment in turn, and on only when all is quiet."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from watchbill.place import SERVICES
from watchbill.stage.desk import Desk, Json, Unexpected

QUIET_SECONDS = 60.0
PAUSE_SECONDS = 0.005
LONGEST_PAUSE_SECONDS = 0.05


class Driver:
    """Steps the clocks of all services together. Their rows are monotonic, so a repeated step changes nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def go_to(self, moment: datetime) -> None:
        """Lets the time pass until `moment`: every timer due before fires at its own moment, in order."""
        clocks = await self.settle()
        while (due := _next_due(clocks)) is not None and due <= moment:
            clocks = await self._step(due)
        await self._step(moment)

    async def settle(self) -> Sequence[Json]:
        """Returns every service's clock when none has anything left to do, or to hear, before time goes on."""
        loop = asyncio.get_running_loop()
        until = loop.time() + QUIET_SECONDS
        pause = PAUSE_SECONDS
        while True:
            clocks = await asyncio.gather(*(self._desk.get("admin", name, "/v1/clock", ask="false") for name in SERVICES))
            busy = list(_busy(dict(zip(SERVICES, clocks, strict=True))))
            if not busy:
                return clocks
            if loop.time() > until:
                raise Unexpected(f"no quiet after {QUIET_SECONDS:.0f} s: {busy[:5]}", "not_drained")
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)

    async def _step(self, moment: datetime) -> Sequence[Json]:
        body = {"to": moment.isoformat()}
        await asyncio.gather(*(self._desk.post("admin", service, "/v1/clock", body) for service in SERVICES))
        return await self.settle()


def _next_due(clocks: Sequence[Json]) -> datetime | None:
    return min((datetime.fromisoformat(clock["next_due"]) for clock in clocks if clock["next_due"]), default=None)


def _busy(clocks: Mapping[str, Json]) -> Iterator[str]:
    """What is still under way: a due timer, or a lane that a consumer has not heard to its end.

    One look at all services is enough. Whatever one can still do to another goes through a lane: had a service told
    something after it was looked at, the consumer's number would not be the head that its source showed.
    """
    heads = {name: {head["contract"]: head["number"] for head in clock["heads"]} for name, clock in clocks.items()}
    for name, clock in clocks.items():
        if clock["timers_due"]:
            yield f"{name}: {clock['timers_due']} timers"
        heard = {(lane["consumer"], lane["source"], lane["contract"]): lane["number"] for lane in clock["lanes"]}
        for hearing in clock["consumers"]:
            consumer, source = hearing["consumer"], hearing["source"]
            for contract, number in heads[source].items():
                if heard.get((consumer, source, contract), 0) != number:
                    yield f"{name}: {consumer} of {source}"
