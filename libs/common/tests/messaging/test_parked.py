"""What policies and views cannot do waits for people, with its reason."""

import pytest

from common.errors import Problem, Refused
from common.lane import GENESIS
from common.testing.bells import ECHO, LISTENER, POISON, RINGER, UNLUCKY, Forgive
from common.testing.kernels import meta
from common.testing.messaging import CONTRACT, Pair
from common.testing.processes import eventually


async def test_a_refused_command_is_parked_and_the_lane_goes_on(pair: Pair) -> None:
    await pair.ring(1, UNLUCKY, 2)
    await pair.quiet()
    assert await pair.answered() == [1, 2]
    (parked,) = await pair.listener.background.parking.waiting()
    assert (parked.name, parked.source, parked.number, parked.target) == ("answer-bells", RINGER, 2, "echo/b")
    assert (parked.type, parked.code) == ("Answer", "unlucky_number")


async def test_a_retry_that_is_refused_again_keeps_waiting(pair: Pair) -> None:
    await pair.ring(UNLUCKY)
    await pair.quiet()
    (parked,) = await pair.listener.background.parking.waiting()
    with pytest.raises(Refused, match="unlucky_number"):
        await pair.listener.background.retry_parked(parked.id, "admin")
    assert await pair.listener.background.parking.count() == 1


async def test_a_retry_after_the_cause_is_gone_carries_the_command_out_once(pair: Pair) -> None:
    await pair.ring(UNLUCKY)
    await pair.quiet()
    (parked,) = await pair.listener.background.parking.waiting()
    await pair.listener.handler.handle(CONTRACT, ECHO, "b", Forgive(), meta())
    await pair.listener.background.retry_parked(parked.id, "admin")
    assert await pair.answered() == [UNLUCKY]
    with pytest.raises(Problem, match="parked_decided"):
        await pair.listener.background.retry_parked(parked.id, "admin")
    await pair.quiet()
    assert await pair.answered() == [UNLUCKY]


async def test_a_dismissed_command_stays_undone_with_its_reason(pair: Pair) -> None:
    await pair.ring(UNLUCKY)
    await pair.quiet()
    parking = pair.listener.background.parking
    (parked,) = await parking.waiting()
    await pair.listener.background.dismiss_parked(parked.id, "admin", "nobody minds")
    found = await parking.find(parked.id)
    assert found is not None
    assert (found.decision, found.decided_by, found.decided_reason) == ("dismissed", "admin", "nobody minds")
    assert await pair.answered() == []


async def test_a_crash_between_commands_and_position_does_nothing_twice(pair: Pair) -> None:
    """The position goes back to where it was: what a kill leaves after the commands' commit and before its own."""
    await pair.ring(1, UNLUCKY, 2, 3)
    await pair.quiet()
    await pair.stop(LISTENER)
    await pair.start(LISTENER)
    back = "update positions set number = 0, hash = $1, log_id = null where name = 'answer-bells'"
    await pair.listener.pool.execute(back, GENESIS)
    await pair.stop(LISTENER)
    await pair.start(LISTENER)
    await pair.quiet()
    assert await pair.answered() == [1, 2, 3]
    assert await pair.heard() == [1, 2, 3]
    assert await pair.listener.background.parking.count() == 1


async def test_a_refused_command_is_not_tried_again_unasked_after_a_crash(pair: Pair) -> None:
    await pair.ring(UNLUCKY, 1)
    await pair.quiet()
    await pair.listener.handler.handle(CONTRACT, ECHO, "b", Forgive(), meta())
    back = "update positions set number = 0, hash = $1, log_id = null where name = 'answer-bells'"
    await pair.listener.pool.execute(back, GENESIS)
    await pair.quiet()
    assert await pair.answered() == [1]


async def test_a_view_that_fails_stops_its_lane_at_the_event_and_says_so(pair: Pair) -> None:
    await pair.ring(1, 2, POISON, 3)

    async def stopped() -> bool:
        return any(lane.stopped for lane in await pair.listener.background.lanes())

    await eventually(stopped, "the lane stops")
    assert await pair.viewed() == [1, 2]
    (parked,) = await pair.listener.background.parking.waiting()
    assert (parked.name, parked.number, parked.code) == ("bells", 3, "failed")
    assert "no fold can take this number" in parked.reason

    async def policy_goes_on() -> bool:
        return await pair.answered() == [1, 2, POISON, 3]

    await eventually(policy_goes_on, "the policy of the same source goes on")
    assert not await pair.listener.background.wait_reached(RINGER, CONTRACT, 4, 5)


async def test_a_view_leaves_no_event_out_whatever_people_say(pair: Pair) -> None:
    await pair.ring(POISON)

    async def stopped() -> bool:
        return await pair.listener.background.parking.count() == 1

    await eventually(stopped, "the lane stops")
    (parked,) = await pair.listener.background.parking.waiting()
    with pytest.raises(Problem, match="invalid_request"):
        await pair.listener.background.dismiss_parked(parked.id, "admin", "skip it")
    assert await pair.listener.background.parking.count() == 1
