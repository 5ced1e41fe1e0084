"""The connection to NATS comes back, in whatever state the last one broke."""

import asyncio
import gc
from contextlib import suppress

import uvloop

from common.bus.connection import FAILURES, Bus
from common.testing.bells import RINGER
from common.testing.servers import RunningBroker

DEATHS = 3
WRITERS = 4
PATIENCE_SECONDS = 20.0
LARGE = b"x" * 20_000


def test_a_connection_that_breaks_with_something_left_to_send_is_made_again(broker: RunningBroker) -> None:
    """nats-py calls nobody back then, on the loop that services run on."""
    uvloop.run(_killed_while_everybody_writes(broker))
    gc.collect()  # nats-py's failed tasks are told of now, not in the middle of something else


async def _killed_while_everybody_writes(broker: RunningBroker) -> None:
    bus = Bus(broker.url(RINGER), RINGER)
    keeping = asyncio.create_task(bus.run())
    writing = [asyncio.create_task(_write(bus)) for _ in range(WRITERS)]
    for _ in range(DEATHS):
        async with asyncio.timeout(PATIENCE_SECONDS):
            client = await bus.connected()
            await asyncio.to_thread(broker.kill)
            await bus.gone(client)
            await asyncio.to_thread(broker.start)
            await bus.connected()
    for task in (*writing, keeping):
        task.cancel()
    await asyncio.wait([*writing, keeping])
    await bus.close()


async def _write(bus: Bus) -> None:
    while True:
        client = await bus.connected()
        with suppress(*FAILURES):
            await client.publish(f"wb.{RINGER}.c-1", LARGE)
        await asyncio.sleep(0)
