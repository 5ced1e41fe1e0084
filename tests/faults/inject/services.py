"""Faults of the services, of time, and of what people do meanwhile."""

import asyncio
import random
from datetime import timedelta
from itertools import count

from faults.inject.servers import administrator
from faults.load.contracts import new_contract
from faults.world import World, freeze, thaw
from watchbill.place import SERVICES

FROZEN_SECONDS = 6.0
"""Longer than a lease is held: another replica takes over while this one still thinks it works."""

_names = count(1)


class Kill:
    """kill -9 of a service's process, any of its replicas."""

    def __init__(self, service: str) -> None:
        self._service = service

    async def __call__(self, world: World, chance: random.Random) -> None:
        chance.choice(world.processes(self._service)).kill()


async def freeze_service(world: World, chance: random.Random) -> None:
    """A process stands still and goes on later as if nothing had been; its lease has changed hands."""
    service = chance.choice([name for name in SERVICES if world.replicas[name]] or list(SERVICES))
    before = await _holder(world, service)
    pid = freeze(chance.choice(world.processes(service)))
    try:
        await asyncio.sleep(FROZEN_SECONDS)
        world.happened["lease changed hands"] += before != await _holder(world, service)
    finally:
        thaw(pid)


async def _holder(world: World, service: str) -> str | None:
    async with administrator(world, service) as connection:
        holder: str | None = await connection.fetchval("select holder from lease")
        return holder


async def steal_lease(world: World, chance: random.Random) -> None:
    """The lease's row says that it ran out: whoever asks first has it, perhaps two work at once for a moment."""
    async with administrator(world, chance.choice(SERVICES)) as connection:
        await connection.execute("update lease set holder = 'nobody', until = clock_timestamp()")


async def jump_clock(world: World, chance: random.Random) -> None:
    """Time jumps; many timers come due at once."""
    await world.step(world.now + timedelta(hours=chance.choice((5, 30, 75, 400))))


async def contract(world: World, chance: random.Random) -> None:
    """One more contract in the middle of everything."""
    await new_contract(world, f"late-{next(_names)}")


async def oversize_contract(world: World, chance: random.Random) -> None:
    """A contract whose pack does not fit into a message of the broker."""
    await new_contract(world, f"large-{next(_names)}", oversize=True)
