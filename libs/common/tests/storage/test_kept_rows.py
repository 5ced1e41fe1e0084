import asyncio
from contextlib import suppress
from random import Random
from typing import Literal

import asyncpg
import pytest

from common.errors import Problem, Refused
from common.kernel import Kernel
from common.ledger.appending import Append, NewEvent
from common.projection.kept import Folded, Kept
from common.projection.table import Stored
from common.testing.kernels import MORNING, meta
from common.testing.lamps import LAMP, LAMPS_VIEW, Light, Lit, PutOut
from common.testing.rebuilding import assert_rebuild_equals_live
from common.testing.servers import Database


async def light(kernel: Kernel, *lamps: str) -> None:
    """Lights lamps, each with a commit of its own."""
    for lamp in lamps:
        await kernel.handler.handle("c1", LAMP, lamp, Light(MORNING), meta())


async def put_out(kernel: Kernel, *lamps: str) -> None:
    """Puts lamps out."""
    for lamp in lamps:
        await kernel.handler.handle("c1", LAMP, lamp, PutOut(MORNING), meta())


FAIL_AT_COMMIT = """
create function fail() returns trigger language plpgsql as 'begin raise exception ''at commit''; end';
create constraint trigger at_commit after insert on commands deferrable initially deferred
  for each row when (new.command_id = 'test:2') execute function fail();
"""
"""Whatever else the command `test:2` has written, its commit fails."""


def lit(number: int, colour: Literal["red", "white"]) -> Append:
    """A lamp of its own, lit without a decision."""
    event = NewEvent(Lit(MORNING, colour), f"lamp/x{number}", "lit", 1, f'{{"at":"{MORNING.isoformat()}","colour":"{colour}"}}')
    return Append("c1", f"test:{number}", b"h" * 32, MORNING, "tester", "request", None, MORNING, (event,))


async def test_what_another_process_appended_is_folded_on(kernel: Kernel, other: Kernel) -> None:
    await light(kernel, "l1", "l2")
    await put_out(other, "l1")
    await light(other, "l3", "l1")
    await light(kernel, "l4")
    await put_out(kernel, "l1")
    shown = await other.views.show(LAMPS_VIEW, "c1", "l1")
    assert (shown.row.times, shown.row.state, shown.version) == (2, "dark", 4)
    await assert_rebuild_equals_live(kernel)


async def test_two_processes_that_append_at_random_keep_equal_views(kernel: Kernel, other: Kernel) -> None:
    random = Random(7)

    async def story(kernel: Kernel, command: Light | PutOut, lamp: str) -> None:
        with suppress(Refused):  # it is lit
            await kernel.handler.handle("c1", LAMP, lamp, command, meta())

    for _ in range(15):
        acts = [random.choice((Light(MORNING), Light(MORNING, "red"), PutOut(MORNING))) for _ in range(12)]
        await asyncio.gather(*(story(random.choice((kernel, other)), act, f"l{random.randrange(4)}") for act in acts))
    await assert_rebuild_equals_live(kernel)


async def test_what_was_rolled_back_leaves_nothing_in_memory(kernel: Kernel, other: Kernel, lamps_database: Database) -> None:
    admin = await asyncpg.connect(lamps_database.admin_url)
    await admin.execute(FAIL_AT_COMMIT)
    await admin.close()
    await kernel.ledger.append(lit(1, "red"))
    with pytest.raises(asyncpg.RaiseError):
        await kernel.ledger.append(lit(2, "red"))
    await other.ledger.append(lit(3, "white"))
    await kernel.ledger.append(lit(4, "red"))
    assert await kernel.pool.fetchval("select row ->> 'lit' from lamp_counts_v1 where key = 'red'") == "2"
    await assert_rebuild_equals_live(kernel)


async def test_a_view_taken_down_by_hand_is_folded_from_the_ledger_again(kernel: Kernel, lamps_database: Database) -> None:
    await light(kernel, "l1", "l2", "l3")
    admin = await asyncpg.connect(lamps_database.admin_url)
    await admin.execute("begin; delete from lamps_v1; delete from view_positions where view = 'lamps_v1'; commit")
    await admin.close()
    await put_out(kernel, "l1")
    assert len(await kernel.views.rows(LAMPS_VIEW, "c1", {})) == 3
    await assert_rebuild_equals_live(kernel)


async def test_a_database_restored_to_an_earlier_point_is_read_again(
    kernel: Kernel, other: Kernel, lamps_database: Database
) -> None:
    await light(kernel, "l1")
    admin = await asyncpg.connect(lamps_database.admin_url)
    for table in ("ledgers", "events", "commands", "timers", "lamps_v1", "lamp_counts_v1", "view_positions"):
        await admin.execute(f"create table kept_{table} as select * from {table}")  # noqa: S608  (names are ours)
    await light(kernel, "l2", "l3")
    await admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kernel' and datname = current_database()"
    )
    for table in ("ledgers", "events", "commands", "timers", "lamps_v1", "lamp_counts_v1", "view_positions"):
        await admin.execute(f"begin; delete from {table}; insert into {table} select * from kept_{table}; commit")  # noqa: S608
    await admin.close()
    await put_out(other, "l1")
    await light(other, "l1")
    await put_out(kernel, "l1")
    assert (await kernel.views.show(LAMPS_VIEW, "c1", "l1")).row.times == 2
    with pytest.raises(Problem, match="not_found"):
        await kernel.views.show(LAMPS_VIEW, "c1", "l2")
    await assert_rebuild_equals_live(kernel)


def test_two_commits_may_tell_of_themselves_in_either_order() -> None:
    first = Folded("c1", 0, 2, {("t", "a"): row("a", 1), ("t", "b"): row("b", 2)})
    second = Folded("c1", 2, 3, {("t", "a"): row("a", 3), ("t", "b"): None})
    in_order, swapped = Kept(), Kept()
    for one in (first, second):
        in_order.keep(one)
    for one in (second, first):
        swapped.keep(one)
    assert in_order.at("c1", 3) == swapped.at("c1", 3) == {("t", "a"): row("a", 3)}
    assert in_order.at("c1", 2) is None
    assert in_order.at("c1", 3) is None


def test_what_is_kept_is_bounded_and_the_contract_used_least_recently_goes_first() -> None:
    kept = Kept(most_rows=4)
    for contract in ("c1", "c2"):
        kept.keep(Folded(contract, 0, 1, {("t", key): row(key, 1) for key in "ab"}))
    assert kept.at("c1", 1) is not None
    kept.keep(Folded("c3", 0, 1, {("t", "a"): row("a", 1)}))
    assert [contract for contract in ("c1", "c2", "c3") if kept.at(contract, 1) is not None] == ["c1", "c3"]


def row(key: str, seq: int) -> Stored[str]:
    """A row as of an event."""
    return Stored("c1", key, "row", 1, seq)
