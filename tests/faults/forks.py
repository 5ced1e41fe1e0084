"""One service's database is restored to an earlier point: the others must see it, stop those lanes, and only those.

What they made of the old history stays as it was; nothing of the new one is mixed into it.
"""

import asyncio
import os
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from common.servers.reach import postgres_binaries
from faults import accepting, quiet, verdict
from faults.desk import Ended
from faults.inject.servers import administrator
from faults.load import roster, tickets
from faults.oracle import chains, effects, lanes, timers, views
from faults.oracle.finding import Finding
from faults.oracle.history import Database, read_standing
from faults.world import World

SERVICE = "roster"
IMPORTED = "imported"
"""The contract with the backlog; it was compared before the restore and takes no part in what follows."""
TRIES = 20
PAUSE_SECONDS = 0.5
NEW_SHIFTS = 6

Lane = tuple[str, str]


class Backup:
    """A backup of one service, taken while everything goes on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._file = world.folder / f"{SERVICE}.dump"

    async def take(self) -> None:
        """Again, if PostgreSQL was killed meanwhile."""
        for _ in range(TRIES):
            if await self._run("pg_dump", "-Fc", "-f", str(self._file), "-d", self._url()):
                return
            await asyncio.sleep(PAUSE_SECONDS * 4)
        raise RuntimeError(f"no backup of {SERVICE} could be taken")

    async def restore(self) -> None:
        """The service stops, its database becomes what it was, the service starts."""
        processes = self._world.processes(SERVICE)
        await asyncio.gather(*(child.stop() for child in processes))
        async with administrator(self._world) as connection:
            await connection.execute(f'drop database "{SERVICE}" with (force)')
            await connection.execute(f'create database "{SERVICE}" owner "{SERVICE}_owner" template template0')
        if not await self._run("pg_restore", "--exit-on-error", "-d", self._url(), str(self._file)):
            raise RuntimeError(f"{SERVICE} could not be restored")
        await asyncio.gather(*(child.start() for child in processes))
        await self._world.step(self._world.now)

    def _url(self) -> str:
        return f"{self._world.instance.addresses().postgres.rpartition('/')[0]}/{SERVICE}"

    async def _run(self, program: str, *arguments: str) -> bool:
        command = postgres_binaries(None) / program
        log = os.open(self._world.folder / f"{program}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            process = await asyncio.create_subprocess_exec(command, *arguments, stdout=log, stderr=log)
            return await process.wait() == 0
        finally:
            os.close(log)


async def check(world: World, backup: Backup, before: Database, urls: Mapping[str, str], seconds: float) -> list[Finding]:
    """Restores, goes on working, and looks at what the others do, and again when people accepted what the source says now.

    `before`: the database to be restored as it was just now, sound; `seconds`: patience with each of the two.
    """
    await backup.restore()
    restored = await read_standing(SERVICE, urls[SERVICE])
    forked = {
        (SERVICE, contract): range(known + 1, ledger.last_public_no + 1)
        for contract, ledger in before.ledgers.items()
        if ledger.last_public_no > (known := restored.ledgers[contract].last_public_no if contract in restored.ledgers else 0)
    }
    world.happened["restore roster"] += 1
    world.happened["lanes forked"] += len(forked)
    await _go_on(world)
    await _seen(world, frozenset(forked), urls, seconds)
    findings = _judged(await verdict.databases(urls, IMPORTED), before, frozenset(lane for lane in forked if lane[1] != IMPORTED))
    if findings:
        return findings
    findings = await accepting.accept(world, forked, urls, seconds)
    return findings + accepting.judged(await verdict.databases(urls, IMPORTED))


async def _go_on(world: World) -> None:
    chance = random.Random(0)
    for scene in world.scenes:
        for _ in range(NEW_SHIFTS):
            with suppress(Ended):
                await roster.begin_shift(world.desk, scene, chance)
        with suppress(Ended):
            await tickets.complaint(world.desk, scene, chance)


async def _seen(world: World, forked: frozenset[Lane], urls: Mapping[str, str], seconds: float) -> None:
    """Returns once nothing is missing any more, or when time is over."""

    async def seen(found: Mapping[str, Database]) -> bool:
        return not (_standing(found, forked) or [*lanes.check(found, stopped=forked)])

    await quiet.still(world, urls, seconds, seen)


def _standing(found: Mapping[str, Database], forked: frozenset[Lane]) -> list[Finding]:
    """Lanes that should stand still and do not."""
    findings = []
    for name, database in found.items():
        for consumer, source in lanes.CONSUMERS[name]:
            for contract in sorted(contract for of, contract in forked if of == source):
                row = _row(database, consumer, source, contract)
                if row is None or row["stopped"] != "fork":
                    where = f"{name}: {consumer} in {source}/{contract}"
                    findings.append(Finding("stuck", f"{where} has not seen that the source was restored: {row}"))
    return findings


def _row(database: Database, consumer: str, source: str, contract: str) -> dict[str, object] | None:
    place = (consumer, source, contract)
    return next((row for row in database.positions if (row["name"], row["source"], row["contract_id"]) == place), None)


def _judged(found: dict[str, Database], old: Database, forked: frozenset[Lane]) -> list[Finding]:
    findings = [*_standing(found, forked), *lanes.check(found, stopped=forked)]
    for database in found.values():
        findings += [*chains.check(database), *views.check(database, found), *timers.check(database)]
    # For the others the restored service's old history holds where its lane was stopped.
    mixed = dict(found[SERVICE].events)
    mixed.update({contract: old.events[contract] for _, contract in forked})
    ledgers = {**found[SERVICE].ledgers, **{contract: old.ledgers[contract] for _, contract in forked}}
    findings += effects.check({**found, SERVICE: replace(found[SERVICE], events=mixed, ledgers=ledgers)})
    return [Finding(finding.kind, f"after the restore: {finding.what}") for finding in findings]
