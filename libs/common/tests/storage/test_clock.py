from datetime import UTC, datetime, timedelta

import pytest

from common.clock import SystemClock, VirtualClock, real_now
from common.errors import Problem
from common.kernel import Kernel
from common.testing.kernels import MORNING


async def test_real_time_takes_no_orders() -> None:
    clock = SystemClock()
    assert abs(await clock.now() - real_now()) < timedelta(seconds=5)
    with pytest.raises(Problem, match="clock_not_virtual"):
        await clock.advance(MORNING)


async def test_virtual_time_is_shared_by_replicas_and_never_runs_back(kernel: Kernel, other: Kernel) -> None:
    mine, theirs = VirtualClock(kernel.pool), VirtualClock(other.pool)
    assert await mine.now() == datetime(2000, 1, 1, tzinfo=UTC)
    assert await mine.advance(MORNING) == MORNING
    assert await theirs.now() == MORNING
    assert await theirs.advance(MORNING - timedelta(days=1)) == MORNING
    assert await theirs.advance(MORNING + timedelta(days=1)) == await mine.now()
