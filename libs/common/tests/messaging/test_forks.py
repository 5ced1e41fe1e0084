"""A source restored to an earlier point goes another way: the lane stops loudly and waits for people."""

from common.cloudevents import data_of
from common.testing.bells import LISTENER, RINGER
from common.testing.messaging import Pair
from common.testing.processes import eventually


async def _restored(pair: Pair, *later: int) -> None:
    """Rings 1, 2, takes a copy, rings 3, then goes on from the copy and rings `later`."""
    await pair.ring(1, 2)
    await pair.all_heard(1, 2)
    await pair.stop(RINGER)
    copy = await pair.copy_of(RINGER)
    await pair.start(RINGER)
    await pair.ring(3)
    await pair.all_heard(1, 2, 3)
    await pair.stop(RINGER)
    await pair.start(RINGER, database_url=copy)
    await pair.ring(*later)


async def _forked(pair: Pair) -> None:
    async def both_stopped() -> bool:
        lanes = [lane for lane in await pair.listener.background.lanes() if lane.source == RINGER]
        return len(lanes) == 2 and all(lane.stopped == "fork" for lane in lanes)

    await eventually(both_stopped, "both lanes stop")


async def test_a_source_that_lost_its_tail_stops_the_lane(pair: Pair) -> None:
    await _restored(pair)
    await _forked(pair)
    assert await pair.viewed() == [1, 2, 3]


async def test_a_source_with_another_history_stops_the_lane_and_nothing_diverges(pair: Pair) -> None:
    await _restored(pair, 30, 40, 50)
    await _forked(pair)
    assert await pair.viewed() == [1, 2, 3]
    assert await pair.answered() == [1, 2, 3]
    waiting = await pair.listener.background.parking.waiting()
    assert {(one.name, one.target, one.code) for one in waiting} == {("bells", "lane", "fork"), ("answer-bells", "lane", "fork")}


async def test_a_stopped_lane_does_not_stop_others(pair: Pair) -> None:
    await _restored(pair, 30)
    await _forked(pair)
    await pair.ring(7, contract="other")

    async def heard() -> bool:
        return await pair.viewed(contract="other") == [7] and await pair.heard(contract="other") == [7]

    await eventually(heard, "another contract is heard")


async def test_people_accept_the_other_history_and_views_follow_it(pair: Pair) -> None:
    await _restored(pair, 30, 40)
    await _forked(pair)
    background = pair.listener.background
    for one in await background.parking.waiting():
        await background.dismiss_parked(one.id, "admin", "restored from the backup of this morning")

    async def followed() -> bool:
        return await pair.viewed() == [1, 2, 30, 40]

    await eventually(followed, "the view is folded anew")

    async def settled() -> bool:
        # 30 stands under the number that 3 had: its command id is taken, so people look at it; 40 is new.
        waiting = await background.parking.waiting()
        return await pair.answered() == [1, 2, 3, 40] and [one.code for one in waiting] == ["idempotency_key_reused"]

    await eventually(settled, "the policy goes on")


async def test_retrying_a_fork_that_is_still_there_stops_again(pair: Pair) -> None:
    await _restored(pair, 30)
    await _forked(pair)
    background = pair.listener.background
    first = (await background.parking.waiting())[0]
    await background.retry_parked(first.id, "admin")
    await _forked(pair)
    assert await pair.viewed() == [1, 2, 3]


async def test_stale_messages_of_another_history_are_no_fork(pair: Pair) -> None:
    """Only the source itself can say that it has forked: the bus may show anything."""
    await pair.ring(1, 2)
    await pair.all_heard(1, 2)
    told = (await pair.ringer.feed.page("c-1", 0)).told[0]
    stream = (await pair.operator()).jetstream()
    for log_id, number in (("another-log", 3), (told.log_id, 3), (told.log_id, 2)):
        await stream.publish(told.subject, data_of(told), headers=pair.forged(told, log_id, number))
    await pair.ring(3)
    await pair.all_heard(1, 2, 3)
    assert await pair.listener.background.parking.count() == 0
    assert LISTENER in pair.running
