"""Rows `scale.contracts.*`: append and follow over 1, 10, 100 and 1,000 contracts; what 100,000 idle ones cost."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import asyncpg

from bench.dimmer import DIMMER, append_of, count
from bench.figures import Figure, Series
from bench.following import backlog, feed_round
from bench.race import CALLERS, Subject, race
from bench.served import hall, served
from bench.stage import database_of, durable_postgres, kernel_of, sized
from bench.telling import COUNTING, FOLLOWER, TELLER, TELLING
from common.kernel import Kernel
from common.testing.databases import Databases

SCALES = (1, 10, 100, 1000)
EVENTS = 19_200
FOLLOWED = 50_000
IDLE = 100_000
IDLE_SECONDS = 20
LEAST = 0.5

_CONTRACTS = """
insert into ledgers select 'idle-' || n, gen_random_uuid(), 1, decode(repeat('01', 32), 'hex'), now(), 1
  from generate_series(1, $1) n
"""
_EVENTS = """
insert into events select 'idle-' || n, 1, 'book/b0', 1, 'noted', 1, '{"n":0,"text":""}', 'importer', 'import', 'import', null,
       now(), now(), decode(repeat('01', 32), 'hex'), 1, 'note-taken', 1, '{"n":0,"text":""}'
  from generate_series(1, $1) n
"""
_RELAYED = "insert into relay_positions select 'idle-' || n, 1 from generate_series(1, $1) n"
_HEARD = """
insert into positions (name, source, contract_id, number, hash, log_id)
select 'books', $1, contract_id, 1, repeat('01', 32), log_id::text from unnest($2::text[], $3::uuid[]) l (contract_id, log_id)
"""


async def contracts(_wanted: Sequence[str]) -> list[Figure]:
    """Three figures of one name."""
    with durable_postgres() as (_, databases):
        return [await _appends(databases), await _follows(databases), await _idle(databases)]


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


async def _idle(databases: Databases) -> Figure:
    """A teller and its follower, everything heard, nothing to do: processor time of both, in percent of one core."""
    idle = sized(IDLE, 1000)
    source, target = await database_of(databases, TELLING, TELLER), await database_of(databases, COUNTING, FOLLOWER)
    one, other = await asyncpg.connect(source.admin_url), await asyncpg.connect(target.admin_url)
    for statement in (_CONTRACTS, _EVENTS, _RELAYED):
        await one.execute(statement, idle)
    ledgers = await one.fetch("select contract_id, log_id from ledgers")
    await other.execute(_HEARD, TELLER, [row["contract_id"] for row in ledgers], [row["log_id"] for row in ledgers])
    await one.execute("vacuum (analyze)")
    with hall() as shared:
        teller = shared.environment(TELLER, source.url) | {"BENCH_SERVICE": "telling"}
        follower = shared.environment(FOLLOWER, target.url) | {"BENCH_SERVICE": "counting"}
        async with (
            served("bench.follower:app", shared.ports[TELLER], teller) as telling,
            served("bench.follower:app", shared.ports[FOLLOWER], follower) as counting,
        ):
            await asyncio.sleep(5)
            before = telling.cpu_seconds, counting.cpu_seconds
            await asyncio.sleep(IDLE_SECONDS)
            used = telling.cpu_seconds - before[0], counting.cpu_seconds - before[1]
            held = telling.resident_bytes >> 20, counting.resident_bytes >> 20
    await one.close()
    await other.close()
    note = f"source {used[0] / IDLE_SECONDS:.0%} and {held[0]} MiB, follower {used[1] / IDLE_SECONDS:.0%} and {held[1]} MiB"
    return Figure("scale.contracts.idle", 100 * sum(used) / IDLE_SECONDS, "% of a core", note=f"{idle} idle contracts: {note}")
