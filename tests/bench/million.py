"""Rows on a ledger of a million events: `rebuild.score_view`, `http.list`, `start.service`, `memory.service`."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
from pydantic import TypeAdapter

from bench.figures import Figure, percentile
from bench.served import hall, served
from bench.slips import CONTRACT, WITH_SCORE, WITHOUT_VIEWS, expected, fill, import_slips
from bench.stage import durable_postgres, program, sized
from bench.wire import Wire, get
from common.kernel import Kernel, open_kernel
from common.migrate import migrate
from common.testing.servers import Database
from scoring.domain.slip import SlipRecorded
from scoring.main import SERVICE

EVENTS = 1_000_000
PAGE = 5000
LIVE_PER_SECOND = 50
LIVE_SECONDS = 15
READING = "reading and decoding the same events, folding nothing"
LEAST, P99_TIMES = 0.55, 4.0
LISTED = 400
PAGE_ROWS = 50
OK = 200
LIST_MS, START_SECONDS, RESIDENT_MIB = 25.0, 3.0, 200.0
QUERIES = ("", "&quarter=3", "&state=pending", "&sort=event_at", "&sort=recorded_at&direction=desc")


async def million(wanted: Sequence[str]) -> list[Figure]:
    """One ledger of scoring, filled by import; its views are filled by rebuilds."""
    slips = sized(EVENTS, 10_000)
    figures: list[Figure] = []
    with durable_postgres() as (_, databases):
        database = await databases.make("scoring")
        await migrate(WITHOUT_VIEWS, database.owner_url, "scoring")
        await fill(database, slips)
        await _analyse(database)
        if "rebuild.score_view" in wanted:
            await migrate(WITH_SCORE, database.owner_url, "scoring")
            figures.append(await rebuilding(database, slips))
        if {"http.list", "start.service", "memory.service"} & set(wanted):
            await migrate(SERVICE, database.owner_url, "scoring")
            await _rebuilt(database, "common.rebuild")
            await _analyse(database)
            figures += await _serving(database, slips, wanted)
    return figures


async def _analyse(database: Database) -> None:
    """What autovacuum does within a minute."""
    connection = await asyncpg.connect(database.admin_url)
    await connection.execute("vacuum (analyze)")
    await connection.close()


async def rebuilding(database: Database, slips: int) -> Figure:
    """The baseline before and after, the rebuild between them; the rebuild and a calm while with 50 live appends a second."""
    before = await _read(database, slips)
    took: list[float] = []
    async with open_kernel(WITH_SCORE, database.url) as kernel:
        live = Live(kernel, slips)
        calm = await live.until(asyncio.sleep(LIVE_SECONDS * slips / EVENTS + 1))
        busy = await live.until(_timed(took, database))
    after = await _read(database, slips)
    rate, base = slips / took[0], (before + after) / 2
    slower = percentile(busy, 99) / percentile(calm, 99)
    return Figure(
        "rebuild.score_view", rate, "events/s", READING, base, rate / base, 1000 * percentile(busy, 50),
        1000 * percentile(busy, 99), f">= {LEAST:g} x, live p99 <= {P99_TIMES:g} x", rate / base >= LEAST and slower <= P99_TIMES,
        expected=live.next, arrived=await _scored(database, live.next),
        note=f"p50 and p99 are of live appends; without the rebuild their p99 is {1000 * percentile(calm, 99):.1f} ms",
    )  # fmt: skip


@dataclass
class Live:
    """Appends of more slips, one at a time, 50 a second."""

    kernel: Kernel
    next: int

    async def until(self, over: Coroutine[Any, Any, None]) -> list[float]:
        """How long each append took while something else was under way."""
        other = asyncio.create_task(over)
        times: list[float] = []
        while not other.done():
            began = time.perf_counter()
            await import_slips(self.kernel, range(self.next, self.next + 1))
            times.append(time.perf_counter() - began)
            self.next += 1
            await asyncio.sleep(max(0.0, 1 / LIVE_PER_SECOND - times[-1]))
        await other
        return times


async def _scored(database: Database, slips: int) -> int:
    """How many slips the view has added up; raises where a quarter differs from what arithmetic gives."""
    connection = await asyncpg.connect(database.admin_url)
    rows = await connection.fetch("select key, row from score_v1")
    await connection.close()
    found = {row["key"]: orjson.loads(row["row"]) for row in rows}
    added = {key: (row["deducted"], row["bonus"], row["slips"]) for key, row in found.items()}
    if added != expected(slips):
        raise AssertionError(f"{added} instead of {expected(slips)}")
    return sum(row["slips"] for row in found.values())


async def _timed(took: list[float], database: Database) -> None:
    began = time.perf_counter()
    await _rebuilt(database, "bench.rebuild_score")
    took.append(time.perf_counter() - began)


async def _rebuilt(database: Database, module: str) -> None:
    """A rebuild as a process of its own."""
    with program("rebuild", "-m", module, "scoring", environment={"WATCHBILL_DATABASE_URL": database.url}) as process:
        while process.poll() is None:  # noqa: ASYNC110  (another process ends)
            await asyncio.sleep(0.01)
        if process.returncode:
            raise AssertionError(f"the rebuild ended with {process.returncode}")


async def _read(database: Database, slips: int) -> float:
    """Events a second of a process that only reads and decodes, page by page."""
    connection = await asyncpg.connect(database.url)
    decode = TypeAdapter(SlipRecorded).validate_json
    began, after, seen = time.perf_counter(), 0, 0
    while rows := await connection.fetch(
        "select seq, stream, version, type, payload from events where contract_id = $1 and seq > $2 order by seq limit $3",
        CONTRACT, after, PAGE,
    ):  # fmt: skip
        for row in rows:
            if row["type"] == "slip-recorded":
                decode(row["payload"])
                seen += 1
        after = rows[-1]["seq"]
        await asyncio.sleep(0)
    await connection.close()
    if seen < slips:
        raise AssertionError(f"{seen} of {slips} events were read")
    return seen / (time.perf_counter() - began)


async def _serving(database: Database, slips: int, wanted: Sequence[str]) -> list[Figure]:
    """Scoring as it is run, on that ledger: how long it takes to start, to answer a list, and what it holds then."""
    figures = []
    with hall() as shared:
        environment = shared.environment("scoring", database.url)
        async with served("scoring.main:app", shared.ports["scoring"], environment) as process:
            ready = process.seconds
            times, rows = await _listed(Wire(process.port), shared.keys.person("auditor"), slips)
            resident = process.resident_bytes / 1024 / 1024
    if "http.list" in wanted:
        figures.append(_list_figure(times, rows))
    if "start.service" in wanted:
        figures.append(
            Figure(
                "start.service", ready, "s", goal=f"<= {START_SECONDS:g} s", met=ready <= START_SECONDS, note=f"{slips} events"
            )
        )
    if "memory.service" in wanted:
        goal = f"<= {RESIDENT_MIB:g} MiB"
        figures.append(
            Figure("memory.service", resident, "MiB", goal=goal, met=resident <= RESIDENT_MIB, note=f"after {len(times)} lists")
        )
    return figures


async def _listed(wire: Wire, token: str, slips: int) -> tuple[list[float], int]:
    """Pages in every order and with filters, each followed to its second page; how long each took, and rows answered."""
    times: list[float] = []
    rows = 0
    for number in range(sized(LISTED, 20)):
        path = f"/v1/contracts/{CONTRACT}/slips?limit=50{QUERIES[number % len(QUERIES)]}"
        cursor = ""
        for _ in range(2):
            began = time.perf_counter()
            reply = await wire.ask(get(path + cursor, token))
            times.append(time.perf_counter() - began)
            answer = orjson.loads(reply.body)
            if reply.status != OK or len(answer["items"]) != min(PAGE_ROWS, slips):
                raise AssertionError(reply.body[:500])
            rows += len(answer["items"])
            cursor = f"&cursor={answer['next']}"
    return times, rows


def _list_figure(times: list[float], rows: int) -> Figure:
    p50, p99 = 1000 * percentile(times, 50), 1000 * percentile(times, 99)
    return Figure(
        "http.list", p99, "ms", p50_ms=p50, p99_ms=p99, goal=f"p99 <= {LIST_MS:g} ms", met=p99 <= LIST_MS,
        expected=len(times) * PAGE_ROWS, arrived=rows, note="pages of 50 rows; one after another",
    )  # fmt: skip
