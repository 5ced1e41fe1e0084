"""Load without faults at the end: now the broker must have carried every event, in order, byte for byte."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress

from nats.js import JetStreamContext

from faults import quiet
from faults.desk import Ended
from faults.inject.servers import administrator, jetstream
from faults.load import billing, inspection, roster, scoring, tickets
from faults.oracle.finding import Finding, Kind
from faults.world import World
from watchbill.place import SERVICES

STORIES = (tickets.call, tickets.complaint, inspection.fault, roster.newcomer, billing.breach, scoring.slip)

Lane = tuple[str, str]
Ends = Mapping[Lane, int]


async def check(world: World, settle_seconds: float, seed: int) -> list[Finding]:
    """Plays a little and compares what the streams carried with what the ledgers say they had to."""
    before = await _ends(world)
    async with jetstream(world) as stream:
        marks = {service: (await stream.stream_info(f"wb-{service}")).state.last_seq for service in SERVICES}
        chance = random.Random(f"calm {seed}")
        await asyncio.gather(*(_play(world, story, chance) for story in STORIES))
        busy = await quiet.settle(world, settle_seconds)
        if busy is not None:
            return [Finding("stuck", f"not quiet after a little load without faults: {busy}")]
        after = await _ends(world)
        findings: list[Finding] = []
        for service in SERVICES:
            heard = await _heard(stream, service, marks[service])
            findings += _compared(service, heard, before, after)
    return findings


async def _play(world: World, story: object, chance: random.Random) -> None:
    with suppress(Ended):
        await story(world.desk, world.scenes[0], chance)  # type: ignore[operator]


async def _ends(world: World) -> dict[Lane, int]:
    found: dict[Lane, int] = {}
    for service in SERVICES:
        async with administrator(world, service) as connection:
            for row in await connection.fetch("select contract_id, last_public_no from ledgers"):
                found[service, row["contract_id"]] = row["last_public_no"]
    return found


async def _heard(stream: JetStreamContext, service: str, after: int) -> dict[str, list[int]]:
    """contract -> the numbers in the order in which the stream has them."""
    heard: dict[str, list[int]] = defaultdict(list)
    last = (await stream.stream_info(f"wb-{service}")).state.last_seq
    for number in range(after + 1, last + 1):
        headers = (await stream.get_msg(f"wb-{service}", number)).headers or {}
        heard[headers["ce-contract"]].append(int(headers["ce-sequence"]))
    return heard


def _compared(service: str, heard: Mapping[str, list[int]], before: Ends, after: Ends) -> list[Finding]:
    findings = []
    for (name, contract), end in after.items():
        wanted = list(range(before.get((name, contract), 0) + 1, end + 1))
        if name != service or heard.get(contract, []) == wanted:
            continue
        numbers = heard.get(contract, [])
        kind: Kind = "lost" if set(wanted) - set(numbers) else "duplicated" if len(numbers) > len(wanted) else "reordered"
        findings.append(Finding(kind, f"the stream of {service}/{contract} carried {numbers}, the lane went on with {wanted}"))
    return findings
