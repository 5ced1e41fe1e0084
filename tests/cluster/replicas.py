"""What happens to services: a rolling restart of all, and the death of whoever does the background work."""

import asyncio
import random
import time

from asyncpg import PostgresError

from cluster.world import Cluster
from faults.inject.servers import administrator
from faults.oracle.finding import Finding
from watchbill.instance.child import Child
from watchbill.place import SERVICES

LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 30.0
TRIES = 50


async def rolling_restart(made: Cluster) -> None:
    """Every process of every service, one replica after the other, as an operator would: it is asked to end, and started."""
    for service in SERVICES:
        for child in made.processes(service):
            await child.restart()
        made.happened["rolling restart"] += 1


async def take_over(made: Cluster, service: str) -> tuple[float, list[Finding]]:
    """kill -9 of the process that holds the lease: how many seconds later another one holds it."""
    holder, child = await _holding(made, service)
    async with administrator(made, service) as connection:
        child.kill()
        began = time.monotonic()
        # It stays away: the other one is to take over, not the same one started again.
        stopping = asyncio.create_task(child.stop())
        while (found := await connection.fetchval("select holder from lease where name = 'background'")) == holder:
            if time.monotonic() - began > PATIENCE_SECONDS:
                break
            await asyncio.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - began
    await stopping
    await child.start()
    made.happened[f"kill holder of {service}'s lease"] += 1
    return seconds, [Finding("stuck", f"{service}: nobody took over within {seconds:.0f} s")] if found == holder else []


async def take_overs(made: Cluster, chance: random.Random, rounds: int) -> tuple[list[float], list[Finding]]:
    """Each service's holder so many times, in some order."""
    seconds, findings = [], []
    for service in [name for _ in range(rounds) for name in chance.sample(SERVICES, len(SERVICES))]:
        took, found = await take_over(made, service)
        seconds.append(took)
        findings += found
    return seconds, findings


async def _holding(made: Cluster, service: str) -> tuple[str, Child]:
    """Who holds the lease: the id in the row, and the process whose log says that it works under that id."""
    for _ in range(TRIES):
        try:
            async with administrator(made, service) as connection:
                holder = await connection.fetchval("select holder from lease where name = 'background' and until > now()")
        except (PostgresError, OSError):
            holder = None
        for child in made.processes(service) if holder else ():
            if f'"{holder}"' in made.log_of(service, child).read_text(encoding="utf-8"):
                return holder, child
        await asyncio.sleep(LOOK_SECONDS * 10)
    raise RuntimeError(f"nobody holds the lease of {service}")
