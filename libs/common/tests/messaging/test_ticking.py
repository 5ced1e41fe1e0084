"""Timers fire by the domain's clock, at once when a virtual one is stepped."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from common.clock import real_now
from common.testing.bells import LISTENING, timed
from common.testing.messaging import Pair
from common.testing.processes import eventually

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


async def _fired(pair: Pair) -> list[tuple[str, int]]:
    rows = await pair.listener.pool.fetch("select stream, version from events where stream = 'echo/late-claps' order by seq")
    return [(row["stream"], row["version"]) for row in rows]


async def test_a_virtual_clock_fires_what_it_passes_and_nothing_before(make_pair: Callable[..., Awaitable[Pair]]) -> None:
    pair = await make_pair(listening=timed(LISTENING, NEW_YEAR))
    await pair.start(clock="virtual")
    await pair.ring(1)
    await pair.all_heard(1)
    clock = pair.listener.clock
    await clock.advance(NEW_YEAR - timedelta(seconds=1))
    pair.listener.background.clock_moved()
    assert await pair.listener.background.drained()
    assert await _fired(pair) == []
    await clock.advance(NEW_YEAR)
    assert not await pair.listener.background.drained()
    pair.listener.background.clock_moved()
    await pair.quiet()
    assert await _fired(pair) == [("echo/late-claps", 1)]


async def test_real_time_fires_what_is_due(make_pair: Callable[..., Awaitable[Pair]]) -> None:
    pair = await make_pair(listening=timed(LISTENING, real_now() + timedelta(seconds=2)))
    await pair.start()
    await pair.ring(1)

    async def fired() -> bool:
        return len(await _fired(pair)) == 1

    await eventually(fired, "the timer fires")
