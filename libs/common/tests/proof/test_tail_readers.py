"""Whoever follows a ledger by its numbers misses nothing, however late commits become visible, on every path of an append.

Commits are slowed at random while several writers append. Three readers follow: one by the ledger's numbers, one by the
lane's as the feed does, and the relay. In the same runs a fourth follows a sequence of the whole database, as most event
stores do: it must be seen to lose events, or the run proves nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import asyncpg
import pytest

from common.aggregate import Order
from common.clock import real_now
from common.feed import Feed
from common.handling import Transaction
from common.kernel import Kernel, Tables
from common.lane import Told
from common.ledger.appending import Append
from common.relay import Relay, RelayLog
from common.service import Policy
from common.subscription.consumer import Consumer
from common.subscription.parking import Parking
from common.subscription.policy import PolicySink
from common.subscription.source import OwnSource
from common.testing.bells import RINGER, BellRang
from common.testing.kernels import MORNING, kernel_on, meta, migrated
from common.testing.lamps import BURNS, HOUSE, LAMP, LAMPS, Light, Lit, Open, PutOut, WentOut, limit_of
from common.testing.lanes import lane
from common.testing.orders import Broker, Stage
from common.testing.plugin import MakeDatabase

READY = migrated(LAMPS)
ENCODER = Tables.of(LAMPS).encoder
CONTRACTS = [f"c{n}" for n in range(6)]
SLOW = """
create table naive (id bigserial primary key, contract text, seq bigint);
grant select on naive to kernel;
create function number_it() returns trigger language plpgsql as
$$ begin insert into naive (contract, seq) values (new.contract_id, new.seq); return null; end $$;
create trigger numbered after insert on events for each row execute function number_it();
create function slow_it() returns trigger language plpgsql as
$$ begin perform pg_sleep(random() * 0.006); return null; end $$;
create constraint trigger slowed after insert on commands deferrable initially deferred
for each row execute function slow_it();
"""

Two = tuple[Kernel, Kernel]
Path = Callable[[Two], Awaitable[None]]


@pytest.fixture
async def two(database: MakeDatabase) -> AsyncIterator[Two]:
    """Two processes of one service, with contracts that are known, and commits that take their time."""
    made = await database("kernel", READY)
    async with asyncio.timeout(120), kernel_on(LAMPS, made, limit_of) as one, kernel_on(LAMPS, made, limit_of) as other:
        for contract in CONTRACTS:
            await one.handler.handle(contract, HOUSE, "contract", Open(limit=50), meta())
        owner = await asyncpg.connect(made.owner_url)
        await owner.execute(SLOW)
        await owner.close()
        yield one, other


async def singly(two: Two) -> None:
    for n in range(18):
        await two[n % 2].handler.handle(CONTRACTS[n % 6], LAMP, f"s{n}", Light(MORNING), meta())


async def in_groups(two: Two) -> None:
    """Of two processes, with two groups of each under way."""
    lights = [two[n % 2].handler.handle(CONTRACTS[n % 6], LAMP, f"g{n}", Light(MORNING), meta()) for n in range(120)]
    await asyncio.gather(*lights)


async def imported(two: Two) -> None:
    def many(n: int) -> Append:
        told = [Lit(MORNING, "red"), WentOut(MORNING)] * 50
        events = ENCODER.new(f"lamp/i{n}", told)
        return Append(CONTRACTS[n % 6], f"import:{n}", b"h" * 32, real_now(), "import", "import", None, MORNING, events)

    await asyncio.gather(*(two[n % 2].ledger.append(many(n)) for n in range(12)))


async def across_streams(two: Two) -> None:
    async def both(n: int) -> None:
        async def decision(tx: Transaction) -> None:
            await tx.decide(LAMP, f"a{n}", Light(tx.now))
            await tx.decide(LAMP, f"b{n}", Light(tx.now))

        await two[n % 2].handler.across(CONTRACTS[n % 6], decision, meta())

    await asyncio.gather(*map(both, range(18)))


async def by_a_policy(two: Two) -> None:
    policy = Policy("lights", {RINGER: {BellRang: lambda fact: [Order(LAMP, f"p{fact.number}", Light(MORNING))]}})
    for kernel, contracts in zip(two, (CONTRACTS[::2], CONTRACTS[1::2]), strict=True):
        parking = Parking(kernel.pool)
        sink = PolicySink(kernel.pool, policy, RINGER, kernel.handler, parking)
        consumer = Consumer(sink, OwnSource(Feed(RINGER, kernel.pool)), parking)
        await consumer.take([told for contract in contracts for told in rings(contract, 6)])


def rings(contract: str, length: int) -> list[Told]:
    return [
        Told(
            source=RINGER, log_id="log", contract=contract, number=one.number, seq=one.seq, stream="bell/b",
            type=BellRang.type_name(), version=BellRang.VERSION, occurred_at=MORNING, recorded_at=MORNING,
            previous_hash=one.previous_hash, hash=one.hash, correlation_id="request", causation_id=None,
            body=BellRang(bell="b", n=1, text="").model_dump_json().encode(),
        )
        for one in lane(length)
    ]  # fmt: skip


async def by_timers(two: Two) -> None:
    for n in range(12):
        await two[0].handler.handle(CONTRACTS[n % 6], LAMP, f"t{n}", Light(MORNING), meta())
    await asyncio.gather(*(one.timers.fire_due(MORNING + BURNS + timedelta(minutes=1)) for one in two))


async def _nobody() -> None:
    pass


class Followers:
    """Four that follow: what each has seen, always asked after the last that it saw."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._feed = Feed("lamps", kernel.pool)
        stage = Stage(kernel.pool)
        stage.enter("relay", _nobody)  # never played: nobody holds the relay
        self._bus = Broker(stage)
        self._relay = Relay("lamps", self._bus.seen_by("relay"), RelayLog("lamps", kernel.pool))
        self._naive_at = 0
        self.by_sequence: set[tuple[str, int]] = set()
        self.by_seq: dict[str, list[int]] = {contract: [0] for contract in CONTRACTS}
        self.by_lane: dict[str, list[int]] = {contract: [0] for contract in CONTRACTS}

    async def naive(self) -> None:
        rows = await self._kernel.pool.fetch("select id, contract, seq from naive where id > $1 order by id", self._naive_at)
        for row in rows:
            self.by_sequence.add((row["contract"], row["seq"]))
            self._naive_at = row["id"]

    async def ledgers(self) -> None:
        for contract, seen in self.by_seq.items():
            async with self._kernel.ledger.connection() as connection:
                facts = await self._kernel.ledger.reader.events(connection, contract, after=seen[-1])
            seen += [fact.seq for fact in facts]

    async def lanes(self) -> None:
        for contract, seen in self.by_lane.items():
            seen += [told.number for told in (await self._feed.page(contract, seen[-1])).told]

    async def relayed(self) -> None:
        await self._relay.drain(20)

    @property
    def published(self) -> set[tuple[str, int]]:
        headers = [headers for headers, _ in self._bus.accepted.values()]
        return {(one["ce-id"].split("/")[1], int(one["ce-sequence"])) for one in headers}

    async def lost_by_sequence(self) -> int:
        seen = len(self.by_sequence)
        passed: int = await self._kernel.pool.fetchval("select count(*) from naive where id <= $1", self._naive_at)
        return passed - seen


