"""Row `append.bulk`: an import of 500 events a call, beside `unnest` inserts of the same rows."""

from collections.abc import Sequence

import asyncpg

from bench.dimmer import DIMMER, NOW, PAYLOAD, append_of, count
from bench.figures import Figure, beside
from bench.race import Subject, race
from bench.stage import durable_postgres, kernel_of, sized
from common.kernel import Kernel
from common.testing.databases import Databases

CALLERS = 4
EVENTS_A_CALL = 500
CALLS = 80
UNNEST = "unnest inserts of the same rows, same columns and indexes"

_COLUMNS = (
    "contract_id text, seq bigint, stream text, version integer, type text, schema_version integer, payload json, actor text,"
    " command_id text, correlation_id text, causation_id text, occurred_at timestamptz, recorded_at timestamptz, hash bytea,"
    " public_no bigint, public_type text, public_version integer, published json"
)
_KINDS = [column.split()[-1] for column in _COLUMNS.split(", ")]
_ARRAYS = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(_KINDS, 1))
_INSERT = f"insert into plain select * from unnest({_ARRAYS})"  # noqa: S608  (names are ours)


async def bulk(_wanted: Sequence[str]) -> list[Figure]:
    """Four callers, 500 events a call."""
    calls = sized(CALLS, CALLERS)
    with durable_postgres() as (_, databases):
        async with kernel_of(databases, DIMMER) as kernel:
            plain, own = await _unnest(databases, calls), _imports(kernel, calls)
            await race([plain, own])
    return [beside("append.bulk", own.series, UNNEST, plain.series, least=0.6)]


def _imports(kernel: Kernel, calls: int) -> Subject:
    async def work(caller: int, n: int) -> int:
        verdict = await kernel.ledger.append(append_of(f"{caller}-{n}", f"lamp/{caller}-{n}", 0, EVENTS_A_CALL))
        return verdict.last_seq - verdict.first_seq + 1

    return Subject("import", work, lambda: count(kernel), calls, CALLERS)


async def _unnest(databases: Databases, calls: int) -> Subject:
    pool = await asyncpg.create_pool((await databases.make()).admin_url, min_size=CALLERS, max_size=CALLERS)
    await pool.execute(f"create table plain ({_COLUMNS}, primary key (contract_id, seq), unique (contract_id, stream, version))")

    async def work(caller: int, n: int) -> int:
        rows = [
            (
                "c-1", (n * CALLERS + caller) * EVENTS_A_CALL + place, f"lamp/{caller}-{n}", place + 1, "turned", 1, PAYLOAD,
                "tester", f"http:tester:{caller}-{n}", f"request-{caller}-{n}", None, NOW, NOW, bytes(32), None, None, None, None,
            )
            for place in range(EVENTS_A_CALL)
        ]  # fmt: skip
        await pool.execute(_INSERT, *zip(*rows, strict=True))
        return EVENTS_A_CALL

    async def arrived() -> int:
        return int(await pool.fetchval("select count(*) from plain"))

    return Subject("unnest", work, arrived, calls, CALLERS)
