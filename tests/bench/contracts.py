"""Rows `scale.contracts.*`: append and follow over 1, 10, 100 and 1,000 contracts; what 100,000 idle ones cost."""

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import asyncpg

from bench.dimmer import DIMMER, append_of, count
from bench.figures import Figure, Series
from bench.following import backlog, feed_round
from bench.race import CALLERS, Subject, race
from bench.served import hall, served
from bench.stage import database_of, durable_postgres, kernel_of, sized
from bench.telling import COUNTING, FOLLOWER, TELLER, TELLING, notes
from common.kernel import Kernel, open_kernel
from common.testing.databases import Databases
from common.testing.servers import Database, RunningPostgres

SCALES = (1, 10, 100, 1000)
EVENTS = 19_200
FOLLOWED = 50_000
IDLE = 100_000
IDLE_SECONDS = 20
LATE_NUMBER = 2
LEAST = 0.5

_CONTRACTS = """
insert into ledgers select 'idle-' || n, gen_random_uuid(), 1, sha256(convert_to('idle-' || n, 'UTF8')), now(), 1
  from generate_series(1, $1) n
"""
_EVENTS = """
insert into events select 'idle-' || n, 1, 'book/b0', 1, 'noted', 1, '{"n":0,"text":""}', 'importer', 'import', 'import', null,
       now(), now(), sha256(convert_to('idle-' || n, 'UTF8')), 1, 'note-taken', 1, '{"n":0,"text":""}'
  from generate_series(1, $1) n
"""
_RELAYED = "insert into relay_positions select 'idle-' || n, 1 from generate_series(1, $1) n"
_HEARD = """
insert into positions (name, source, contract_id, number, hash, log_id)
select 'books', $1, contract_id, 1, encode(sha256(convert_to(contract_id, 'UTF8')), 'hex'), log_id::text
  from unnest($2::text[], $3::uuid[]) l (contract_id, log_id)
"""
# Which tables the positions were counted for: without it the follower would begin anew.
_SHAPE = "insert into positions (name, source, contract_id, hash, reason) values ('books', $1, '', '', 'books_v1')"
_LATE = "select number from positions where contract_id = 'idle-77'"


async def contracts(_wanted: Sequence[str]) -> list[Figure]:
    """Three figures of one name."""
    with durable_postgres() as (server, databases):
        return [await _appends(databases), await _follows(databases), await _idle(server, databases)]


async def _appends(databases: Databases) -> Figure:
    async with kernel_of(databases, DIMMER) as kernel:
        subjects = {scale: _over(kernel, scale) for scale in SCALES}
        await race(list(subjects.values()))
    return _compared("scale.contracts.append", {scale: subject.series for scale, subject in subjects.items()})


def _over(kernel: Kernel, scale: int) -> Subject:
    """64 callers, each with a stream of its own under every contract, going through the contracts in turn."""
    versions: dict[tuple[int, int], int] = defaultdict(int)

    async def work(caller: int, n: int) -> int:
        number = (n * CALLERS + caller) % scale
        verdict = await kernel.ledger.append(
            append_of(f"{caller}-{n}", f"lamp/{caller}", versions[caller, number], contract=f"c{scale}-{number}")
        )
        versions[caller, number] += 1
        return verdict.last_seq - verdict.first_seq + 1

    return Subject(f"{scale} contracts", work, lambda: count(kernel), sized(EVENTS, CALLERS * 2))


async def _follows(databases: Databases) -> Figure:
    events = sized(FOLLOWED, 2000)
    found: dict[int, Series] = {}
    for scale in SCALES:
        source = await database_of(databases, TELLING, TELLER)
        names = [f"c-{number}" for number in range(scale)]
        whole = events // scale * scale
        await backlog(source, names, whole)
        rate, arrived = await feed_round(databases, source, scale, whole)
        found[scale] = Series([rate], [], whole, arrived)
        await databases.drop(source)
    return _compared("scale.contracts.follow", found)


