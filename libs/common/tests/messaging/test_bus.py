"""The connection to NATS comes back, in whatever state the last one broke."""

import asyncio
import gc

import uvloop

from common.bus.connection import Bus
from common.testing.bells import RINGER
from common.testing.servers import RunningBroker

DEATHS = 3
WRITERS = 4
PATIENCE_SECONDS = 20.0
LARGE = b"x" * 20_000
HUGE = b"x" * 900_000


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
    _, deaf = await asyncio.wait([*writing, keeping], timeout=PATIENCE_SECONDS)
    assert not deaf, "a cancellation that comes while much is being sent ends the sender"
    await bus.close()


async def _write(bus: Bus) -> None:
    while True:
        await bus.connected()
        await bus.ring(f"wb.{RINGER}.c-1", LARGE)
        await asyncio.sleep(0)


def test_a_sender_that_is_called_off_while_much_is_being_sent_stops(broker: RunningBroker) -> None:
    """nats-py keeps a cancellation to itself while it waits for its buffer to be sent."""
    uvloop.run(_called_off(broker))


async def _called_off(broker: RunningBroker) -> None:
    bus = Bus(broker.url(RINGER), RINGER)
    keeping = asyncio.create_task(bus.run())
    await asyncio.wait_for(bus.connected(), PATIENCE_SECONDS)
    sending = asyncio.create_task(_send(bus))
    await asyncio.sleep(0)
    sending.cancel()
    _, deaf = await asyncio.wait([sending], timeout=PATIENCE_SECONDS)
    keeping.cancel()
    await asyncio.wait([keeping])
    await bus.close()
    assert not deaf


async def _send(bus: Bus) -> None:
    while bus.client is not None:
        await bus.ring(f"wb.{RINGER}.c-1", HUGE)
