import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import asyncpg
import pytest

from common.clock import real_now
from common.errors import Problem
from common.kernel import Kernel
from common.ledger.appending import Append, NewEvent, Verdict
from common.ledger.group import GroupCommit
from common.ledger.pool import Connection
from common.ledger.verify import verify
from common.migrate import migrate
from common.testing.databases import Databases
from common.testing.kernels import MORNING, kernel_on, meta
from common.testing.lamps import HOUSE, LAMP, LAMPS, Dim, Dimmed, Light, Open, limit_of
from common.testing.rebuilding import assert_rebuild_equals_live
from common.testing.servers import Database, own_postgres


def append(number: int, contract: str = "c1", expected: int | None = None, payload: str = '{"percent": 1}') -> Append:
    """One event of the stream `lamp/x` under the command `number`."""
    event = NewEvent(Dimmed(1), "lamp/x", "dimmed", 1, payload)
    claims = () if expected is None else (("lamp/x", expected),)
    return Append(contract, f"test:{number}", b"h" * 32, real_now(), "tester", "request", None, MORNING, (event,), claims)


async def until(reached: Callable[[], bool]) -> None:
    """Lets the loop turn until something has happened."""
    async with asyncio.timeout(20):
        while not reached():  # noqa: ASYNC110  (what is waited for has no event of its own)
            await asyncio.sleep(0)


async def test_what_queues_together_is_committed_together_in_one_gapless_line(kernel: Kernel) -> None:
    verdicts = await asyncio.gather(*(kernel.ledger.append(append(n, f"c{n % 3}")) for n in range(300)))
    assert {verdict.kind for verdict in verdicts} == {"appended"}
    assert kernel.ledger.group.largest_group > 50
    for contract, first in (("c0", 1), ("c1", 2), ("c2", 1)):
        numbers = sorted(verdict.first_seq for n, verdict in enumerate(verdicts) if f"c{n % 3}" == contract)
        assert numbers == list(range(first, first + 100))
        assert (await verify(kernel.pool, contract)).sound


async def test_a_conflict_costs_one_member_not_the_group(kernel: Kernel) -> None:
    appends = [append(1, expected=0), append(2, expected=0), append(3, expected=1), append(4), append(1)]
    verdicts = await asyncio.gather(*map(kernel.ledger.append, appends))
    assert [verdict.kind for verdict in verdicts] == ["appended", "conflict", "appended", "appended", "duplicate"]
    assert verdicts[0].first_seq == verdicts[4].first_seq


async def test_a_member_that_cannot_be_stored_fails_alone(kernel: Kernel) -> None:
    appends = [append(1), append(2, payload="{no json"), append(3)]
    verdicts = await asyncio.gather(*map(kernel.ledger.append, appends), return_exceptions=True)
    assert isinstance(verdicts[1], asyncpg.InvalidTextRepresentationError)
    assert all(isinstance(verdict, Verdict) and verdict.kind == "appended" for verdict in (verdicts[0], verdicts[2]))


async def test_a_client_that_hangs_up_at_any_point_leaves_no_open_transaction(kernel: Kernel) -> None:
    for turns in range(40):
        task = asyncio.create_task(kernel.handler.handle("c1", LAMP, f"l{turns}", Light(MORNING), meta(f"k{turns}")))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await kernel.handler.handle("c1", LAMP, "last", Light(MORNING), meta())
    idle = "select count(*) from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()"
    assert await kernel.pool.fetchval(idle) == 0
    for turns in range(40):
        await kernel.handler.handle("c1", LAMP, f"l{turns}", Light(MORNING), meta(f"k{turns}"))
    assert await kernel.pool.fetchval("select count(*) from events where type = 'lit'") == 41
    await assert_rebuild_equals_live(kernel)


class Gate:
    """A writer that holds its first group until it is let go."""

    def __init__(self) -> None:
        self.entered = 0
        self.open = asyncio.Event()

    async def write(self, _connection: Connection, appends: Sequence[Append]) -> list[Verdict]:
        self.entered += 1
        await self.open.wait()
        return [Verdict("appended", 1, 1, 0, real_now(), (1,)) for _ in appends]


