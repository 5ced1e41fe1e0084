"""One run: load while NATS loses nodes and leaders, services restart one by one and die; then quiet, then the verdict."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from cluster import nats_nodes, replicas
from cluster.world import Cluster, cluster
from faults import calm, quiet, verdict
from faults.desk import Manners
from faults.load.contracts import new_contract
from faults.load.generator import Load
from faults.oracle.finding import Finding
from faults.report import Outcome
from faults.run import urls

Say = Callable[[str], None]

CONTRACTS = 3
STORIES_A_SECOND = 6.0
ROUNDS = 2
SETTLE_SECONDS = 180.0
BETWEEN_SECONDS = 2.0


@dataclass
class Played:
    """What a run has measured beside its outcome. `worst_ms`: the longest wait for an answer during the rolling restart."""

    take_over: list[float]
    restarting_seconds: float = 0.0
    p99_ms: float = 0.0
    worst_ms: float = 0.0

    def content(self) -> dict[str, Any]:
        return {
            "take_over_seconds": {
                "median": round(median(self.take_over), 2),
                "worst": round(max(self.take_over), 2),
                "all": [round(one, 2) for one in self.take_over],
            },
            "rolling_restart": {
                "seconds": round(self.restarting_seconds, 1),
                "p99_ms": round(self.p99_ms, 1),
                "worst_ms": round(self.worst_ms, 1),
            },
        }


async def run(seed: int, record: Path, say: Say) -> tuple[Outcome, Played]:
    """Plays the whole and judges it."""
    began = time.monotonic()
    findings: list[Finding] = []

    def tell(line: str) -> None:
        say(f"{time.monotonic() - began:5.1f} s  {line}")

    async with cluster(record, seed) as made:
        made.desk.manners = Manners(hang_up=0.02, repeat=0.02)
        tell(f"three nodes of NATS, two replicas of every service; {CONTRACTS} contracts")
        await asyncio.gather(*(new_contract(made, f"c-{number}") for number in range(1, CONTRACTS + 1)))
        findings += await nats_nodes.whole(made)
        tell("load")
        played, found = await _under_load(made, seed, tell)
        findings += found
        stopped = time.monotonic()
        busy = await quiet.settle(made, SETTLE_SECONDS)
        settled = time.monotonic() - stopped
        findings += [Finding("stuck", f"not quiet after {SETTLE_SECONDS:.0f} s: {busy}")] if busy else []
        findings += await nats_nodes.whole(made)
        if not findings:
            tell("quiet; a little load without faults")
            findings += await calm.check(made, SETTLE_SECONDS, seed)
        databases = await verdict.databases(urls(made))
        findings += verdict.judge(databases, record)
        findings += [Finding("other", f"internal error: {error}") for error in made.desk.server_errors]
        tell("compared")
        times = made.desk.milliseconds
        outcome = Outcome(
            "cluster",
            seed,
            time.monotonic() - began,
            made.desk.acknowledged,
            made.record.asked_count,
            {name: sum(map(len, database.events.values())) for name, database in databases.items()},
            made.happened,
            made.missed,
            findings,
            settled,
            median(times),
            quantiles(times, n=100)[98],
        )
        return outcome, played


async def _under_load(made: Cluster, seed: int, tell: Say) -> tuple[Played, list[Finding]]:
    """Services on one side and NATS on the other, at the same time, while the load goes on."""
    load = Load(made, seed, STORIES_A_SECOND)
    chance = random.Random(f"cluster {seed}")
    lasting = [asyncio.create_task(load.run()), asyncio.create_task(made.tick())]
    services = asyncio.create_task(_services(made, chance, tell))
    try:
        findings = await _nats(made, random.Random(chance.random()), services, tell)
        played, found = await services
    except BaseException:
        services.cancel()
        load.abandon()
        raise
    finally:
        await _ended(lasting)
    await load.finish()
    unanswered = [story for story in load.ended if "nobody answers" in story]
    findings += [Finding("lost", f"{story}, however often it was asked ({load.ended[story]} times)") for story in unanswered]
    return played, findings + found


async def _services(made: Cluster, chance: random.Random, tell: Say) -> tuple[Played, list[Finding]]:
    await asyncio.sleep(BETWEEN_SECONDS)
    tell("rolling restart of every service")
    before, began = len(made.desk.milliseconds), time.monotonic()
    await replicas.rolling_restart(made)
    during, seconds = made.desk.milliseconds[before:], time.monotonic() - began
    tell(f"every process restarted; {len(during)} commands answered meanwhile")
    took, findings = await replicas.take_overs(made, chance, ROUNDS)
    tell(f"{len(took)} holders of a lease killed; taken over after {min(took):.1f} to {max(took):.1f} s")
    return Played(took, seconds, quantiles(during, n=100)[98], max(during)), findings


async def _nats(made: Cluster, chance: random.Random, services: "asyncio.Task[Any]", tell: Say) -> list[Finding]:
    """Every fault once in some order, again until the services are through; no second node before the first is back."""
    findings: list[Finding] = []
    while True:
        for name in chance.sample(sorted(nats_nodes.FAULTS), len(nats_nodes.FAULTS)):
            tell(name)
            try:
                await nats_nodes.FAULTS[name](made, chance)
                made.happened[name] += 1
            except nats_nodes.AWAY:
                made.missed[name] += 1
            findings += await nats_nodes.whole(made)
            await asyncio.sleep(BETWEEN_SECONDS)
        if services.done() or findings:
            return findings


async def _ended(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
