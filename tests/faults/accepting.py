"""People accept a restored source's other history, over the API: every stopped lane is heard anew and agrees with it.

A policy that is told something else now under a number that it acted on before must not act again: that waits for people.
"""

import asyncio
from collections.abc import Mapping

from faults.oracle import chains, lanes, timers, views
from faults.oracle.finding import Finding
from faults.oracle.history import Database, read_standing
from faults.people import ADMIN
from faults.record import Json
from faults.world import World
from watchbill.place import SERVICES

PAUSE_SECONDS = 0.5
PAGE = 200

Lane = tuple[str, str]


async def accept(world: World, forked: Mapping[Lane, range], urls: Mapping[str, str], seconds: float) -> list[Finding]:
    """Dismisses every fork and what is parked after it. `forked`: the numbers of each lane that say something else now."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    findings: list[Finding] = []
    while True:
        for service in SERVICES:
            findings += await _decide(world, service, forked)
        await world.step(world.now)
        found = dict(zip(urls, await asyncio.gather(*(read_standing(name, url) for name, url in urls.items())), strict=True))
        if loop.time() > until or not [*lanes.check(found)]:
            world.happened["forks accepted"] += len(forked)
            return findings
        await asyncio.sleep(PAUSE_SECONDS)


def judged(found: Mapping[str, Database]) -> list[Finding]:
    """What must hold when everything was accepted: nothing stands still, and all is in agreement with the new history."""
    findings = list(lanes.check(found))
    for database in found.values():
        findings += [*chains.check(database), *views.check(database, found), *timers.check(database)]
    return [Finding(finding.kind, f"after the fork was accepted: {finding.what}") for finding in findings]


async def _decide(world: World, service: str, forked: Mapping[Lane, range]) -> list[Finding]:
    page = await world.desk.get(ADMIN, service, "/v1/parked", limit=PAGE)
    findings = []
    for entry in page.get("items", ()):
        if not _explained(entry, forked):
            findings.append(Finding("other", f"{service}: parked after a fork, which does not explain it: {entry}"))
        reason = {"reason": "备份恢复, 以新记录为准"}
        path = f"/v1/parked/{entry['id']}/dismiss"
        await world.desk.attempt(f"{service}.parked.dismiss", ADMIN, entry["contract"], path, reason)
    return findings


def _explained(entry: Json, forked: Mapping[Lane, range]) -> bool:
    lane = (entry["source"], entry["contract"])
    return lane in forked and (entry["code"] == "fork" or entry["number"] in forked[lane])
