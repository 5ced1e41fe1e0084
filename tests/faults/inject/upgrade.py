"""A rolling upgrade under load: prepared beside the old version, then one process after the other."""

import asyncio
import os
import sys

from faults.beside import code_of
from faults.load.contracts import new_contract
from faults.world import World

SERVICE = "tickets"
APP = "faults.upgraded.tickets:app"
PATIENCE_SECONDS = 1200.0
"""Bounded for a preparation that will never end only: a loaded machine, where it is killed again and again, takes minutes."""

TOGETHER_SECONDS = 3.0
AGAIN_SECONDS = 1.0


async def roll(world: World) -> None:
    """Both versions serve for a while; contracts come into being during the rebuild."""
    async with asyncio.TaskGroup() as together:
        together.create_task(_prepared(world))
        together.create_task(new_contract(world, "during-rebuild"))
    async with world.busy[SERVICE]:
        newer = await world.add_replica(SERVICE, APP)
        await asyncio.sleep(TOGETHER_SECONDS)
        for port, child in list(world.replicas[SERVICE]):
            if child is not newer:
                world.replicas[SERVICE].remove((port, child))
                await child.stop()
        await world.plant(SERVICE, APP)
    # Once more, for contracts that the old version made after the first time.
    await _prepared(world)
    world.happened["rolling upgrade"] += 1


async def _prepared(world: World) -> None:
    """Repeated where a server was killed meanwhile: it goes on where it was."""
    addresses = world.instance.addresses()
    environment = {
        **world.environment(SERVICE),
        "PATH": os.environ["PATH"],
        "WATCHBILL_MIGRATE_URL": addresses.owner(SERVICE),
    }
    log = os.open(world.folder / "upgrade.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while asyncio.get_running_loop().time() < until:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "faults.upgraded.prepare", env=environment, stdout=log, stderr=log
            )
            if await asyncio.wait_for(code_of(process), PATIENCE_SECONDS) == 0:
                return
            await asyncio.sleep(AGAIN_SECONDS)
    finally:
        os.close(log)
    raise RuntimeError("the upgrade could not be prepared")
