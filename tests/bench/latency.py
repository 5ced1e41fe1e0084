"""Row `latency.command_to_view`: from the answer to a command until its effect is committed in another service.

Both moments are read from one machine's clock: the answer's in this process, the effect's from PostgreSQL, which keeps
the time of each commit here.
"""

import asyncio
from collections.abc import Sequence

import asyncpg

from bench.figures import Figure, percentile
from bench.served import hall, served
from bench.stage import database_of, durable_postgres, sized
from bench.telling import FOLLOWER, LISTING, TELLER, TELLING
from bench.wire import Wire, post
from common.clock import real_now
from common.testing.databases import Databases
from common.testing.processes import eventually
from common.testing.servers import RunningBroker, own_broker

PER_SECOND = 200
SECONDS = 30
WARM_UP = 400
CLIENTS = 32
P50_MS, P99_MS = 5.0, 20.0
CREATED = 201
COMMITTED = "select row->>'n' as n, pg_xact_commit_timestamp(xmin) as at from notes_v1"


async def latency(_wanted: Sequence[str]) -> list[Figure]:
    """200 commands a second whatever the answers take; two services, NATS, PostgreSQL and the client on this machine."""
    with durable_postgres(track_commit_timestamp="on") as (_, databases), own_broker() as broker:
        acknowledged, committed = await _measured(databases, broker)
    late = [1000 * (committed[n] - at) for n, at in acknowledged.items() if n >= WARM_UP]
    p50, p99 = percentile(late, 50), percentile(late, 99)
    return [
        Figure(
            "latency.command_to_view", p50, "ms", p50_ms=p50, p99_ms=p99, goal=f"p50 <= {P50_MS:g} ms, p99 <= {P99_MS:g} ms",
            met=p50 <= P50_MS and p99 <= P99_MS, lowest=min(late), highest=max(late), expected=len(acknowledged),
            arrived=len(committed), note="below zero: the effect was there before the answer",
        )
    ]  # fmt: skip


async def _measured(databases: Databases, broker: RunningBroker) -> tuple[dict[int, float], dict[int, float]]:
    """By command: when it was acknowledged, and when its effect was committed."""
    source, target = await database_of(databases, TELLING, TELLER), await database_of(databases, LISTING, FOLLOWER)
    with hall() as shared:
        teller = shared.environment(TELLER, source.url, broker.url(TELLER)) | {"BENCH_SERVICE": "telling"}
        follower = shared.environment(FOLLOWER, target.url, broker.url(FOLLOWER)) | {"BENCH_SERVICE": "listing"}
        token = shared.keys.person("contractor.engineer", subject="tester")
        async with (
            served("bench.follower:app", shared.ports[TELLER], teller),
            served("bench.follower:app", shared.ports[FOLLOWER], follower),
        ):
            acknowledged = await _load(shared.ports[TELLER], token, WARM_UP + sized(PER_SECOND * SECONDS))
            connection = await asyncpg.connect(target.admin_url)

            async def all_there() -> bool:
                return bool(await connection.fetchval("select count(*) from notes_v1") >= len(acknowledged))

            await eventually(all_there, "every command has its effect")
            rows = await connection.fetch(COMMITTED)
            await connection.close()
    return acknowledged, {int(row["n"]): row["at"].timestamp() for row in rows}


async def _load(port: int, token: str, commands: int) -> dict[int, float]:
    """An open loop: each command is sent at its moment, on whichever connection is free."""
    free: asyncio.Queue[Wire] = asyncio.Queue()
    for _ in range(CLIENTS):
        free.put_nowait(Wire(port))
    acknowledged: dict[int, float] = {}
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def one(n: int) -> None:
        await asyncio.sleep(began + n / PER_SECOND - loop.time())
        wire = await free.get()
        reply = await wire.ask(post("/v1/contracts/c-1/notes", token, f'{{"n":{n},"text":"巡检正常"}}'.encode()))
        acknowledged[n] = real_now().timestamp()
        free.put_nowait(wire)
        if reply.status != CREATED:
            raise AssertionError(reply.body.decode())

    async with asyncio.TaskGroup() as group:
        for n in range(commands):
            group.create_task(one(n))
    return acknowledged