async def test_a_full_queue_says_so_at_once(kernel: Kernel) -> None:
    gate = Gate()
    group = GroupCommit(kernel.pool, gate.write, queue_limit=3)
    first = [asyncio.create_task(group.append(append(n))) for n in range(2)]
    await until(lambda: gate.entered > 0 and group.queued == 0)
    more = [asyncio.create_task(group.append(append(n))) for n in range(10, 12)]
    await until(lambda: gate.entered == 2)
    more += [asyncio.create_task(group.append(append(n))) for n in range(20, 23)]
    await until(lambda: group.queued == 3)
    with pytest.raises(Problem, match="overloaded") as refused:
        await group.append(append(30))
    assert refused.value.details["retry_after"] == 1
    gate.open.set()
    assert len(await asyncio.gather(*first, *more)) == 7
    await group.close()


async def test_large_imports_are_shared_between_the_writers(kernel: Kernel) -> None:
    gate = Gate()
    gate.open.set()
    group = GroupCommit(kernel.pool, gate.write)
    await group.append(append(0))
    gate.open.clear()
    events = append(0).events * 500
    imports = [asyncio.create_task(group.append(replace(append(n), events=events))) for n in range(4)]
    await until(lambda: gate.entered == 3)
    gate.open.set()
    await asyncio.gather(*imports)
    await group.close()
    assert group.largest_group == 2


async def test_a_connection_lost_after_the_commit_is_settled_by_the_command_id(kernel: Kernel) -> None:
    lost: list[bool] = []

    async def write(connection: Connection, appends: Sequence[Append]) -> list[Verdict]:
        async with connection.transaction():
            verdicts = await kernel.ledger.append_in(connection, appends)
        if not lost:
            lost.append(True)
            connection.terminate()
            raise asyncpg.ConnectionDoesNotExistError("the answer never came")
        return verdicts

    group = GroupCommit(kernel.pool, write)
    verdict = await group.append(append(1))
    assert (verdict.kind, verdict.first_seq) == ("appended", 2)
    assert await kernel.pool.fetchval("select count(*) from events") == 2
    await group.close()


async def test_terminated_connections_cost_nothing_but_time(kernel: Kernel, lamps_database: Database) -> None:
    admin = await asyncpg.connect(lamps_database.admin_url)
    commands = [asyncio.create_task(kernel.handler.handle("c1", LAMP, f"l{n % 5}", Dim(1), meta(f"k{n}"))) for n in range(200)]
    for done in (20, 60, 100):
        await until(lambda done=done: sum(command.done() for command in commands) >= done)  # type: ignore[misc]  # bound now
        await admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kernel' and datname = current_database()"
        )
    outcomes = await asyncio.gather(*commands, return_exceptions=True)
    for n, outcome in enumerate(outcomes):
        if isinstance(outcome, BaseException):
            await kernel.handler.handle("c1", LAMP, f"l{n % 5}", Dim(1), meta(f"k{n}"))
    assert await kernel.pool.fetchval("select count(*) from events where type = 'dimmed'") == 200
    assert (await verify(kernel.pool, "c1")).sound
    await assert_rebuild_equals_live(kernel)
    await admin.close()


async def test_a_killed_server_loses_nothing_that_was_acknowledged() -> None:
    with own_postgres(fsync="on", synchronous_commit="on", full_page_writes="on") as postgres:
        database = await Databases(postgres).make()
        await migrate(LAMPS, database.owner_url, "kernel")
        async with kernel_on(LAMPS, database, limit_of) as kernel:
            await kernel.handler.handle("c1", HOUSE, "contract", Open(50), meta())
            commands = [
                asyncio.create_task(kernel.handler.handle("c1", LAMP, f"l{n}", Light(MORNING), meta(f"k{n}"))) for n in range(300)
            ]
            await until(lambda: sum(command.done() for command in commands) >= 50)
            postgres.kill()
            await asyncio.to_thread(postgres.start)
            outcomes = await asyncio.gather(*commands, return_exceptions=True)
            acknowledged = {outcome.first_seq for outcome in outcomes if not isinstance(outcome, BaseException)}
            stored = {row["seq"] for row in await kernel.pool.fetch("select seq from events")}
            assert acknowledged <= stored
            assert (await verify(kernel.pool, "c1")).sound
            await assert_rebuild_equals_live(kernel)
