"""Row `load.1000_event_stream`: an aggregate of 1,000 events, read and folded, nothing kept in memory."""

import asyncio
from collections.abc import Sequence

from bench.dimmer import CONTRACT, DIMMER, LAMP, append_of
from bench.figures import Figure, beside
from bench.library import Lamps, environment
from bench.race import Subject, race
from bench.stage import durable_postgres, kernel_of, sized
from common.kernel import Kernel
from common.testing.databases import Databases

EVENTS = 1000
LOADS = 100
LIBRARY = "eventsourcing, PostgreSQL, an aggregate of 1,000 events"


async def loading(_wanted: Sequence[str]) -> list[Figure]:
    """One caller loads the same aggregate again and again; each load is counted by its events."""
    with durable_postgres() as (_, databases):
        async with kernel_of(databases, DIMMER) as kernel:
            own, library = await _own(kernel), await _library(databases)
            await race([own, library])
    return [beside("load.1000_event_stream", own.series, LIBRARY, library.series, least=10)]


async def _own(kernel: Kernel) -> Subject:
    await kernel.ledger.append(append_of("import", "lamp/one", 0, EVENTS))
    loaded = 0

    async def work(_caller: int, _n: int) -> int:
        nonlocal loaded
        kernel.handler.forget()
        version, total = await kernel.handler.state(CONTRACT, LAMP, "one")
        if total != EVENTS:
            raise AssertionError(f"{total} percent in {version} events")
        loaded += version
        return EVENTS

    async def arrived() -> int:
        return loaded

    return Subject("load", work, arrived, sized(LOADS), 1)


async def _library(databases: Databases) -> Subject:
    application = Lamps(env=environment(await databases.make()))
    lamp = application.light()
    for _ in range(EVENTS - 1):
        application.turn(lamp)
    loaded = 0

    async def work(_caller: int, _n: int) -> int:
        nonlocal loaded
        found = await asyncio.to_thread(application.found, lamp.id)
        if found.percent != EVENTS - 1:
            raise AssertionError(found.percent)
        loaded += found.version
        return EVENTS

    async def arrived() -> int:
        return loaded

    return Subject("library", work, arrived, sized(LOADS // 5), 1)
