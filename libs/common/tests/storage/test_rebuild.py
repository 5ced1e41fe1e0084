import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from common.aggregate import Aggregate
from common.errors import Problem
from common.kernel import Kernel
from common.ledger.facts import Recorded, event_types
from common.migrate import migrate
from common.projection import View, inline
from common.projection.rebuilding import Rebuild, unjoined
from common.rebuild import rebuild
from common.testing.kernels import MORNING, kernel_on, meta
from common.testing.lamps import HOUSE, LAMP, LAMPS, Dim, Dimmed, Light, Open, limit_of
from common.testing.rebuilding import assert_rebuild_equals_live
from common.testing.servers import Database


@dataclass(frozen=True)
class DimRow:
    """How often a lamp was turned down, and when first."""

    times: int
    first_at: datetime
    known_at: datetime


def _dimmed(row: DimRow | None, fact: Recorded[Dimmed]) -> DimRow:
    return replace(row, times=row.times + 1) if row else DimRow(1, fact.occurred_at, fact.recorded_at)


DIMS = View("dims", 1, DimRow, columns=("times",))
SESSIONS_ENDED = 6
NEWER = replace(LAMPS, projects={**LAMPS.projects, Dimmed: (DIMS.on(lambda fact: fact.id, _dimmed),)})


async def dim(kernel: Kernel, times: int, contract: str = "c1") -> None:
    for number in range(times):
        await kernel.handler.handle(contract, LAMP, f"l{number % 3}", Dim(1), meta())


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every contract is too large for a view to join it by itself."""
    monkeypatch.setattr(inline, "JOIN_WITHIN", 0)


@pytest.mark.usefixtures("large")
async def test_a_new_view_is_filled_beside_live_writes_and_joins(kernel: Kernel, lamps_database: Database) -> None:
    await dim(kernel, 30)
    assert await migrate(NEWER, lamps_database.owner_url, "kernel") == ["view table dims_v1 created"]
    async with kernel_on(NEWER, lamps_database, limit_of) as newer:
        await dim(newer, 1)
        assert await unjoined(newer.pool, ["dims_v1"]) == [("dims_v1", "c1")]
        joining = Rebuild(newer.pool, newer.ledger.inline, newer.ledger.reader, page=7, join_within=5)
        joined, *_ = await asyncio.gather(joining.run(), dim(newer, 20), dim(kernel, 20))
        assert joined == 1
        await dim(newer, 1)
        await assert_rebuild_equals_live(newer)
        assert await rebuild(NEWER, lamps_database.url) == 0


@pytest.mark.usefixtures("large")
async def test_a_rebuild_outlives_the_sessions_that_the_database_ends(kernel: Kernel, lamps_database: Database) -> None:
    """As when PostgreSQL is restarted under it: it goes on where it was, in the same process."""
    contracts = [f"c{number}" for number in range(2, 42)]
    for contract in contracts:
        await kernel.handler.handle(contract, HOUSE, "contract", Open(limit=50), meta())
    await migrate(NEWER, lamps_database.owner_url, "kernel")
    ended = 0

    async def end_sessions() -> None:
        nonlocal ended
        while ended < SESSIONS_ENDED:
            ended += await kernel.pool.fetchval(
                "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and application_name like 'watchbill rebuild%') ended"
            )

    said: list[str] = []
    joined, _ = await asyncio.gather(rebuild(NEWER, lamps_database.url, say=said.append), end_sessions())
    assert joined == len(said) == len(set(said)) == len(contracts) + 1
    async with kernel_on(NEWER, lamps_database, limit_of) as newer:
        assert await unjoined(newer.pool, ["dims_v1"]) == []
        await assert_rebuild_equals_live(newer)


async def test_a_rebuild_of_a_database_that_was_never_there_says_so(lamps_database: Database) -> None:
    elsewhere = urlsplit(lamps_database.url)
    with pytest.raises(ConnectionRefusedError):
        await rebuild(NEWER, elsewhere._replace(netloc=f"{elsewhere.username}:x@127.0.0.1:1").geturl())


@pytest.mark.usefixtures("large")
async def test_rebuilds_at_once_fold_every_event_once(kernel: Kernel, lamps_database: Database) -> None:
    await dim(kernel, 60)
    await migrate(NEWER, lamps_database.owner_url, "kernel")
    async with kernel_on(NEWER, lamps_database, limit_of) as newer:
        several = [Rebuild(newer.pool, newer.ledger.inline, newer.ledger.reader, page=7, join_within=5) for _ in range(4)]
        await asyncio.gather(*(one.join("dims_v1", "c1") for one in several))
        await assert_rebuild_equals_live(newer)
        assert await newer.pool.fetch("select view from view_positions where view like '% filling'") == []


async def test_what_older_code_appended_is_caught_up_with_the_next_append(kernel: Kernel, lamps_database: Database) -> None:
    await migrate(NEWER, lamps_database.owner_url, "kernel")
    assert await rebuild(NEWER, lamps_database.url) == 1
    async with kernel_on(NEWER, lamps_database, limit_of) as newer:
        await dim(kernel, 5)
        await dim(newer, 1)
        await assert_rebuild_equals_live(newer)


@pytest.mark.usefixtures("large")
async def test_a_contract_made_by_newer_code_has_joined_from_its_first_event(kernel: Kernel, lamps_database: Database) -> None:
    await migrate(NEWER, lamps_database.owner_url, "kernel")
    async with kernel_on(NEWER, lamps_database, limit_of) as newer:
        await newer.handler.handle("c2", HOUSE, "contract", Open(limit=50), meta())
        await dim(newer, 4, "c2")
        assert await unjoined(newer.pool, ["dims_v1"]) == [("dims_v1", "c1")]


async def test_a_small_contract_made_by_older_code_joins_with_the_next_append(kernel: Kernel, lamps_database: Database) -> None:
    """Made after the rebuild, while the older replicas have not gone yet."""
    await migrate(NEWER, lamps_database.owner_url, "kernel")
    assert await rebuild(NEWER, lamps_database.url) == 1
    await kernel.handler.handle("c2", HOUSE, "contract", Open(limit=50), meta())
    await dim(kernel, 3, "c2")
    async with kernel_on(NEWER, lamps_database, limit_of) as newer:
        assert await unjoined(newer.pool, ["dims_v1"]) == [("dims_v1", "c2")]
        await dim(newer, 1, "c2")
        assert await unjoined(newer.pool, ["dims_v1"]) == []
        await assert_rebuild_equals_live(newer)


async def test_a_rebuild_leaves_a_view_alone_that_joined_meanwhile(kernel: Kernel, lamps_database: Database) -> None:
    await dim(kernel, 9)
    await migrate(NEWER, lamps_database.owner_url, "kernel")
    async with kernel_on(NEWER, lamps_database, limit_of) as newer:
        await dim(newer, 9)
        joining = Rebuild(newer.pool, newer.ledger.inline, newer.ledger.reader, page=4, join_within=2)
        await joining.join("dims_v1", "c1")
        await assert_rebuild_equals_live(newer)


@dataclass(frozen=True, slots=True)
class Polished:
    """An event type that older code has never heard of."""

    times: int


POLISH: Aggregate[str, None, Polished] = Aggregate(
    "polish", None, lambda _command, _state, _terms: (Polished(1),), lambda state, _event: state, needs_terms=False
)


async def test_older_code_that_cannot_keep_its_views_any_more_is_unavailable(kernel: Kernel, lamps_database: Database) -> None:
    """Newer code keeps another version of the views and has written something new; nothing is half written."""
    keeps = dict.fromkeys(LAMPS.projects) | {Dimmed: NEWER.projects[Dimmed], Polished: None}
    events = LAMPS.events + event_types(Polished)
    newest = replace(LAMPS, events=events, projects=keeps, publishes={**LAMPS.publishes, Polished: None})
    await dim(kernel, 1)
    await migrate(newest, lamps_database.owner_url, "kernel")
    async with kernel_on(newest, lamps_database, limit_of) as newer:
        await newer.handler.handle("c1", POLISH, "p1", "polish", meta())
        head = await kernel.pool.fetchval("select last_seq from ledgers")
        with pytest.raises(Problem) as raised:
            await dim(kernel, 1)
        assert raised.value.code == "unavailable"
        assert await kernel.pool.fetchval("select last_seq from ledgers") == head


@pytest.mark.parametrize(
    "spoil",
    [
        "update lamps_v1 set row = replace(row::text, 'white', 'red')::json",
        "update lamps_v1 set colour = 'red'",
        "delete from lamps_v1",
        "update lamp_counts_v1 set seq = 9",
        "delete from timers",
    ],
)
async def test_the_oracle_notices_what_is_wrong(kernel: Kernel, spoil: str) -> None:
    await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
    await assert_rebuild_equals_live(kernel)
    await kernel.pool.execute(spoil)
    with pytest.raises(AssertionError):
        await assert_rebuild_equals_live(kernel)


async def test_lit_lamps_are_counted_once_each(kernel: Kernel) -> None:
    await asyncio.gather(*(kernel.handler.handle("c1", LAMP, f"l{n}", Light(MORNING), meta()) for n in range(40)))
    await assert_rebuild_equals_live(kernel)
