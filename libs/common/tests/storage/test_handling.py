import asyncio
from contextlib import suppress
from datetime import timedelta

import asyncpg
import pytest

from common.errors import Problem, Refused
from common.handling import Transaction
from common.kernel import Kernel
from common.testing.kernels import MORNING, meta
from common.testing.lamps import COUNTS_VIEW, HOUSE, LAMP, LAMPS_VIEW, Dim, Dimmed, Light, Limit, Lit, PutOut
from common.testing.servers import Database


async def events(kernel: Kernel) -> int:
    count: int = await kernel.pool.fetchval("select count(*) from events")
    return count


async def test_a_command_is_numbered_and_seen_in_the_views(kernel: Kernel) -> None:
    outcome = await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
    assert (outcome.first_seq, outcome.last_seq, outcome.public_no, outcome.version) == (2, 2, 1, 1)
    assert outcome.events == (Lit(MORNING, "white"),)
    shown = await kernel.views.show(LAMPS_VIEW, "c1", "l1")
    assert (shown.row.state, shown.version, shown.seq) == ("lit", 1, 2)


async def test_a_refusal_stores_nothing_and_is_not_remembered(kernel: Kernel) -> None:
    await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
    before = await events(kernel)
    with pytest.raises(Refused, match="already_lit"):
        await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"))
    assert await events(kernel) == before
    await kernel.handler.handle("c1", LAMP, "l1", PutOut(MORNING), meta())
    again = await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"))
    assert not again.replay


async def test_a_repeated_command_gets_its_first_answer_whatever_happened_since(kernel: Kernel) -> None:
    first = await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k", "a"))
    await kernel.handler.handle("c1", LAMP, "l1", PutOut(MORNING), meta())
    again = await kernel.handler.handle("c1", LAMP, "another", Light(MORNING), meta("k", "a"))
    assert again.replay
    assert (again.first_seq, again.last_seq, again.stream_id, again.events) == (2, 2, "l1", first.events)
    with pytest.raises(Problem, match="idempotency_key_reused"):
        await kernel.handler.handle("c1", LAMP, "l2", Light(MORNING), meta("k", "b"))


