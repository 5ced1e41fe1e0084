"""NATS on three nodes: each service knows all of them, and a stream that is kept three times survives the loss of one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import nats
import pytest
from nats.js.api import StreamInfo
from nats.js.errors import Error as JetStreamError

from common.bus.connection import Bus
from common.bus.streams import stream_name
from common.servers.nats import urls
from common.testing.bells import LISTENER, LISTENING, RINGER, RINGING
from common.testing.databases import Databases
from common.testing.kernels import migrated
from common.testing.messaging import Pair
from common.testing.plugin import MakeDatabase
from common.testing.processes import House, eventually
from common.testing.servers import RunningBroker, own_brokers

SERVICES = (RINGING, LISTENING)


@pytest.fixture
def nodes() -> Iterator[list[RunningBroker]]:
    with own_brokers(3) as running:
        yield running


async def test_a_stream_is_brought_to_three_nodes_and_survives_the_loss_of_its_leader(
    nodes: list[RunningBroker], database: MakeDatabase, databases: Databases, tmp_path: Path
) -> None:
    stored = {one.name: await database(one.name, migrated(one, one.name)) for one in SERVICES}
    brokers = [node.server for node in nodes]
    buses = {one.name: urls(brokers, one.name) for one in SERVICES}
    house = House.of(SERVICES, {name: one.url for name, one in stored.items()}, buses, tmp_path)
    pair = Pair(house, databases, stored, nodes[0])
    try:
        await pair.start()
        await pair.ring(1)
        await pair.published()
        before = await _stream(brokers[0].url(), RINGER)
        assert before.config.num_replicas == 1

        await pair.stop()
        await pair.start(nats_replicas=3)
        await _kept_by_three(brokers[0].url(), LISTENER)
        leader = await _kept_by_three(brokers[0].url(), RINGER)
        next(node for node in nodes if node.server.name == leader).kill()
        await pair.ring(2, 3)
        await pair.published()
        await pair.all_heard(1, 2, 3)
        left = next(node for node in nodes if node.server.name != leader)
        after = await _stream(left.url(), RINGER)
        assert after.state.messages == 3
        assert after.cluster is not None
        assert after.cluster.leader not in (None, leader)
    finally:
        await pair.close()


async def test_a_bus_goes_to_another_node_when_its_own_is_lost(nodes: list[RunningBroker]) -> None:
    bus = Bus(urls([node.server for node in nodes]), "a test")
    keeping = asyncio.create_task(bus.run())
    async with asyncio.timeout(30):
        for _ in range(len(nodes)):
            client = await bus.connected()
            assert client.connected_url is not None
            next(node for node in nodes if node.server.port == client.connected_url.port).kill()
            await bus.gone(client)
    keeping.cancel()
    await asyncio.wait([keeping])
    await bus.close()


async def _stream(url: str, service: str) -> StreamInfo:
    client = await nats.connect(url, allow_reconnect=False)
    try:
        return await client.jetstream().stream_info(stream_name(service))
    finally:
        await client.close()


async def _kept_by_three(url: str, service: str) -> str:
    """The leader's name, once both followers have everything."""
    found = ""

    async def current() -> bool:
        nonlocal found
        try:
            cluster = (await _stream(url, service)).cluster
        except (JetStreamError, nats.errors.Error):
            return False
        replicas = (cluster and cluster.replicas) or []
        found = (cluster and cluster.leader) or ""
        return bool(found) and len(replicas) == 2 and all(one.current for one in replicas)

    await eventually(current, "three nodes keep the stream")
    return found
