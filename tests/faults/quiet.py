"""Waiting, bounded, until nothing is under way anywhere."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from faults.desk import Ended
from faults.oracle.history import Database, read_standing
from faults.people import ADMIN
from faults.record import Json
from faults.world import World
from watchbill.place import SERVICES

PAUSE_SECONDS = 0.2


async def settle(world: World, seconds: float) -> str | None:
    """Brings all clocks together and waits; what is still busy after so many seconds, or `None`."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    before: object = None
    busy = "not looked"
    while loop.time() < until:
        await world.step(world.now)
        clocks = {}
        for service in SERVICES:
            try:
                clocks[service] = await world.desk.get(ADMIN, service, "/v1/clock")
            except Ended as ended:
                return str(ended)
        busy = "; ".join(filter(None, (_busy(service, clock) for service, clock in clocks.items())))
        now = {service: (clock.get("lanes"), clock.get("now")) for service, clock in clocks.items()}
        if not busy and now == before:
            return None
        before = now
        await asyncio.sleep(PAUSE_SECONDS)
    return busy or "never twice the same"


async def still(
    world: World, urls: Mapping[str, str], seconds: float, done: Callable[[Mapping[str, Database]], Awaitable[bool]]
) -> None:
    """Waits where lanes stand still on purpose: until `done`, no timer is due and no ledger grows; or until time is over."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    before: object = None
    while loop.time() < until:
        await world.step(world.now)
        found = dict(zip(urls, await asyncio.gather(*(read_standing(name, url) for name, url in urls.items())), strict=True))
        heads = {name: database.ledgers for name, database in found.items()}
        if await done(found) and heads == before and not any(database.due for database in found.values()):
            return
        before = heads
        await asyncio.sleep(PAUSE_SECONDS)


def _busy(service: str, clock: Json) -> str:
    if clock.get("drained"):
        return ""
    lanes = [f"{lane['consumer']}<{lane['source']}/{lane['contract']}" for lane in clock.get("lanes", ()) if lane.get("lag")]
    return f"{service}: {clock.get('timers_due')} timers due, {clock.get('relay_lag')} unpublished, behind {lanes[:5]}"
