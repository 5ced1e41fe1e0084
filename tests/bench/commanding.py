"""Row `http.command`: one simple command over HTTP, authenticated, validated, decided, appended and shown."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg

from bench.figures import Figure, beside
from bench.race import Subject, race
from bench.served import Hall, hall, served
from bench.stage import database_of, durable_postgres, sized
from bench.wire import Wire, post
from common.servers.ports import free_port
from common.testing.databases import Databases
from common.testing.lodge import LODGE

CLIENTS = 32
COMMANDS = 6_400
P99_TIMES = 4.0
LEAST = 0.5
INSERT = "a FastAPI route that does one insert, 32 clients"
CREATED = 201


async def commanding(_wanted: Sequence[str]) -> list[Figure]:
    """32 clients wait for each answer; every acknowledged command is counted in the ledger."""
    with durable_postgres() as (_, databases), hall() as shared:
        async with _plain(databases) as plain, _own(databases, shared) as own:
            await race([plain, own])
    figure = beside("http.command", own.series, INSERT, plain.series, least=LEAST, unit="commands/s")
    slower = (own.series.p_ms(99) or 0) / (plain.series.p_ms(99) or 1)
    goal, met = f">= {LEAST:g} x, p99 <= {P99_TIMES:g} x", bool(figure.met) and slower <= P99_TIMES
    return [replace(figure, goal=goal, met=met, note=f"p99 {slower:.1f} x")]


@asynccontextmanager
async def _plain(databases: Databases) -> AsyncIterator[Subject]:
    database = await databases.make()
    pool = await asyncpg.create_pool(database.admin_url, min_size=1, max_size=2)
    await pool.execute(
        "create table dimmed (id bigint generated always as identity primary key, lamp text, percent int, at timestamptz)"
    )
    async with served("bench.one_insert:app", free_port(), {"DATABASE_URL": database.admin_url}, "/ready") as process:
        wires = [Wire(process.port) for _ in range(CLIENTS)]

        async def work(caller: int, _n: int) -> int:
            reply = await wires[caller].ask(post(f"/lamps/l{caller}/dim", "-", b'{"percent":1}'))
            return int(reply.status == 200)

        async def arrived() -> int:
            return int(await pool.fetchval("select count(*) from dimmed"))

        yield Subject("plain route", work, arrived, sized(COMMANDS, CLIENTS), CLIENTS)


@asynccontextmanager
async def _own(databases: Databases, shared: Hall) -> AsyncIterator[Subject]:
    database = await database_of(databases, LODGE)
    pool = await asyncpg.create_pool(database.url, min_size=1, max_size=2)
    environment = shared.environment("roster", database.url)
    async with served("bench.lodge:app", shared.ports["roster"], environment) as process:
        one = shared.keys.person("contractor.engineer", subject="tester")
        head = shared.keys.person("customer.head", "admin", subject="head")
        wires = [Wire(process.port) for _ in range(CLIENTS)]
        await _prepare(wires[0], head, one)

        async def work(caller: int, _n: int) -> int:
            reply = await wires[caller].ask(post(f"/v1/contracts/c-1/lamps/l{caller}/dim", one, b'{"percent":1}'))
            if reply.status >= 400:
                raise AssertionError(reply.body.decode())
            return 1

        async def arrived() -> int:
            return int(await pool.fetchval("select count(distinct seq) from events where type = 'dimmed'"))

        yield Subject("command", work, arrived, sized(COMMANDS, CLIENTS), CLIENTS)


async def _prepare(wire: Wire, head: str, engineer: str) -> None:
    """A contract in force, and a lamp for each client."""
    requests = [post("/v1/contracts", head, b'{"contract_id":"c-1"}')]
    requests += [post("/v1/contracts/c-1/lamps", engineer, f'{{"id":"l{n}"}}'.encode()) for n in range(CLIENTS)]
    for request in requests:
        reply = await wire.ask(request)
        if reply.status != CREATED:
            raise AssertionError(reply.body.decode())
