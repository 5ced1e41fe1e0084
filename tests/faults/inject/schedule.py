"""What goes wrong when: a seeded order of all faults, again and again, some at the same time."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping

import asyncpg
import nats.errors
from nats.js.errors import APIError

from faults.desk import Ended
from faults.inject import servers, services
from faults.profile import Profile
from faults.world import World
from watchbill.place import SERVICES
from watchbill.words import Stop

Fault = Callable[[World, random.Random], Awaitable[None]]

FAULTS: Mapping[str, Fault] = {
    **{f"kill {service}": services.Kill(service) for service in SERVICES},
    "kill postgres": servers.kill_postgres,
    "kill nats": servers.kill_nats,
    "freeze nats": servers.freeze_nats,
    "restart nats": servers.restart_nats,
    "wipe nats": servers.wipe_nats,
    "purge stream": servers.purge_stream,
    "delete stream": servers.delete_stream,
    "delete consumers": servers.delete_consumers,
    "repeat messages": servers.repeat_messages,
    "cut connections": servers.cut_connections,
    "slow commits": servers.slow_commits,
    "freeze service": services.freeze_service,
    "steal lease": services.steal_lease,
    "jump clock": services.jump_clock,
    "new contract": services.contract,
    "oversize contract": services.oversize_contract,
}
AWAY = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    nats.errors.Error,
    APIError,
    OSError,
    TimeoutError,
    Stop,
    Ended,
    IndexError,
)
"""What a fault may run into because another one is at work."""

RECOVERY_SECONDS = 15.0

TRIES = 8
AGAIN_SECONDS = 1.0


class Schedule:
    """Injects until cancelled; `finish` lets what has begun come to its end."""

    def __init__(self, world: World, seed: int, profile: Profile, say: Callable[[str], None]) -> None:
        self._world = world
        self._random = random.Random(f"faults {seed}")
        self._pause = profile.pause_seconds
        self._say = say
        self._going: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(profile.at_once)

    async def run(self) -> None:
        """Every fault once in a random order, then again in another."""
        while True:
            names = sorted(FAULTS)
            self._random.shuffle(names)
            for name in names:
                await asyncio.sleep(self._random.uniform(0.5, 1.5) * self._pause)
                await self._slots.acquire()
                self.begin(name)

    def begin(self, name: str) -> None:
        """Begins a fault and does not wait for it."""
        task = asyncio.create_task(self._inject(name, random.Random(self._random.random())))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def finish(self) -> None:
        """Waits for faults that take a while."""
        if self._going:
            await asyncio.wait(self._going)

    def abandon(self) -> None:
        """Leaves what has begun where it is: nobody may reach for a world that is being taken down."""
        for task in self._going:
            task.cancel()

    async def _inject(self, name: str, chance: random.Random) -> None:
        try:
            self._say(name)
            await self._try(name, chance)
            await self._world.recovered(RECOVERY_SECONDS)
        finally:
            self._slots.release()

    async def _try(self, name: str, chance: random.Random) -> None:
        for _ in range(TRIES):
            try:
                await FAULTS[name](self._world, chance)
            except AWAY:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            self._world.happened[name] += 1
            return
        self._world.missed[name] += 1
