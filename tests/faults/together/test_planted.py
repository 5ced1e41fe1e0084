"""Real services with a defect each (`planted/`): the harness that finds nothing in sound ones finds these."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from faults import calm, quiet, verdict
from faults.desk import Desk, Ended, Manners
from faults.load import billing, inspection, roster, tickets
from faults.load.contracts import new_contract
from faults.load.scene import Scene
from faults.run import urls
from faults.world import World, world
from watchbill.place import SERVICES

SECONDS = 30
TIMES = 8


async def test_what_loses_skips_or_repeats_is_seen(tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    apps = {service: f"faults.planted.{service}:app" for service in SERVICES}
    async with world(record, seed=1, apps=apps) as made:
        made.desk.manners = Manners(repeat=0.3, patience_seconds=3)
        scene = await new_contract(made, "c-1")
        await _work(made, scene)
        await quiet.settle(made, SECONDS)
        carried = await calm.check(made, SECONDS, seed=1)
        found = verdict.judge(await verdict.databases(urls(made)), record)
    seen = {finding.kind: [one.what for one in found if one.kind == finding.kind] for finding in found}
    skips = f"a relay that skips leaves a hole in the stream of tickets, not only {carried}"
    assert any("the stream of tickets" in one.what and one.kind == "lost" for one in carried), skips
    assert any(what.startswith("scoring/") for what in seen["effects"]), "a policy that moves before it works loses an effect"
    assert any("of a policy" in what or "its target" in what for what in seen["effects"]), "command ids that change"
    assert any(what.startswith("roster.open_") for what in seen["diverged_views"]), "a view that leaves events out"
    assert any("before it was due" in what for what in seen["timers"]), "timers that fire too early"
    assert any("billing.breach" in what for what in seen["lost"]), "a ledger that acknowledges what it does not write"
    assert any("never asked for" in what for what in seen["other"]), "an edge that forgets the Idempotency-Key"


async def _work(made: World, scene: Scene) -> None:
    stories: list[Callable[[Desk, Scene, random.Random], Awaitable[None]]] = [
        tickets.call, tickets.complaint, inspection.fault, roster.newcomer, billing.breach, tickets.ticket, tickets.meeting,
    ]  # fmt: skip
    await _played(made, roster.begin_shift, scene, random.Random(0))
    for number in range(TIMES):
        await asyncio.gather(*(_played(made, story, scene, random.Random(number)) for story in stories))


async def _played(
    made: World, story: Callable[[Desk, Scene, random.Random], Awaitable[None]], scene: Scene, chance: random.Random
) -> None:
    with suppress(Ended):
        await story(made.desk, scene, chance)
