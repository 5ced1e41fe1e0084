"""People accept a restored source's other history, over the API: every stopped lane is heard anew and agrees with it.

A policy that is told something else now under a number that it acted on before must not act again: that waits for people.
"""

from collections.abc import Mapping

from faults.oracle import chains, lanes, timers, views
from faults.oracle.finding import Finding
from faults.oracle.history import Database
from faults.people import ADMIN
from faults.quiet import still
from faults.record import Json
from faults.world import World
from watchbill.place import SERVICES

PAGE = 200

Lane = tuple[str, str]


async def accept(world: World, forked: Mapping[Lane, range], urls: Mapping[str, str], seconds: float) -> list[Finding]:
    """Dismisses every fork and what is parked after it. `forked`: the numbers of each lane that say something else now."""
    findings: list[Finding] = []

    async def decided(found: Mapping[str, Database]) -> bool:
        for service in SERVICES:
            findings.extend(await _decide(world, service, forked))
        return not [*lanes.check(found)]

    await still(world, urls, seconds, decided)
    world.happened["forks accepted"] += len(forked)
    return findings


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