async def test_a_repetition_that_would_now_be_refused_is_still_a_replay(kernel: Kernel) -> None:
    await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"))
    assert (await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"))).replay
    with pytest.raises(Problem, match="idempotency_key_reused"):
        await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k", "other"))


async def test_a_stale_version_is_refused_and_a_current_one_taken(kernel: Kernel) -> None:
    await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"))
    with pytest.raises(Problem, match="stale_version"):
        await kernel.handler.handle("c1", LAMP, "l1", Dim(1), meta(), expected_version=0)
    assert (await kernel.handler.handle("c1", LAMP, "l1", Dim(1), meta(), expected_version=1)).version == 2
    assert (await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"), expected_version=0)).replay


async def test_a_contract_without_terms_is_unknown(kernel: Kernel) -> None:
    with pytest.raises(Problem, match="contract_unknown"):
        await kernel.handler.handle("c2", LAMP, "l1", Light(MORNING), meta())
    assert await kernel.pool.fetchval("select count(*) from ledgers") == 1


async def test_a_decision_without_events_stands_at_the_head(kernel: Kernel) -> None:
    outcome = await kernel.handler.handle("c1", LAMP, "l1", Dim(0), meta())
    assert (outcome.first_seq, outcome.last_seq, outcome.events) == (2, 1, ())


async def test_many_callers_on_one_stream_all_get_through(kernel: Kernel) -> None:
    commands = (kernel.handler.handle("c1", LAMP, "l1", Dim(1), meta()) for _ in range(100))
    outcomes = await asyncio.gather(*commands)
    assert sorted(outcome.version for outcome in outcomes) == list(range(1, 101))
    assert (await kernel.handler.state("c1", LAMP, "l1"))[1].dimmed == 100


async def test_two_processes_on_one_stream_retry_until_both_are_through(kernel: Kernel, other: Kernel) -> None:
    both = [one.handler.handle("c1", LAMP, "l1", Dim(1), meta()) for _ in range(20) for one in (kernel, other)]
    await asyncio.gather(*both)
    assert (await kernel.handler.state("c1", LAMP, "l1"))[1].dimmed == 40


async def test_a_decision_rests_on_terms_that_another_process_changed(kernel: Kernel, other: Kernel) -> None:
    await kernel.handler.handle("c1", LAMP, "l1", Dim(50), meta())
    await other.handler.handle("c1", HOUSE, "contract", Limit(1), meta())
    with pytest.raises(Refused, match="too_dark"):
        await kernel.handler.handle("c1", LAMP, "l1", Dim(2), meta())
    await other.handler.handle("c1", HOUSE, "contract", Limit(90), meta())
    await kernel.handler.handle("c1", LAMP, "l1", Dim(70), meta())


async def test_many_streams_are_decided_together_or_not_at_all(kernel: Kernel) -> None:
    async def light_all(tx: Transaction) -> None:
        number = await tx.next_number("LAMP")
        assert number == "LAMP-0001"
        for lamp in ("l1", "l2"):
            await tx.decide(LAMP, lamp, Light(tx.now))
        assert (await tx.state(LAMP, "l2")).lit
        assert await tx.find(LAMPS_VIEW, "l1") is None

    async def fail(tx: Transaction) -> None:
        await tx.next_number("LAMP")
        await tx.decide(LAMP, "l3", Light(tx.now))
        await tx.decide(LAMP, "l1", Light(tx.now))

    outcome = await kernel.handler.across("c1", light_all, meta("k"))
    assert (outcome.first_seq, outcome.last_seq, outcome.stream_id) == (2, 3, "l1")
    with pytest.raises(Refused, match="already_lit"):
        await kernel.handler.across("c1", fail, meta())
    assert await kernel.pool.fetchval("select last from counters") == 1
    assert (await kernel.handler.across("c1", light_all, meta("k"))).replay
    assert (await kernel.views.show(COUNTS_VIEW, "c1", "white")).row.lit == 2
    with pytest.raises(Problem, match="contract_unknown"):
        await kernel.handler.across("nowhere", light_all, meta())


async def test_a_caller_that_hangs_up_leaves_the_command_done_or_not_done(kernel: Kernel) -> None:
    async def light(tx: Transaction) -> None:
        await tx.decide(LAMP, "l1", Light(tx.now))

    task = asyncio.create_task(kernel.handler.across("c1", light, meta("k")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # Whichever of the two came first, the other finds the lamp lit.
    with suppress(Refused):
        await kernel.handler.across("c1", light, meta("other"))
    assert await events(kernel) == 2


async def test_a_ledger_restored_to_an_earlier_point_is_taken_as_it_is(kernel: Kernel, lamps_database: Database) -> None:
    for _ in range(3):
        await kernel.handler.handle("c1", LAMP, "l1", Dim(1), meta())
    admin = await asyncpg.connect(lamps_database.admin_url)
    await admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kernel' and datname = current_database()"
    )
    await admin.execute("delete from events where seq > 2")
    await admin.execute("update ledgers set last_seq = 2, last_hash = (select hash from events where seq = 2)")
    await admin.close()
    assert (await kernel.handler.handle("c1", LAMP, "l1", Dim(1), meta())).version == 2


async def test_what_is_kept_may_be_forgotten_at_any_moment(kernel: Kernel) -> None:
    async def forget() -> None:
        for _ in range(300):
            kernel.handler.forget()
            await asyncio.sleep(0)

    commands = [kernel.handler.handle("c1", LAMP, f"l{n % 4}", Dim(1), meta()) for n in range(80)]
    await asyncio.gather(*commands, *(kernel.handler.terms("c1") for _ in range(40)), forget())
    assert [(await kernel.handler.state("c1", LAMP, f"l{n}"))[1].dimmed for n in range(4)] == [20] * 4


async def test_known_at_is_the_prefix_recorded_by_then(kernel: Kernel) -> None:
    await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
    between = await kernel.clock.now()
    await kernel.handler.handle("c1", LAMP, "l1", PutOut(MORNING + timedelta(hours=1)), meta())
    assert (await kernel.views.show(LAMPS_VIEW, "c1", "l1", known_at=between)).row.state == "lit"
    assert (await kernel.views.show(LAMPS_VIEW, "c1", "l1")).row.state == "dark"
    with pytest.raises(Problem, match="not_found"):
        await kernel.views.show(LAMPS_VIEW, "c1", "l1", known_at=MORNING - timedelta(days=365))


async def test_private_events_do_not_move_the_lane(kernel: Kernel) -> None:
    await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
    outcome = await kernel.handler.handle("c1", LAMP, "l1", Dim(3), meta())
    assert (outcome.public_no, outcome.events) == (1, (Dimmed(3),))
