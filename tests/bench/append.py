"""Events per second of an append in the group commit, beside plain single-row inserts, in one run, interleaved.

    python tests/bench/append.py [rounds] [events per round]

Own embedded PostgreSQL, durable (fsync on). 64 callers each wait for their own acknowledgement before the next event.
Every round counts what arrived: a figure without all events is an error.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import uvloop

from common.clock import real_now
from common.handling.handler import Handler
from common.kernel import Kernel, open_kernel
from common.ledger.appending import Append, NewEvent
from common.migrate import migrate
from common.projection import View
from common.testing.databases import Databases
from common.testing.kernels import meta
from common.testing.lamps import HOUSE, LAMP, LAMPS, Dim, Dimmed, LampRow, Open, limit_of
from common.testing.servers import own_postgres

CALLERS = 64
POOL = 16
PAYLOAD = '{"percent":1,"note":"一次点检的说明文字, 大约一百字节长, 像真实事件那样","at":"2026-10-14T01:30:00Z"}'
NOW = datetime(2026, 10, 14, tzinfo=UTC)

_DIMMED = LampRow("", "lit", "white", NOW, 1)
DIMMED_VIEW = View("dimmed", 1, LampRow, columns=("state", "times"))
COUNTED_VIEW = View("counted", 1, LampRow, columns=("state",))


def _dim(row: LampRow | None, fact: Any) -> LampRow:
    return replace(row or _DIMMED, id=fact.id, times=(row.times if row else 0) + 1)


PLAIN_LAMPS = replace(LAMPS, projects=dict.fromkeys(LAMPS.projects), publishes=dict.fromkeys(LAMPS.publishes), timers=None)
TWO_VIEWS = replace(
    PLAIN_LAMPS,
    projects={**PLAIN_LAMPS.projects, Dimmed: (DIMMED_VIEW.on(lambda f: f.id, _dim), COUNTED_VIEW.on(lambda f: f.id, _dim))},
)

Work = Callable[[int, int], Awaitable[None]]


@dataclass
class Subject:
    """One thing to measure: `work(caller, n)` does one event; `arrived` counts the rows there are."""

    name: str
    work: Work
    arrived: Callable[[], Awaitable[int]]
    figures: list[float]
    client_us: list[float] = field(default_factory=list)
    server_us: list[float] = field(default_factory=list)


def server_seconds() -> float:
    """CPU seconds of every process of the server this script has started, ended ones included."""
    stats = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = entry.read_text().rpartition(")")[2].split()
            stats[int(entry.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    mine = {os.getpid()}
    for _ in range(3):
        mine |= {pid for pid, (parent, _) in stats.items() if parent in mine}
    ticks = sum(used for pid, (_, used) in stats.items() if pid in mine and pid != os.getpid())
    return ticks / os.sysconf("SC_CLK_TCK")


async def plain(url: str) -> Subject:
    """A pool of 16 connections, one autocommitted insert per event."""
    pool = await asyncpg.create_pool(url, min_size=POOL, max_size=POOL)
    await pool.execute(
        "create table plain (contract_id text, stream text, version bigint, type text, payload json, actor text,"
        " occurred_at timestamptz, recorded_at timestamptz, primary key (contract_id, stream, version))"
    )

    async def work(caller: int, n: int) -> None:
        await pool.execute(
            "insert into plain values ($1, $2, $3, $4, $5, $6, $7, now())",
            "c1", f"lamp/{caller}", n, "dimmed", PAYLOAD, "tester", NOW,
        )  # fmt: skip

    return Subject("plain inserts", work, lambda: pool.fetchval("select count(*) from plain"), [])


def ledger(kernel: Kernel) -> Subject:
    """The ledger itself: numbered, chained, with expected version and command id."""

    async def work(caller: int, n: int) -> None:
        stream = f"lamp/{caller}"
        event = NewEvent(Dimmed(1), stream, "dimmed", 1, PAYLOAD)
        verdict = await kernel.ledger.append(
            Append(
                "c1", f"http:tester:{caller}-{n}", b"0" * 32, real_now(), "tester", f"request-{caller}-{n}", None, NOW,
                (event,), ((stream, n),),
            )
        )  # fmt: skip
        if verdict.kind != "appended":
            raise AssertionError(verdict)

    return Subject("ledger append", work, lambda: _events(kernel, "c1"), [])


def handled(name: str, kernel: Kernel) -> Subject:
    """A whole command: fold, decide, encode, append, views."""
    handler: Handler = kernel.handler

    async def work(caller: int, _n: int) -> None:
        await handler.handle("c2", LAMP, f"l{caller}", Dim(1), meta())

    return Subject(name, work, lambda: _events(kernel, "c2"), [])


async def _events(kernel: Kernel, contract: str) -> int:
    found: int = await kernel.pool.fetchval("select count(*) from events where contract_id = $1 and type = 'dimmed'", contract)
    return found


async def _round(subject: Subject, events: int, start: int) -> float:
    async def caller(number: int) -> None:
        for n in range(start, start + events // CALLERS):
            await subject.work(number, n)

    before = await subject.arrived()
    server, client = server_seconds(), time.process_time()
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(CALLERS):
            group.create_task(caller(number))
    seconds = time.perf_counter() - began
    subject.client_us.append((time.process_time() - client) / events * 1e6)
    subject.server_us.append((server_seconds() - server) / events * 1e6)
    arrived = await subject.arrived() - before
    if arrived != events // CALLERS * CALLERS:
        raise AssertionError(f"{subject.name}: {arrived} of {events} arrived")
    return arrived / seconds


async def main(rounds: int, events: int) -> None:
    """Prints the median and the spread of each subject, and its ratio to plain inserts."""
    with own_postgres(fsync="on", synchronous_commit="on", full_page_writes="on", shared_buffers="256MB") as postgres:
        databases = Databases(postgres)
        kernels = []
        for service in (PLAIN_LAMPS, TWO_VIEWS):
            database = await databases.make()
            await migrate(service, database.owner_url, "kernel")
            context = open_kernel(service, database.url, fold_terms=limit_of)
            kernels.append((context, await context.__aenter__()))
        for _, kernel in kernels:
            await kernel.handler.handle("c2", HOUSE, "contract", Open(50), meta())
        subjects = [
            await plain((await databases.make()).admin_url),
            ledger(kernels[0][1]),
            handled("command, no view", kernels[0][1]),
            handled("command, two views", kernels[1][1]),
        ]
        for number in range(rounds):
            for subject in subjects:
                subject.figures.append(await _round(subject, events, number * (events // CALLERS)))
        version = await kernels[0][1].pool.fetchval("select version()")
        _report(subjects, rounds, events, str(version))
        for context, kernel in kernels:
            print(f"largest group {kernel.ledger.group.largest_group}")
            await context.__aexit__(None, None, None)


def _report(subjects: list[Subject], rounds: int, events: int, version: str) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {CALLERS} callers, fsync on, {version.partition(',')[0]}")
    print(f"{rounds} rounds of {events} events, interleaved: median (lowest - highest) a second, cpu us an event")
    base = statistics.median(subjects[0].figures)
    for subject in subjects:
        figure, client, server = map(statistics.median, (subject.figures, subject.client_us, subject.server_us))
        spread = f"({min(subject.figures):,.0f} - {max(subject.figures):,.0f})"
        used = f"client {client:.0f}, server {server:.0f}"
        print(f"{subject.name:20} {figure:9,.0f}  {spread:20} x {figure / base:.2f}  {used}")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sizes = dict(zip(count(), given, strict=False))
    uvloop.run(main(sizes.get(0, 5), sizes.get(1, 12_800)))