async def follow(read: Callable[[], Awaitable[None]], over: asyncio.Event) -> None:
    while not over.is_set():
        await read()
        await asyncio.sleep(0)
    await read()  # what was committed last


async def others(two: Two, followers: Followers, done: asyncio.Event) -> None:
    """Writers beside the path, until it is done and the naive reader was seen to lose something."""
    numbers = count()
    while not done.is_set() or await followers.lost_by_sequence() == 0:
        lit = [(f"o{next(numbers)}", contract) for contract in CONTRACTS]
        await asyncio.gather(
            *(two[n % 2].handler.handle(contract, LAMP, lamp, Light(MORNING), meta()) for n, (lamp, contract) in enumerate(lit))
        )
        await asyncio.gather(
            *(two[n % 2].handler.handle(contract, LAMP, lamp, PutOut(MORNING), meta()) for n, (lamp, contract) in enumerate(lit))
        )


@pytest.mark.parametrize("path", [singly, in_groups, imported, across_streams, by_a_policy, by_timers])
async def test_no_reader_of_numbers_loses_an_event(two: Two, path: Path) -> None:
    followers, over, done = Followers(two[0]), asyncio.Event(), asyncio.Event()
    reads: Sequence[Any] = (followers.naive, followers.ledgers, followers.lanes, followers.relayed)
    following = [asyncio.create_task(follow(read, over)) for read in reads]
    beside = asyncio.create_task(others(two, followers, done))
    before = await two[0].pool.fetchval("select count(*) from events")
    await path(two)
    done.set()
    await beside
    over.set()
    await asyncio.gather(*following)
    rows = await two[0].pool.fetch("select contract_id, last_seq, last_public_no from ledgers")
    assert sum(row["last_seq"] for row in rows) > before
    for row in rows:
        contract = row["contract_id"]
        assert followers.by_seq[contract] == list(range(row["last_seq"] + 1))
        assert followers.by_lane[contract] == list(range(row["last_public_no"] + 1))
    assert followers.published == {(row["contract_id"], n) for row in rows for n in range(1, row["last_public_no"] + 1)}
    assert await followers.lost_by_sequence() > 0
