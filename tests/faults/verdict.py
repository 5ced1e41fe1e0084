"""Reads everything and compares: the oracle's checks, one after the other."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from faults.oracle import acknowledged, chains, effects, lanes, timers, views
from faults.oracle.finding import Finding
from faults.oracle.history import Database, read
from faults.record import commands


async def databases(urls: Mapping[str, str], besides: str = "") -> dict[str, Database]:
    """Every service's database as it is now, but for one contract."""
    found = await asyncio.gather(*(read(service, url, besides) for service, url in urls.items()))
    return {database.service: database for database in found}


def judge(found: Mapping[str, Database], *records: Path) -> list[Finding]:
    """Everything that is wrong."""
    asked = commands(*records)
    findings = list(acknowledged.check(found, asked))
    for database in found.values():
        findings += chains.check(database)
        findings += views.check(database, found)
        findings += timers.check(database)
    findings += lanes.check(found)
    findings += effects.check(found)
    return findings


def counted(findings: list[Finding]) -> Counter[str]:
    """How many of each kind."""
    return Counter(finding.kind for finding in findings)
