"""The world of tests/faults as a cluster: three nodes of NATS, streams kept three times, two replicas of every service."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from common.servers.nats import OPERATOR, Broker, cluster_of, urls
from faults.world import BEGINNING, World
from watchbill.instance import Instance, Nats
from watchbill.instance.child import Child
from watchbill.instance.folder import passing_folder
from watchbill.place import SERVICES
from watchbill.secret import passwords

NODES = 3


class Cluster(World):
    """A world whose NATS is three servers. `nodes` are their supervised processes, by name."""

    def __init__(self, folder: Path, record: Path, seed: int) -> None:
        super().__init__(folder, record, seed)
        place, ports = self.instance.place, self.instance.ports
        place.create()
        self.brokers: Sequence[Broker] = cluster_of(NODES, place.nats, passwords(place).nats)
        given = {user: urls(self.brokers, user) for user in (*SERVICES, OPERATOR)}
        self.instance = Instance(place, ports, clock="virtual", say=self._hear, nats=Nats(given, NODES))
        self.nodes = {one.name: Child(one.program, one.ready, self._hear, prepare=one.prepare) for one in self.brokers}

    def log_of(self, service: str, child: Child) -> Path:
        """The log of one process of a service."""
        logs = self.instance.place.logs
        port = next((port for port, one in self.replicas[service] if one is child), None)
        return logs / (f"{service}.jsonl" if port is None else f"{service}-{port}.jsonl")

    async def begin(self) -> None:
        """NATS first, then PostgreSQL and the first process of each service, then the second."""
        await asyncio.gather(*(node.start() for node in self.nodes.values()))
        await self.instance.start()
        await self.step(BEGINNING)
        async with asyncio.TaskGroup() as starting:
            for service in SERVICES:
                starting.create_task(self.add_replica(service))

    async def stop(self) -> None:
        await super().stop()
        await asyncio.gather(*(node.stop() for node in self.nodes.values()))


@asynccontextmanager
async def cluster(record: Path, seed: int) -> AsyncIterator[Cluster]:
    """A running cluster in a folder that goes away afterwards."""
    with passing_folder("cluster") as folder:
        made = Cluster(folder, record, seed)
        try:
            await made.begin()
            yield made
        finally:
            await made.stop()
