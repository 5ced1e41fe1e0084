"""Rows `follow.*`: a service catches up on another's backlog, by the feed and through JetStream, exactly once."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from statistics import median

import asyncpg
import nats
from nats.aio.client import Client
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError

from bench.figures import Figure, Series
from bench.served import hall, served
from bench.stage import ROUNDS, database_of, durable_postgres, sized
from bench.telling import COUNTING, FOLLOWER, PLACES, TELLER, TELLING, notes
from common.bus.streams import ensure_consumer, ensure_stream, stream_name
from common.kernel import open_kernel
from common.relay import RelayLog, publish
from common.testing.databases import Databases
from common.testing.servers import Database, own_broker

FEED_EVENTS = 200_000
STREAM_EVENTS = 60_000
IMPORT = 500
LOOK_SECONDS = 0.02
DURABLE = f"{FOLLOWER}-books"
NATS_PY = "nats-py fetches the same messages by 256 and acknowledges each batch"


async def backlog(database: Database, contracts: Sequence[str], events: int) -> None:
    """Imports notes into the teller's ledger, the same number under each contract."""
    async with open_kernel(TELLING, database.url) as kernel:
        each = events // len(contracts)
        for contract in contracts:
            for first in range(0, each, IMPORT):
                await kernel.ledger.append(notes(contract, first, min(IMPORT, each - first)))


async def caught_up(url: str, events: int) -> float:
    """Waits until every event has been taken, and gives the events a second from the first position seen to the last."""
    connection = await asyncpg.connect(url)
    try:
        first = began = last = now = 0.0
        while last < events:
            await asyncio.sleep(LOOK_SECONDS)
            last = await connection.fetchval("select coalesce(sum(number), 0) from positions where name = 'books'")
            now = time.perf_counter()
            if last and not first:
                first, began = float(last), now
        return (events - first) / (now - began) if events > first else float("inf")
    finally:
        await connection.close()


async def counted(url: str, contracts: int, events: int) -> int:
    """How many events are in the view; raises where one is missing, twice or out of turn."""
    each = events // contracts
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        "select key, row->>'times' as times, row->>'total' as total, row->>'last' as last from books_v1"
    )
    await connection.close()
    expected = {f"b{place}": range(place, each, PLACES) for place in range(min(PLACES, each))}
    for row in rows:
        mine = expected[row["key"]]
        if (int(row["times"]), int(row["total"]), int(row["last"])) != (len(mine), sum(mine), mine[-1]):
            raise AssertionError(f"{row['key']}: {dict(row)} instead of {len(mine)} notes up to {mine[-1]}")
    return sum(int(row["times"]) for row in rows)


async def following(wanted: Sequence[str]) -> list[Figure]:
    """Both ways to catch up."""
    figures = []
    with durable_postgres() as (_, databases):
        if "follow.feed" in wanted:
            figures.append(await _feed(databases))
        if "follow.stream" in wanted:
            figures.append(await _stream(databases))
    return figures


async def feed_round(databases: Databases, source: Database, contracts: int, events: int) -> tuple[float, int]:
    """A new follower reads everything from a running teller: events a second, and events found."""
    target = await database_of(databases, COUNTING, FOLLOWER)
    with hall() as shared:
        teller = shared.environment(TELLER, source.url) | {"BENCH_SERVICE": "telling"}
        follower = shared.environment(FOLLOWER, target.url) | {"BENCH_SERVICE": "counting"}
        async with (
            served("bench.follower:app", shared.ports[TELLER], teller),
            served("bench.follower:app", shared.ports[FOLLOWER], follower),
        ):
            rate = await caught_up(target.admin_url, events)
    arrived = await counted(target.admin_url, contracts, events)
    await databases.drop(target)
    return rate, arrived


async def _feed(databases: Databases) -> Figure:
    events = sized(FEED_EVENTS, 10 * IMPORT)
    source = await database_of(databases, TELLING, TELLER)
    await backlog(source, ["c-1"], events)
    series = Series()
    for _ in range(max(ROUNDS - 2, 1)):
        rate, arrived = await feed_round(databases, source, 1, events)
        series.figures.append(rate)
        series.expected += events
        series.arrived += arrived
    goal = 30_000
    return Figure(
        "follow.feed", series.median, "events/s", goal=f">= {goal:,} events/s", met=series.median >= goal,
        lowest=min(series.figures), highest=max(series.figures), expected=series.expected, arrived=series.arrived,
    )  # fmt: skip


async def _stream(databases: Databases) -> Figure:
    events = sized(STREAM_EVENTS, 10 * IMPORT)
    source = await database_of(databases, TELLING, TELLER)
    await backlog(source, ["c-1"], events)
    own, plain = Series(), Series()
    with own_broker() as broker:
        client = await nats.connect(broker.url())
        for number in range(max(ROUNDS - 2, 1)):
            # A new stream: a purged one would still know the messages of the round before and leave them out.
            with suppress(NotFoundError):
                await client.jsm().delete_stream(stream_name(TELLER))
            await ensure_stream(client, TELLER)
            await _publish_all(source, client, number, events, databases, broker.url(FOLLOWER), own, plain)
        await client.close()
    ratio = median(mine / theirs for mine, theirs in zip(own.figures, plain.figures, strict=True))
    return Figure(
        "follow.stream", own.median, "events/s", NATS_PY, plain.median, ratio, goal=">= 0.5 x", met=ratio >= 0.5,
        lowest=min(own.figures), highest=max(own.figures), expected=own.expected, arrived=own.arrived,
    )  # fmt: skip


async def _publish_all(  # one round: publish, fetch without us, follow with us
    source: Database, client: Client, number: int, events: int, databases: Databases, url: str, own: Series, plain: Series
) -> None:
    """One round: the backlog is published, then fetched without us, then followed by us. The source's feed is away."""
    stream, manager = client.jetstream(), client.jsm()
    await ensure_consumer(client, TELLER, DURABLE)
    await manager.add_consumer(
        stream_name(TELLER), ConsumerConfig(durable_name=f"plain-{number}", ack_policy=AckPolicy.ALL, max_ack_pending=4096)
    )
    pool = await asyncpg.create_pool(source.url, min_size=1, max_size=2)
    log = RelayLog(TELLER, pool)
    await pool.execute("delete from relay_positions")
    while told := (await log.told(["c-1"], IMPORT))[0].get("c-1"):
        sent, failure = await publish(stream, told)
        if failure is not None:
            raise failure
        await log.published({"c-1": told[sent - 1].number})
    await pool.close()
    plain.figures.append(await _fetched(client, f"plain-{number}", events))
    target = await database_of(databases, COUNTING, FOLLOWER)
    with hall() as shared:
        environment = shared.environment(FOLLOWER, target.url, url) | {"BENCH_SERVICE": "counting"}
        async with served("bench.follower:app", shared.ports[FOLLOWER], environment):
            own.figures.append(await caught_up(target.admin_url, events))
    own.expected += events
    own.arrived += await counted(target.admin_url, 1, events)
    await databases.drop(target)


async def _fetched(client: Client, durable: str, events: int) -> float:
    """What nats-py does without us: fetch, read the number of each, acknowledge the batch."""
    subscription = await client.jetstream().pull_subscribe_bind(durable, stream_name(TELLER))
    began, seen = time.perf_counter(), 0
    while seen < events:
        messages = await subscription.fetch(256, timeout=5)
        seen += len(messages)
        await messages[-1].ack()
    return seen / (time.perf_counter() - began)
