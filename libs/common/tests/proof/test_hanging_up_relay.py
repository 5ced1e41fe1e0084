"""The relay, the lease and the bus end at any await: what comes next finds nothing half done."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from common.bus.connection import Bus
from common.bus.streams import ensure_stream, stream_name
from common.kernel import Kernel
from common.lease import Lease
from common.relay import Relay, RelayLog
from common.testing.bells import BELL, RINGER, Ring
from common.testing.hanging_up import assert_given_back, hung_up, hung_up_everywhere
from common.testing.kernels import meta
from common.testing.servers import RunningBroker


@pytest.fixture
async def bus(broker: RunningBroker) -> AsyncIterator[Bus]:
    """A live connection to a real nats-server."""
    bus = Bus(broker.url(RINGER), RINGER)
    keeping = asyncio.create_task(bus.run())
    await ensure_stream(await bus.connected(), RINGER)
    yield bus
    keeping.cancel()
    await asyncio.wait([keeping])
    await bus.close()


async def test_the_relay(ringer: Kernel, bus: Bus) -> None:
    relay_log = RelayLog(RINGER, ringer.pool)
    relay = Relay(RINGER, bus, relay_log)
    client = await bus.connected()

    async def checked(n: int) -> None:
        await assert_given_back(ringer.pool)
        messages = (await client.jsm().stream_info(stream_name(RINGER))).state.messages
        assert (await ringer.pool.fetchval("select coalesce(sum(number), 0) from relay_positions")) <= messages
        await relay.drain(20)
        assert await relay_log.lag() == 0
        assert (await client.jsm().stream_info(stream_name(RINGER))).state.messages == 3 * n
        for number in (1, 2, 3):
            await ringer.handler.handle(f"c{n + 1}", BELL, "b", Ring(number), meta())

    for number in (1, 2, 3):
        await ringer.handler.handle("c1", BELL, "b", Ring(number), meta())
    assert await hung_up_everywhere(lambda _: relay.drain(20), checked) >= 16


async def test_the_lease_is_free_for_others_when_its_holder_ends(ringer: Kernel) -> None:
    """The holder works until it is cancelled, at one await after the other; giving back is the last thing it does."""
    for at in range(1, 13):
        lease, other = Lease(ringer.pool, held_seconds=0.5), Lease(ringer.pool)
        working: list[bool] = []

        async def work(working: list[bool] = working) -> None:
            working.append(True)
            try:
                await asyncio.Event().wait()
            finally:
                working.clear()

        assert await hung_up(lease.run(work), at) == "cancelled"
        await assert_given_back(ringer.pool)
        assert not working
        assert not lease.held
        assert await other._take()
        await ringer.pool.execute("delete from lease")


async def test_a_bus_that_is_ended_while_it_connects_ends(broker: RunningBroker) -> None:
    """nats-py waits with `asyncio.wait_for`, which swallows a cancellation that comes with the answer."""
    for at in range(1, 9):
        bus = Bus(broker.url(RINGER), RINGER)
        async with asyncio.timeout(10):
            assert await hung_up(bus.run(), at, late=True) == "cancelled"
        await bus.close()


async def test_a_position_in_the_relay_log_never_goes_back(ringer: Kernel) -> None:
    log = RelayLog(RINGER, ringer.pool)

    async def checked(n: int) -> None:
        await assert_given_back(ringer.pool)
        await log.published({"c1": n})
        await log.published({"c1": 1})
        assert await ringer.pool.fetchval("select number from relay_positions") == n

    assert await hung_up_everywhere(lambda n: log.published({"c1": n}), checked) >= 4
