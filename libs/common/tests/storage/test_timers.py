import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from common.aggregate import Order
from common.kernel import Kernel
from common.testing.kernels import MORNING, kernel_on, meta
from common.testing.lamps import BURNS, LAMP, LAMPS, LAMPS_VIEW, Light, Lit, PutOut, limit_of
from common.testing.rebuilding import assert_rebuild_equals_live
from common.testing.servers import Database

DUE = MORNING + BURNS


async def timers(kernel: Kernel) -> int:
    count: int = await kernel.pool.fetchval("select count(*) from timers")
    return count


async def types(kernel: Kernel) -> list[str]:
    return [row["type"] for row in await kernel.pool.fetch("select type from events order by seq")]


@pytest.fixture
async def lit(kernel: Kernel) -> AsyncIterator[Kernel]:
    """A lamp that burns until `DUE`."""
    await kernel.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
    yield kernel
    await assert_rebuild_equals_live(kernel)


async def test_a_timer_fires_when_it_is_due_not_before(lit: Kernel) -> None:
    assert await lit.timers.next_due() == DUE
    assert await lit.timers.fire_due(DUE - timedelta(microseconds=1)) == 0
    assert await lit.timers.fire_due(DUE) == 1
    assert await types(lit) == ["opened", "lit", "went-out"]
    assert (await lit.views.show(LAMPS_VIEW, "c1", "l1")).row.out_at == DUE
    assert await timers(lit) == 0
    assert await lit.timers.fire_due(DUE) == 0


async def test_a_cleared_timer_does_not_fire(lit: Kernel) -> None:
    await lit.handler.handle("c1", LAMP, "l1", PutOut(MORNING), meta())
    assert await lit.timers.fire_due(DUE) == 0
    assert await timers(lit) == 0


async def test_a_timer_set_again_fires_for_its_new_moment_only(lit: Kernel) -> None:
    await lit.handler.handle("c1", LAMP, "l1", PutOut(MORNING), meta())
    await lit.handler.handle("c1", LAMP, "l1", Light(MORNING + timedelta(minutes=1)), meta())
    assert await lit.timers.fire_due(DUE) == 0
    assert await lit.timers.fire_due(DUE + timedelta(minutes=1)) == 1


async def test_two_tickers_at_once_fire_it_once(lit: Kernel, other: Kernel) -> None:
    await asyncio.gather(*(one.timers.fire_due(DUE) for one in (lit, other, lit, other)))
    assert await types(lit) == ["opened", "lit", "went-out"]


async def test_a_timer_that_has_nothing_to_do_lapses(kernel: Kernel, lamps_database: Database) -> None:
    idle = replace(LAMPS, timers={Lit: (LAMPS.timers or {})[Lit]})
    async with kernel_on(idle, lamps_database, limit_of) as forgetful:
        await forgetful.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
        await forgetful.handler.handle("c1", LAMP, "l1", PutOut(MORNING), meta())
        assert await forgetful.timers.fire_due(DUE) == 1
        assert await timers(forgetful) == 0
    assert (await types(kernel))[-1] == "timer-lapsed"


async def test_a_refused_or_unknown_firing_lapses_with_its_reason(kernel: Kernel, lamps_database: Database) -> None:
    relight = replace(LAMPS, fires={"burn-down": lambda due: Order(LAMP, "l1", Light(due.now))})
    async with kernel_on(relight, lamps_database, limit_of) as stubborn:
        await stubborn.handler.handle("c1", LAMP, "l1", Light(MORNING), meta())
        assert await stubborn.timers.fire_due(DUE) == 1
    async with kernel_on(replace(LAMPS, fires={}), lamps_database, limit_of) as older:
        await older.handler.handle("c1", LAMP, "l2", Light(MORNING), meta())
        assert await older.timers.fire_due(DUE) == 1
    reasons = await kernel.pool.fetch(
        "select payload::jsonb ->> 'reason' as why from events where type = 'timer-lapsed' order by seq"
    )
    assert [row["why"] for row in reasons] == ["already_lit", "unknown_kind"]
    assert await timers(kernel) == 0
