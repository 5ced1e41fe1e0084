"""Everything that writes is cancelled at each of its awaits: it is then done or not, as a whole, and can be repeated."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from common.clock import real_now
from common.handling import Transaction
from common.kernel import Kernel, Tables
from common.ledger.appending import Append, NewEvent
from common.ledger.verify import verify
from common.projection.rebuilding import Rebuild
from common.testing.hanging_up import assert_given_back, hung_up, hung_up_everywhere
from common.testing.kernels import MORNING, meta
from common.testing.lamps import BURNS, LAMP, LAMPS, LAMPS_VIEW, Dimmed, Light, Lit, WentOut
from common.testing.rebuilding import assert_rebuild_equals_live


async def count(kernel: Kernel, stream: str) -> int:
    found: int = await kernel.pool.fetchval("select count(*) from events where stream = $1", stream)
    return found


async def sound(kernel: Kernel) -> None:
    assert (await verify(kernel.pool, "c1")).sound
    await assert_rebuild_equals_live(kernel)


async def until_idle(kernel: Kernel) -> None:
    """What was left to the group commit is committed."""
    await kernel.ledger.append(append("until idle"))
    await assert_given_back(kernel.pool)


def append(key: str, stream: str = "lamp/idle", events: int = 1) -> Append:
    told = tuple(NewEvent(Dimmed(1), stream, "dimmed", 1, '{"percent": 1}') for _ in range(events))
    return Append("c1", f"test:{key}", b"h" * 32, real_now(), "tester", "request", None, MORNING, told)


@pytest.mark.parametrize("warm", [True, False])
async def test_a_command(lamps: Kernel, warm: bool) -> None:
    def light(n: int) -> Coroutine[Any, Any, Any]:
        return lamps.handler.handle("c1", LAMP, f"l{n}", Light(MORNING), meta(f"k{n}"))

    def colder(n: int) -> Coroutine[Any, Any, Any]:
        lamps.handler.forget()
        return light(n)

    async def checked(n: int) -> None:
        await until_idle(lamps)
        assert await count(lamps, f"lamp/l{n}") in (0, 1)
        outcome = await light(n)
        assert (outcome.version, await count(lamps, f"lamp/l{n}")) == (1, 1)

    assert await hung_up_everywhere(light if warm else colder, checked) >= (4 if warm else 10)
    await sound(lamps)


async def test_a_command_that_must_connect_first(lamps: Kernel) -> None:
    async def alone(n: int) -> None:
        await lamps.pool.expire_connections()
        await lamps.handler.handle("c1", LAMP, f"l{n}", Light(MORNING), meta(f"k{n}"))

    async def checked(n: int) -> None:
        await until_idle(lamps)
        await alone(n)
        assert await count(lamps, f"lamp/l{n}") == 1

    assert await hung_up_everywhere(alone, checked) >= 10
    await sound(lamps)


async def test_a_command_that_finds_its_first_answer(lamps: Kernel) -> None:
    await lamps.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"))

    async def again(_: int) -> None:
        assert (await lamps.handler.handle("c1", LAMP, "l1", Light(MORNING), meta("k"))).replay

    async def checked(n: int) -> None:
        await until_idle(lamps)
        await again(n)
        assert await count(lamps, "lamp/l1") == 1

    assert await hung_up_everywhere(again, checked) >= 8


async def test_an_append_of_many_events(lamps: Kernel) -> None:
    async def checked(n: int) -> None:
        await until_idle(lamps)
        assert await count(lamps, f"lamp/b{n}") in (0, 500)
        await lamps.ledger.append(append(f"b{n}", f"lamp/b{n}", 500))
        assert await count(lamps, f"lamp/b{n}") == 500

    assert await hung_up_everywhere(lambda n: lamps.ledger.append(append(f"b{n}", f"lamp/b{n}", 500)), checked) == 2
    await sound(lamps)


async def test_the_transaction_of_a_group_itself(lamps: Kernel) -> None:
    """What no client can do: the writer's own transaction, cancelled at each statement."""

    async def write(n: int) -> None:
        async with lamps.pool.acquire() as connection:
            await lamps.ledger._write(connection, [append(f"w{n}", f"lamp/w{n}", 2)])  # type: ignore[arg-type]  # a proxy

    async def checked(n: int) -> None:
        await assert_given_back(lamps.pool)
        assert await count(lamps, f"lamp/w{n}") in (0, 2)
        await write(n)
        assert await count(lamps, f"lamp/w{n}") == 2

    assert await hung_up_everywhere(write, checked) >= 8
    await sound(lamps)


async def both(lamps: Kernel, n: int) -> None:
    """Two lamps and a number, together or not at all."""

    async def decision(tx: Transaction) -> None:
        assert await tx.next_number("LAMP") == f"LAMP-{n:04d}"
        await tx.decide(LAMP, f"a{n}", Light(tx.now))
        await tx.decide(LAMP, f"b{n}", Light(tx.now))

    await lamps.handler.across("c1", decision, meta(f"k{n}"))


async def test_a_decision_across_streams(lamps: Kernel) -> None:
    async def checked(n: int) -> None:
        await asyncio.gather(*lamps.handler._across._tasks)
        await assert_given_back(lamps.pool)
        assert await count(lamps, f"lamp/a{n}") == await count(lamps, f"lamp/b{n}")
        await both(lamps, n)
        assert [await count(lamps, f"lamp/{one}{n}") for one in "ab"] == [1, 1]

    assert await hung_up_everywhere(lambda n: both(lamps, n), checked) >= 2
    await sound(lamps)


