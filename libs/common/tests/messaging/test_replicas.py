"""Two replicas, one lease: the work goes on when its holder is gone, and twice the work changes nothing."""

import asyncio

from common.lease import Lease
from common.servers.ports import free_port
from common.testing.bells import LISTENER, RINGER
from common.testing.messaging import CONTRACT, Pair
from common.testing.processes import eventually

ROWS = "select * from bells_v1 order by contract_id, key"


async def test_one_of_two_replicas_works_and_the_other_takes_over(pair: Pair) -> None:
    second = await pair.second(LISTENER, port=free_port())

    async def first_works() -> bool:
        return pair.listener.background.working and not second.runtime.background.working

    await eventually(first_works, "the first works")
    await pair.ring(1, 2)
    await pair.all_heard(1, 2)
    await pair.stop(LISTENER)

    async def taken_over() -> bool:
        return second.runtime.background.working

    await eventually(taken_over, "the second takes over", seconds=6)
    pair.take_over(LISTENER, second)
    await pair.ring(3)
    await pair.all_seen(1, 2, 3)


async def test_a_holder_that_vanishes_without_a_word_is_replaced_within_seconds(pair: Pair) -> None:
    second = await pair.second(LISTENER, port=free_port())
    # What a killed process leaves: nobody renews, nobody gives back.
    await pair.listener.pool.execute("update lease set holder = 'somebody killed', until = clock_timestamp() + interval '4 s'")

    async def one_works() -> bool:
        return not pair.listener.background.working or second.runtime.background.working

    await eventually(one_works, "the old holder notices")

    async def taken_over() -> bool:
        return pair.listener.background.working != second.runtime.background.working

    await eventually(taken_over, "one of them takes over", seconds=8)


async def test_the_lease_is_held_by_one_at_a_time(pair: Pair) -> None:
    first, second = Lease(pair.listener.pool, "other"), Lease(pair.listener.pool, "other")
    assert await first._take()
    assert not await second._take()
    assert await first._take()


async def test_two_that_work_at_once_apply_everything_once(pair: Pair) -> None:
    """The lease saves work; correctness does not need it."""
    second = await pair.second(LISTENER, port=free_port())
    working = asyncio.create_task(second.runtime.background.work())
    numbers = range(100, 200)
    await pair.ring(*numbers)
    await pair.all_heard(*numbers)
    assert second.runtime.background.working
    assert await pair.listener.background.parking.count() == 0
    working.cancel()
    await asyncio.wait([working])


async def test_a_rebuilt_view_equals_the_live_one(pair: Pair) -> None:
    numbers = [3, 1, 4, 1, 5, 9, 2, 6]
    await pair.ring(*numbers)
    await pair.all_heard(*numbers)
    live = await pair.listener.pool.fetch(ROWS)
    await pair.stop(LISTENER)
    # Another shape than the positions were counted for: the view set starts over.
    await pair.start(LISTENER)
    await pair.listener.pool.execute("update positions set reason = 'other tables' where name = 'bells' and contract_id = ''")
    await pair.stop(LISTENER)
    await pair.start(LISTENER)
    await pair.quiet()
    rebuilt = await pair.listener.pool.fetch(ROWS)
    assert list(map(tuple, rebuilt)) == list(map(tuple, live))


async def test_waiting_for_a_lane_number_covers_views_and_policies(pair: Pair) -> None:
    await pair.ring(1, 2, 3)
    assert await pair.listener.background.wait_reached(RINGER, CONTRACT, 3, 10)
    assert await pair.viewed() == [1, 2, 3]
    assert await pair.answered() == [1, 2, 3]
    assert not await pair.listener.background.wait_reached(RINGER, CONTRACT, 4, 0.2)
    assert await pair.listener.background.wait_reached("billing", CONTRACT, 99, 0.2)
