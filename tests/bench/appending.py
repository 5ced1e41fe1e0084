"""Rows `append.*`: what it costs that every event is numbered, chained and acknowledged by itself."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg

from bench.dimmer import DIMMER, LAMP, NOW, PAYLOAD, WITH_TWO_VIEWS, Turn, append_of, count
from bench.figures import Figure, beside
from bench.library import library_appends
from bench.race import CALLERS, Subject, race
from bench.stage import durable_postgres, kernel_of, sized
from common.kernel import Kernel
from common.testing.databases import Databases
from common.testing.kernels import meta

POOL = 16
EVENTS = 25_600
LIBRARY_EVENTS = 3_200
CONFLICT_EVERY = 20
PLAIN = "single-row inserts, 64 callers, pool of 16"
LIBRARY = "eventsourcing, PostgreSQL, its default"


async def plain_inserts(databases: Databases, operations: int) -> Subject:
    """A pool of 16 connections, one autocommitted insert per event, into a table with the columns of an event."""
    pool = await asyncpg.create_pool((await databases.make()).admin_url, min_size=POOL, max_size=POOL)
    await pool.execute(
        "create table plain (contract_id text, stream text, version bigint, type text, payload json, actor text,"
        " occurred_at timestamptz, recorded_at timestamptz, primary key (contract_id, stream, version))"
    )

    async def work(caller: int, n: int) -> int:
        await pool.execute(
            "insert into plain values ($1, $2, $3, $4, $5, $6, $7, now())",
            "c-1", f"lamp/{caller}", n, "turned", PAYLOAD, "tester", NOW,
        )  # fmt: skip
        return 1

    async def arrived() -> int:
        return int(await pool.fetchval("select count(*) from plain"))

    return Subject(PLAIN, work, arrived, operations)


def ledger(name: str, kernel: Kernel, operations: int, *, wrong_every: int = 0) -> Subject:
    """The ledger itself: expected version, command id. `wrong_every` claims a stale version that often, then the right one."""
    versions: dict[int, int] = defaultdict(int)

    async def work(caller: int, n: int) -> int:
        stream = f"lamp/{caller}"
        if wrong_every and n % wrong_every == caller % wrong_every:
            verdict = await kernel.ledger.append(append_of(f"{caller}-{n}", stream, versions[caller] + 1))
            if verdict.kind != "conflict":
                raise AssertionError(verdict)
        verdict = await kernel.ledger.append(append_of(f"{caller}-{n}", stream, versions[caller]))
        if verdict.kind != "appended":
            raise AssertionError(verdict)
        versions[caller] += 1
        return 1

    return Subject(name, work, lambda: count(kernel), operations)


def commands(name: str, kernel: Kernel, operations: int) -> Subject:
    """Whole commands: load, fold, decide, encode, append, views."""

    async def work(caller: int, _n: int) -> int:
        outcome = await kernel.handler.handle("c-1", LAMP, f"l{caller}", Turn(1), meta())
        return len(outcome.events)

    return Subject(name, work, lambda: count(kernel), operations)


async def appends(_wanted: Sequence[str]) -> list[Figure]:
    """One contract, 64 callers: the ledger, with views, with conflicts, beside plain inserts and the library."""
    async with _subjects() as (plain, single, viewed, conflicting, command, library):
        await race([plain, single, viewed, conflicting, command, library])
        series = plain.series, single.series, viewed.series, conflicting.series, command.series, library.series
    inserts, own, two, conflicts, whole, other = series
    return [
        beside("append.ledger", own, PLAIN, inserts, least=1.5),
        beside("append.ledger.beside_library", own, LIBRARY, other, least=10),
        beside("append.with_two_views", two, PLAIN, inserts, least=1.2),
        beside("append.conflicts", conflicts, "the same without conflicts", own, least=0.9),
        beside("append.commands_with_two_views", whole, PLAIN, inserts, least=0, note="handler included; no goal"),
    ]


@asynccontextmanager
async def _subjects() -> AsyncIterator[tuple[Subject, ...]]:
    events = sized(EVENTS, CALLERS * 2)
    with durable_postgres() as (_, databases):
        async with AsyncExitStack() as stack:
            bare, again, first, second = [
                await stack.enter_async_context(kernel_of(databases, service))
                for service in (DIMMER, DIMMER, WITH_TWO_VIEWS, WITH_TWO_VIEWS)
            ]
            library = library_appends(await databases.make(), sized(LIBRARY_EVENTS, CALLERS * 2))
            yield (
                await plain_inserts(databases, events),
                ledger("ledger", bare, events),
                ledger("with two views", first, events),
                ledger("with conflicts", again, events, wrong_every=CONFLICT_EVERY),
                commands("commands", second, events),
                await stack.enter_async_context(library),
            )