def _compared(name: str, found: dict[int, Series]) -> Figure:
    """At 1,000 contracts beside 10."""
    many, few = found[1000], found[10]
    ratio = many.median / few.median
    told = ", ".join(f"{scale}: {series.median:,.0f}" for scale, series in found.items())
    return Figure(
        name, many.median, "events/s", "10 contracts", few.median, ratio, many.p_ms(50), many.p_ms(99),
        f">= {LEAST:g} x", ratio >= LEAST, expected=sum(one.expected for one in found.values()),
        arrived=sum(one.arrived for one in found.values()), note=f"events/s by contracts: {told}",
    )  # fmt: skip


async def _idle(server: RunningPostgres, databases: Databases) -> Figure:
    """A teller and its follower, everything heard, nothing to do: processor time of both and of PostgreSQL.

    Then one event that no message tells of, and how long it takes to be found among all of them.
    """
    idle = sized(IDLE, 1000)
    source, target = await database_of(databases, TELLING, TELLER), await database_of(databases, COUNTING, FOLLOWER)
    one, other = await asyncpg.connect(source.admin_url), await asyncpg.connect(target.admin_url)
    for statement in (_CONTRACTS, _EVENTS, _RELAYED):
        await one.execute(statement, idle)
    ledgers = await one.fetch("select contract_id, log_id from ledgers")
    await other.execute(_HEARD, TELLER, [row["contract_id"] for row in ledgers], [row["log_id"] for row in ledgers])
    await other.execute(_SHAPE, TELLER)
    for connection in (one, other):
        await connection.execute("vacuum (analyze)")
    with hall() as shared:
        teller = shared.environment(TELLER, source.url) | {"BENCH_SERVICE": "telling"}
        follower = shared.environment(FOLLOWER, target.url) | {"BENCH_SERVICE": "counting"}
        async with (
            served("bench.follower:app", shared.ports[TELLER], teller) as telling,
            served("bench.follower:app", shared.ports[FOLLOWER], follower) as counting,
        ):
            await asyncio.sleep(5)
            before = telling.cpu_seconds, counting.cpu_seconds, _cpu_seconds(server)
            await asyncio.sleep(IDLE_SECONDS)
            after = telling.cpu_seconds, counting.cpu_seconds, _cpu_seconds(server)
            held = telling.resident_bytes >> 20, counting.resident_bytes >> 20
            found = await _found(source, other)
    await one.close()
    await other.close()
    source_, follower_, postgres = (100 * (late - early) / IDLE_SECONDS for early, late in zip(before, after, strict=True))
    note = (
        f"{idle} idle contracts: source {source_:.1f}% and {held[0]} MiB, follower {follower_:.1f}% and {held[1]} MiB, PostgreSQL"
        f" {postgres:.1f}%; an event that no message told of was found after {found:.1f} s"
    )
    return Figure("scale.contracts.idle", source_ + follower_ + postgres, "% of a core", expected=1, arrived=1, note=note)


async def _found(source: Database, target: "asyncpg.Connection[asyncpg.Record]") -> float:
    """Seconds from an append in one of the contracts until the follower has it."""
    async with open_kernel(TELLING, source.url) as kernel:
        await kernel.ledger.append(notes("idle-77", 1, 1))
    began = time.monotonic()
    async with asyncio.timeout(60):
        while await target.fetchval(_LATE) < LATE_NUMBER:  # noqa: ASYNC110  (another process works)
            await asyncio.sleep(0.05)
    return time.monotonic() - began


def _cpu_seconds(server: RunningPostgres) -> float:
    """What PostgreSQL has used so far, all its processes together, those that have ended included."""
    postmaster = str(server.server.running_pid())
    ticks = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit():
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if folder.name == postmaster:
                    ticks += sum(map(int, fields[11:15]))
                elif fields[1] == postmaster:
                    ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
