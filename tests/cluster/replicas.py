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
TRIES = 150
LATEST_SECONDS = 10.0
"""A lease is held for 5 s and looked at every second; what is beyond this is not 'within seconds'."""

_HOLDER = "select holder from lease where name = 'background'"


async def rolling_restart(made: Cluster) -> None:
    """Every process of every service, one replica after the other, as an operator would: it is asked to end, and started."""
    for service in SERVICES:
        for child in made.processes(service):
            await child.restart()
        made.happened["rolling restart"] += 1


async def take_overs(made: Cluster, chance: random.Random, rounds: int) -> tuple[list[float], list[Finding]]:
    """kill -9 of each service's holder of the lease, so many times: the seconds without one. The dead come back meanwhile."""
    seconds, findings = [], []
    for _ in range(rounds):
        async with asyncio.TaskGroup() as starting:
            for service in chance.sample(SERVICES, len(SERVICES)):
                holder, child = await _holding(made, service)
                took = await _take_over(made, service, holder, child)
                starting.create_task(child.start())
                made.happened[f"kill the holder, {service}"] += 1
                if took > LATEST_SECONDS:
                    findings.append(Finding("stuck", f"{service}: a lease was taken over after {took:.1f} s"))
                seconds.append(took)
    return seconds, findings


async def _take_over(made: Cluster, service: str, holder: str, child: Child) -> float:
    """Kills the holder and keeps it away; how long until another one holds the lease, or nobody for long."""
    async with administrator(made, service) as connection:
        child.kill()
        began = time.monotonic()
        # The other one is to take over, not the same one started again.
        stopping = asyncio.create_task(child.stop())
        while await connection.fetchval(_HOLDER) == holder and time.monotonic() < began + PATIENCE_SECONDS:  # noqa: ASYNC110  (a row in a database)
            await asyncio.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - began
    await stopping
    return seconds


async def _holding(made: Cluster, service: str) -> tuple[str, Child]:
    """Who holds the lease: the id in the row, and the process whose log says that it works under that id."""
    for _ in range(TRIES):
        try:
            async with administrator(made, service) as connection:
                holder = await connection.fetchval(f"{_HOLDER} and until > now()")
        except (PostgresError, OSError):
            holder = None
        for child in made.processes(service) if holder else ():
            if f'"{holder}"' in made.log_of(service, child).read_text(encoding="utf-8"):
                return holder, child
        await asyncio.sleep(LOOK_SECONDS * 10)
    raise RuntimeError(f"nobody holds the lease of {service}")
