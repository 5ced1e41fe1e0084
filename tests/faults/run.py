"""One run: load and faults, then calm, then quiet, then the verdict."""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

from faults import calm, forks, quiet, verdict
from faults.beside import code_of
from faults.inject import upgrade
from faults.inject.schedule import Schedule
from faults.inject.servers import commits_at_once, nats_away
from faults.load.contracts import new_contract
from faults.load.generator import Load
from faults.oracle.finding import Finding
from faults.profile import Profile
from faults.report import Outcome
from faults.world import World, world
from watchbill.place import SERVICES

Say = Callable[[str], None]

TRIES = 10
AGAIN_SECONDS = 3.0


async def run(profile: Profile, seed: int, record: Path, say: Say) -> Outcome:
    """Plays a profile with a seed and judges it."""
    began = time.monotonic()
    async with world(record, seed, profile.replicas) as made:
        say(f"{time.monotonic() - began:5.1f} s  up; {profile.contracts} contracts")
        names = [f"c-{number}" for number in range(1, profile.contracts + 1)]
        await asyncio.gather(*(new_contract(made, name) for name in (*names, *([forks.IMPORTED] if profile.imported else []))))
        # The backlog's contract is not played on: people who wait behind a large import would only shed load.
        made.scenes = [scene for scene in made.scenes if scene.contract != forks.IMPORTED]
        say(f"{time.monotonic() - began:5.1f} s  load")
        backup = forks.Backup(made) if profile.restore else None
        await _under_load(made, profile, seed, backup, lambda name: say(f"{time.monotonic() - began:5.1f} s  {name}"))
        stopped = time.monotonic()
        busy = await quiet.settle(made, profile.settle_seconds)
        settled = time.monotonic() - stopped
        say(f"{time.monotonic() - began:5.1f} s  quiet" if busy is None else f"still busy: {busy}")
        findings = [Finding("stuck", f"not quiet after {profile.settle_seconds:.0f} s: {busy}")] if busy else []
        if busy is None:
            findings += await calm.check(made, profile.settle_seconds, seed)
        found = await verdict.databases(urls(made))
        findings += verdict.judge(found, record, *([made.imported] if made.imported.exists() else []))
        events = {name: sum(map(len, database.events.values())) for name, database in found.items()}
        restorable = found.pop(forks.SERVICE)
        found.clear()
        if backup is not None and not findings:
            say(f"{time.monotonic() - began:5.1f} s  compared; restoring an earlier point")
            findings += await forks.check(made, backup, restorable, urls(made), profile.settle_seconds)
        findings += [Finding("other", f"internal error: {error}") for error in made.desk.server_errors]
        say(f"{time.monotonic() - began:5.1f} s  compared")
        times = sorted(made.desk.milliseconds) or [0.0, 0.0]
        return Outcome(
            profile.name,
            seed,
            time.monotonic() - began,
            made.desk.acknowledged,
            made.record.asked_count,
            events,
            made.happened,
            made.missed,
            findings,
            settled,
            median(times),
            quantiles(times, n=100)[98],
        )


def urls(made: World) -> dict[str, str]:
    """The databases as their superuser reads them."""
    server = made.instance.addresses().postgres.rpartition("/")[0]
    return {service: f"{server}/{service}" for service in SERVICES}


async def _under_load(made: World, profile: Profile, seed: int, backup: forks.Backup | None, say: Say) -> None:
    load = Load(made, seed, profile.stories_a_second, profile.calls)
    schedule = Schedule(made, seed, profile, say)
    lasting = [asyncio.create_task(work) for work in (load.run(), schedule.run(), made.tick())]
    try:
        async with asyncio.TaskGroup() as once:
            once.create_task(asyncio.sleep(profile.load_seconds))
            once.create_task(_away(made, profile, say))
            if backup is not None:
                once.create_task(_back_up(profile, backup, say))
            if profile.imported:
                once.create_task(_import(made, profile, say))
            if profile.upgrade:
                once.create_task(_upgrade(made, profile, say))
        await made.desk.given(profile.commands)
    except BaseException:
        load.abandon()
        schedule.abandon()
        raise
    finally:
        await _ended(lasting)
    await schedule.finish()
    await commits_at_once(made)
    await load.finish()


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


async def _away(made: World, profile: Profile, say: Say) -> None:
    """NATS is away for a while in the middle of the load."""
    await asyncio.sleep(profile.load_seconds / 3)
    say(f"nats away for {profile.away_seconds:.0f} s")
    await nats_away(made, profile.away_seconds)
    made.happened["nats away"] += 1


async def _back_up(profile: Profile, backup: forks.Backup, say: Say) -> None:
    """The earlier point to which a service is restored at the end."""
    await asyncio.sleep(profile.load_seconds / 2)
    await backup.take()
    say("backup of roster taken")


async def _import(made: World, profile: Profile, say: Say) -> None:
    """A backlog of one contract, imported by a process of its own; begun anew, it goes on where it was."""
    await asyncio.sleep(profile.load_seconds / 20)
    command = [sys.executable, "-m", "faults.bulk", forks.IMPORTED, str(profile.imported), str(made.imported)]
    environment = {**os.environ, **made.environment("tickets")}
    for _ in range(TRIES):
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        if await code_of(process) == 0:
            say(f"{profile.imported} events imported")
            return
        await asyncio.sleep(AGAIN_SECONDS)
    raise RuntimeError("the import failed")


async def _upgrade(made: World, profile: Profile, say: Say) -> None:
    """The next version of a service comes late in the load."""
    await asyncio.sleep(profile.load_seconds * 0.6)
    say("rolling upgrade of tickets")
    await upgrade.roll(made)
    say("tickets upgraded")
