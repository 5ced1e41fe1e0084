"""Faults of the servers: PostgreSQL and NATS killed, frozen, emptied, slowed."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import nats
from nats.js import JetStreamContext

from faults.world import World, freeze, thaw
from watchbill.place import SERVICES

FROZEN_SECONDS = 2.5
SLOW_SECONDS = 3.0
SLOW_MICROSECONDS = 60_000
REPEATED = 60
RECOVERY_SECONDS = 60.0


@asynccontextmanager
async def jetstream(world: World) -> AsyncIterator[JetStreamContext]:
    """NATS as its operator."""
    client = await nats.connect(world.instance.nats_url().split(","), allow_reconnect=False, connect_timeout=2, error_cb=_unheard)
    try:
        yield client.jetstream(timeout=3)
    finally:
        await client.close()


async def _unheard(_failure: Exception) -> None:
    """The call itself fails, too; that is enough."""


@asynccontextmanager
async def administrator(world: World, database: str = "postgres") -> AsyncIterator["asyncpg.Connection[Any]"]:
    """PostgreSQL as its superuser."""
    connection = await asyncpg.connect(f"{world.instance.addresses().postgres.rpartition('/')[0]}/{database}", timeout=5)
    try:
        yield connection
    finally:
        await connection.close()


async def kill_postgres(world: World, chance: random.Random) -> None:
    """As a power cut would: it recovers from its log."""
    world.instance.child("postgres").kill()


async def kill_nats(world: World, chance: random.Random) -> None:
    """Its store stays."""
    world.instance.child("nats").kill()


async def freeze_nats(world: World, chance: random.Random) -> None:
    """Connections stay open and nobody answers."""
    pid = freeze(world.instance.child("nats"))
    await asyncio.sleep(FROZEN_SECONDS)
    thaw(pid)


async def restart_nats(world: World, chance: random.Random) -> None:
    """In order."""
    async with world.busy["nats"]:
        await world.instance.child("nats").restart()


async def wipe_nats(world: World, chance: random.Random) -> None:
    """Every stream and consumer lost."""
    async with world.busy["nats"]:
        await world.instance.wipe_nats()


async def purge_stream(world: World, chance: random.Random) -> None:
    """Somebody empties a stream."""
    async with jetstream(world) as stream:
        await stream.purge_stream(f"wb-{chance.choice(SERVICES)}")


async def delete_stream(world: World, chance: random.Random) -> None:
    """Somebody deletes a stream, its consumers with it."""
    async with jetstream(world) as stream:
        await stream.delete_stream(f"wb-{chance.choice(SERVICES)}")


async def delete_consumers(world: World, chance: random.Random) -> None:
    """Somebody deletes every consumer of a stream."""
    async with jetstream(world) as stream:
        name = f"wb-{chance.choice(SERVICES)}"
        for consumer in await stream.consumers_info(name):
            await stream.delete_consumer(name, consumer.name)


async def repeat_messages(world: World, chance: random.Random) -> None:
    """Messages come again, later than others, in any order; the broker does not know them as repetitions."""
    async with jetstream(world) as stream:
        name = f"wb-{chance.choice(SERVICES)}"
        state = (await stream.stream_info(name)).state
        numbers = list(range(max(state.last_seq - REPEATED, state.first_seq), state.last_seq + 1))
        chance.shuffle(numbers)
        for number in numbers:
            message = await stream.get_msg(name, number)
            headers = {key: value for key, value in (message.headers or {}).items() if key != "Nats-Msg-Id"}
            await stream.publish(message.subject or "", message.data or b"", headers=headers)


async def cut_connections(world: World, chance: random.Random) -> None:
    """PostgreSQL ends every connection of a service."""
    async with administrator(world) as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
            chance.choice(SERVICES),
        )


async def slow_commits(world: World, chance: random.Random) -> None:
    """Every commit takes long, as on a bad disk."""
    await _commit_delay(world, SLOW_MICROSECONDS)
    await asyncio.sleep(SLOW_SECONDS)
    await _commit_delay(world, 0)


async def _commit_delay(world: World, microseconds: int) -> None:
    async with administrator(world) as connection:
        await connection.execute("alter system set commit_siblings = 0")
        await connection.execute(f"alter system set commit_delay = {microseconds}")
        await connection.execute("select pg_reload_conf()")


async def commits_at_once(world: World) -> None:
    """Takes the delay back, in case PostgreSQL was away when it should have ended. It may be away still."""
    async with asyncio.timeout(RECOVERY_SECONDS):
        while True:
            try:
                return await _commit_delay(world, 0)
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.2)


async def nats_away(world: World, seconds: float) -> None:
    """Stopped for long: a tail that nobody published grows."""
    async with world.busy["nats"]:
        child = world.instance.child("nats")
        await child.stop()
        await asyncio.sleep(seconds)
        await child.start()
