"""Two invented services that talk, on real servers: see `common.testing.bells`."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import nats
from nats.aio.client import Client

from common.cloudevents import headers_of
from common.lane import Told
from common.runtime import Runtime
from common.testing.bells import BELL, BELLS_VIEW, EARS_VIEW, ECHOES_VIEW, LISTENER, RINGER, Ring
from common.testing.databases import Databases
from common.testing.kernels import meta
from common.testing.processes import House, Process, eventually
from common.testing.servers import Database, RunningBroker

CONTRACT = "c-1"


@dataclass
class Pair:
    """The ringer and the listener, each with its database, and the broker between them."""

    house: House
    databases: Databases
    stored: dict[str, Database]
    broker: RunningBroker
    running: dict[str, Process] = field(default_factory=dict)
    extra: list[Process] = field(default_factory=list)
    copies: list[Database] = field(default_factory=list)
    _operator: Client | None = None

    async def start(self, *names: str, **changed: Any) -> None:
        """Starts the services named, or both; `changed` are settings."""
        wanted = names or (RINGER, LISTENER)
        started = await asyncio.gather(*(self.house.start(name, **changed) for name in wanted))
        self.running.update(zip(wanted, started, strict=True))

    async def stop(self, *names: str) -> None:
        """Ends the services named, or both, in order."""
        await asyncio.gather(*(self.running.pop(name).stop() for name in names or tuple(self.running)))

    async def close(self) -> None:
        for process in self.extra:
            await process.stop()
        await self.stop()
        if self._operator is not None:
            await self._operator.close()
        for copy in self.copies:
            await self.databases.drop(copy)

    async def second(self, name: str, **changed: Any) -> Process:
        """A second replica beside the first; ends with the test."""
        self.extra.append(await self.house.start(name, **changed))
        return self.extra[-1]

    def take_over(self, name: str, process: Process) -> None:
        """From now on this replica is the one that the test looks at."""
        self.extra.remove(process)
        self.running[name] = process

    async def copy_of(self, name: str) -> str:
        """A copy of a stopped service's database as it is now: what a backup holds. Returns its URL."""
        copy = await self.databases.copy(self.stored[name])
        self.copies.append(copy)
        return copy.url

    async def operator(self) -> Client:
        """A connection to the broker that may do everything."""
        if self._operator is None or not self._operator.is_connected:
            self._operator = await nats.connect(self.broker.url(), allow_reconnect=False)
        return self._operator

    def feed_requests(self) -> int:
        """How often the ringer's feed was asked for a lane."""
        registry = self.running[RINGER].app.state.metrics.registry
        samples = [one for metric in registry.collect() for one in metric.samples]
        return int(
            sum(one.value for one in samples if one.name.endswith("_count") and one.labels.get("route", "").endswith("/feed"))
        )

    @property
    def ringer(self) -> Runtime:
        return self.running[RINGER].runtime

    @property
    def listener(self) -> Runtime:
        return self.running[LISTENER].runtime

    async def ring(self, *numbers: int, bell: str = "b", contract: str = CONTRACT, text: str = "") -> None:
        """Rings a bell of the ringer, once for each number."""
        for n in numbers:
            await self.ringer.handler.handle(contract, BELL, bell, Ring(n, text), meta())

    async def rung(self, bell: str = "b", contract: str = CONTRACT) -> list[int]:
        """What the ledger of the ringer says, read from its table."""
        rows = await self.ringer.pool.fetch(
            "select payload from events where contract_id = $1 and stream = $2 and type = 'rung' order by seq",
            contract,
            f"bell/{bell}",
        )
        return [int(row["payload"].split('"n":')[1].split(",")[0]) for row in rows]

    async def viewed(self, bell: str = "b", contract: str = CONTRACT) -> list[int]:
        """What the following view of the listener says."""
        stored = await self.listener.views.find(BELLS_VIEW, contract, bell)
        return list(stored.row.numbers) if stored else []

    async def answered(self, bell: str = "b", contract: str = CONTRACT) -> list[int]:
        """What the listener's policy has done."""
        stored = await self.listener.views.find(ECHOES_VIEW, contract, bell)
        return list(stored.row.numbers) if stored else []

    async def heard(self, bell: str = "b", contract: str = CONTRACT) -> list[int]:
        """What the ringer's policy has done about the answers."""
        stored = await self.ringer.views.find(EARS_VIEW, contract, f"ear-{bell}")
        return list(stored.row.numbers) if stored else []

    async def published(self) -> None:
        """Waits until the ringer's relay has nothing left to publish."""

        async def all_published() -> bool:
            return await self.ringer.background.relay_lag() == 0

        await eventually(all_published, "the relay is done")

    def forged(self, told: Told, log_id: str, number: int) -> dict[str, str]:
        """Headers of a message that claims to be another event of the lane, with a hash nobody knows."""
        return headers_of(told._replace(log_id=log_id, number=number, previous_hash="e" * 64, hash="f" * 64))

    async def quiet(self) -> None:
        """Waits until nothing is under way any more."""

        async def drained() -> bool:
            # Twice: a policy of one may have given the other something to do meanwhile.
            running = [self.ringer, self.listener] * 2
            return all([await one.background.drained() for one in running])

        await eventually(drained, "everything is heard")

    async def all_seen(self, *numbers: int, bell: str = "b", contract: str = CONTRACT) -> None:
        """Waits until the view and both policies show exactly this, whatever else is under way."""
        shown: list[list[int]] = []

        async def seen() -> bool:
            shown[:] = [await self.viewed(bell, contract), await self.answered(bell, contract), await self.heard(bell, contract)]
            return shown == [list(numbers)] * 3

        try:
            await eventually(seen)
        except AssertionError as late:
            lanes = await self.listener.background.lanes()
            raise AssertionError(f"{contract} shows {shown} and not {numbers}; {lanes}") from late

    async def all_heard(self, *numbers: int, bell: str = "b", contract: str = CONTRACT) -> None:
        """Everything arrived once, in order, at the view, the policy and the other's policy."""
        await self.quiet()
        expected = list(numbers)
        assert await self.rung(bell, contract) == expected
        assert await self.viewed(bell, contract) == expected
        assert await self.answered(bell, contract) == expected
        assert await self.heard(bell, contract) == expected