async def test_the_transaction_of_a_decision_itself(lamps: Kernel) -> None:
    across = lamps.handler._across

    async def decide(n: int) -> None:
        async def decision(tx: Transaction) -> None:
            assert await tx.next_number("LAMP") == f"LAMP-{n:04d}"
            await tx.decide(LAMP, f"a{n}", Light(tx.now))
            await tx.decide(LAMP, f"b{n}", Light(tx.now))

        await across._settled("c1", decision, meta(f"k{n}"))

    async def checked(n: int) -> None:
        await assert_given_back(lamps.pool)
        assert await count(lamps, f"lamp/a{n}") == await count(lamps, f"lamp/b{n}")
        await decide(n)
        assert [await count(lamps, f"lamp/{one}{n}") for one in "ab"] == [1, 1]

    assert await hung_up_everywhere(decide, checked) >= 30
    await sound(lamps)


async def test_the_firing_of_timers(lamps: Kernel) -> None:
    async def fire(n: int) -> None:
        await lamps.timers.fire_due(MORNING + BURNS)

    async def lit(n: int) -> None:
        await lamps.handler.handle("c1", LAMP, f"l{n}", Light(MORNING), meta())

    async def checked(n: int) -> None:
        await asyncio.gather(*lamps.handler._across._tasks)
        await assert_given_back(lamps.pool)
        await fire(n)
        assert await count(lamps, f"lamp/l{n}") == 2
        assert await lamps.pool.fetchval("select count(*) from timers") == 0
        await lit(n + 1)

    await lit(1)
    assert await hung_up_everywhere(fire, checked) >= 6
    await sound(lamps)


async def test_a_typed_text(lamps: Kernel) -> None:
    kept: list[str] = []

    async def keep(n: int) -> None:
        kept.append(await lamps.texts.keep("c1", f"text {n}"))

    async def checked(n: int) -> None:
        await assert_given_back(lamps.pool)
        await keep(n)
        assert (await lamps.texts.read("c1", kept))[kept[-1]] == f"text {n}"

    assert await hung_up_everywhere(keep, checked) >= 4

    async def erase(n: int) -> None:
        await lamps.texts.erase("c1", kept[n])

    async def erased(n: int) -> None:
        await assert_given_back(lamps.pool)
        await erase(n)
        assert (await lamps.texts.read("c1", kept))[kept[n]] is None
        await keep(1000 + n)

    assert await hung_up_everywhere(erase, erased) >= 4


async def test_the_sweep_of_texts(lamps: Kernel) -> None:
    named, orphan = "lamp", "orphan"
    late = real_now() + timedelta(days=2)

    async def written(n: int) -> None:
        digest = await lamps.texts.keep("c1", named)
        event = NewEvent(Dimmed(1), f"lamp/t{n}", "dimmed", 1, f'{{"percent": 1, "text": "{digest}"}}')
        only = Append("c1", f"test:t{n}", b"h" * 32, real_now(), "tester", "request", None, MORNING, (event,))
        await lamps.ledger.append(only)
        await lamps.texts.keep("c1", orphan)

    async def checked(n: int) -> None:
        await assert_given_back(lamps.pool)
        await lamps.texts.sweep(late)
        bodies = [row["body"] for row in await lamps.pool.fetch("select body from texts where kept")]
        assert bodies == [named] * n
        assert await lamps.pool.fetchval("select count(*) from texts where not kept") == 0
        await written(n + 1)

    await written(1)
    assert await hung_up_everywhere(lambda _: lamps.texts.sweep(late), checked) >= 12


async def test_the_virtual_clock(lamps: Kernel) -> None:
    async def checked(n: int) -> None:
        await assert_given_back(lamps.pool)
        moment = MORNING + timedelta(minutes=n)
        assert await lamps.clock.now() <= moment
        assert await lamps.clock.advance(moment) == moment

    assert await hung_up_everywhere(lambda n: lamps.clock.advance(MORNING + timedelta(minutes=n)), checked) >= 4


async def test_a_rebuild_goes_on_where_it_was(lamps: Kernel) -> None:
    """One contract of each number, with twenty events, joins a view that it has left."""
    table, encoder = LAMPS_VIEW.table, Tables.of(LAMPS).encoder
    joining = Rebuild(lamps.pool, lamps.ledger.inline, lamps.ledger.reader, page=5, join_within=5)

    async def left(contract: str) -> None:
        told = [Lit(MORNING, "red"), Dimmed(1), WentOut(MORNING), Lit(MORNING, "white"), Dimmed(2)]
        events = [one for n in range(4) for one in encoder.new(f"lamp/l{n}", told)]
        await lamps.ledger.append(replace(append(contract), contract=contract, events=tuple(events)))
        await lamps.pool.execute("delete from view_positions where contract_id = $1 and view = $2", contract, table)
        await lamps.pool.execute(f"delete from {table} where contract_id = $1", contract)  # noqa: S608  (names are ours)

    async def checked(n: int) -> None:
        await assert_given_back(lamps.pool)
        await joining.join(table, f"r{n}")
        await left(f"r{n + 1}")

    await left("r1")
    assert await hung_up_everywhere(lambda n: joining.join(table, f"r{n}"), checked) >= 30
    assert await joining.run() == 1
    await assert_rebuild_equals_live(lamps)


async def test_a_call_that_goes_on_after_its_cancellation_is_noticed() -> None:
    async def deaf() -> None:
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            await asyncio.sleep(0)

    with pytest.raises(AssertionError, match="went on"):
        await hung_up(deaf(), 1)


async def test_a_transaction_that_stays_open_is_noticed(lamps: Kernel) -> None:
    async with lamps.pool.acquire() as left_open:
        async with lamps.pool.acquire() as connection:
            await connection.execute("select 1")
        await left_open.execute("begin")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await assert_given_back(lamps.pool)
        await left_open.execute("rollback")
    await assert_given_back(lamps.pool)
