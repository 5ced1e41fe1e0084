"""What happens to NATS: a node is killed and comes back, the leader of a stream or of the cluster among them."""

import asyncio
import json
import random
from http.client import HTTPConnection, HTTPException
from typing import Any

from nats.errors import Error as NatsError
from nats.js.errors import Error as JetStreamError

from cluster.world import NODES, Cluster
from common.bus.streams import stream_name
from common.servers.nats import Broker
from common.servers.ports import LOOPBACK
from faults.inject.servers import jetstream
from faults.oracle.finding import Finding
from watchbill.place import SERVICES

AWAY = (NatsError, JetStreamError, OSError, TimeoutError)
"""What asking NATS may raise while it has no leader."""

AWAY_SECONDS = 4.0
WHOLE_SECONDS = 180.0
LOOK_SECONDS = 0.2
OK = 200


async def kill_node(made: Cluster, chance: random.Random) -> None:
    """Any node, gone for some seconds."""
    await _kill(made, chance.choice(sorted(made.nodes)))


async def kill_stream_leader(made: Cluster, chance: random.Random) -> None:
    """The node that leads the stream of a service."""
    async with jetstream(made) as stream:
        cluster = (await stream.stream_info(stream_name(chance.choice(SERVICES)))).cluster
    await _kill(made, (cluster and cluster.leader) or chance.choice(sorted(made.nodes)))


async def kill_meta_leader(made: Cluster, chance: random.Random) -> None:
    """The node that says where streams are."""
    found = await asyncio.to_thread(_asked, made.brokers[0], "/jsz")
    await _kill(made, found.get("meta_cluster", {}).get("leader") or chance.choice(sorted(made.nodes)))


async def step_down(made: Cluster, chance: random.Random) -> None:
    """Every stream is asked for another leader; nobody is killed."""
    async with jetstream(made) as stream:
        for service in SERVICES:
            await stream._nc.request(f"$JS.API.STREAM.LEADER.STEPDOWN.{stream_name(service)}", timeout=5)


FAULTS = {
    "kill nats node": kill_node,
    "kill stream leader": kill_stream_leader,
    "kill meta leader": kill_meta_leader,
    "stream leaders step down": step_down,
}


async def whole(made: Cluster) -> list[Finding]:
    """Waits until every node has caught up and every stream is kept three times, all copies current; what is not, if anything."""
    loop = asyncio.get_running_loop()
    until = loop.time() + WHOLE_SECONDS
    while missing := await _missing(made):
        if loop.time() > until:
            return [Finding("stuck", f"NATS is not whole after {WHOLE_SECONDS:.0f} s: {missing}")]
        await asyncio.sleep(LOOK_SECONDS)
    return []


async def _kill(made: Cluster, name: str) -> None:
    node = made.nodes[name]
    node.kill()
    await node.stop()
    await asyncio.sleep(AWAY_SECONDS)
    await node.start()


async def _missing(made: Cluster) -> str:
    for broker in made.brokers:
        if not await asyncio.to_thread(_caught_up, broker):
            return f"{broker.name} has not caught up"
    try:
        async with jetstream(made) as stream:
            standing = {service: await stream.stream_info(stream_name(service)) for service in SERVICES}
    except AWAY as failure:
        return f"a stream cannot be asked: {failure!r}"
    for service, info in standing.items():
        if info.config.num_replicas != NODES:
            return f"the stream of {service} is not kept {NODES} times"
        followers = (info.cluster and info.cluster.replicas) or []
        if len(followers) != NODES - 1 or not all(one.current and not one.offline for one in followers):
            return f"a copy of the stream of {service} is behind"
    return ""


def _caught_up(broker: Broker) -> bool:
    """Whether the node has everything that the others have."""
    return bool(_asked(broker, "/healthz").get("status") == "ok")


def _asked(broker: Broker, path: str) -> dict[str, Any]:
    """What the node's monitor answers; nothing while it is away."""
    connection = HTTPConnection(LOOPBACK, broker.monitor_port, timeout=2)
    try:
        connection.request("GET", path)
        found: dict[str, Any] = json.loads(connection.getresponse().read() or b"{}")
    except (OSError, HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return found
