"""A tail that nobody rings for any more is published to its end, not a page at each look."""

import asyncio

import pytest

from common import relay
from common.bus.connection import Bus
from common.kernel import Kernel
from common.relay import PAGE, Relay, RelayLog
from common.testing.bells import BELL, RINGER, Ring
from common.testing.kernels import meta
from common.testing.processes import eventually
from common.testing.servers import RunningBroker


async def test_one_look_at_all_is_enough_for_a_long_tail(
    ringer: Kernel, broker: RunningBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "FLOOR_SECONDS", 3600.0)
    for first in range(0, 2 * PAGE + 1, 64):
        some = range(first, min(first + 64, 2 * PAGE + 1))
        await asyncio.gather(*(ringer.handler.handle("c1", BELL, f"b{n}", Ring(n), meta()) for n in some))
    relay_log = RelayLog(RINGER, ringer.pool)
    assert await relay_log.lag() == 2 * PAGE + 1
    bus = Bus(broker.url(RINGER), RINGER)
    working = [asyncio.create_task(bus.run()), asyncio.create_task(Relay(RINGER, bus, relay_log).run())]

    async def all_published() -> bool:
        return await relay_log.lag() == 0

    await eventually(all_published, "the tail is published")
    for task in working:
        task.cancel()
    await asyncio.wait(working)
    await bus.close()
