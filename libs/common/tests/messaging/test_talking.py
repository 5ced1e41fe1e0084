"""Two services tell each other things: everything arrives once and in order, whatever the message bus does to it."""

import random

from common.bus.streams import stream_name
from common.cloudevents import INLINE_LIMIT, data_of, headers_of
from common.testing.bells import BELL, LISTENER, RINGER, Humming, Ring, Whisper
from common.testing.kernels import meta
from common.testing.messaging import CONTRACT, Pair


async def test_what_one_tells_the_other_hears_and_answers(pair: Pair) -> None:
    await pair.ring(*range(1, 13))
    await pair.all_heard(*range(1, 13))


async def test_live_events_travel_over_the_bus_and_not_by_the_feed(pair: Pair) -> None:
    await pair.stop()
    await pair.start(reconcile_seconds=30)
    await pair.ring(1)
    await pair.all_heard(1)
    asked = pair.feed_requests()
    await pair.ring(*range(2, 12))
    await pair.all_heard(*range(1, 12))
    assert pair.feed_requests() == asked


async def test_private_events_leave_no_hole_in_the_lane(pair: Pair) -> None:
    for n in (1, 2, 3):
        await pair.ringer.handler.handle(CONTRACT, BELL, "b", Whisper(n), meta())
        await pair.ring(n)
    await pair.all_heard(1, 2, 3)
    told = (await pair.ringer.feed.page(CONTRACT, 0)).told
    assert [(one.number, one.seq) for one in told] == [(1, 2), (2, 4), (3, 6)]


async def test_a_type_that_nobody_declares_is_passed_by_and_counted(pair: Pair) -> None:
    await pair.ringer.handler.handle(CONTRACT, BELL, "b", Humming(5), meta())
    await pair.ring(1)
    await pair.all_heard(1)
    assert pair.listener.background.undeclared() == {("bells", RINGER): 1, ("answer-bells", RINGER): 1, ("applaud", LISTENER): 0}


async def test_repeated_and_reordered_messages_change_nothing(pair: Pair) -> None:
    await pair.ring(*range(1, 11))
    await pair.all_heard(*range(1, 11))
    told = list((await pair.ringer.feed.page(CONTRACT, 0)).told) * 3
    random.Random(7).shuffle(told)
    stream = (await pair.operator()).jetstream()
    for one in told:
        headers = headers_of(one) | {"Nats-Msg-Id": f"again-{random.random()}"}
        await stream.publish(one.subject, data_of(one), headers=headers)
    await pair.ring(11)
    await pair.all_heard(*range(1, 12))


async def test_events_that_arrive_before_earlier_ones_wait_for_them(pair: Pair) -> None:
    """The bus shows only the last of five events; the feed has the others."""
    await pair.stop(RINGER)
    await pair.start(RINGER, nats_url="")
    await pair.ring(1, 2, 3, 4, 5)
    last = (await pair.ringer.feed.page(CONTRACT, 4)).told[0]
    await (await pair.operator()).jetstream().publish(last.subject, data_of(last), headers=headers_of(last))
    await pair.all_heard(1, 2, 3, 4, 5)


async def test_an_event_too_large_for_a_message_is_read_from_the_feed(pair: Pair) -> None:
    await pair.ring(1)
    await pair.ring(2, text="x" * (INLINE_LIMIT + 1))
    await pair.ring(3)
    await pair.all_heard(1, 2, 3)
    await pair.published()
    info = await (await pair.operator()).jsm().stream_info(stream_name(RINGER))
    assert info.state.messages == 3
    assert info.state.bytes < INLINE_LIMIT


async def test_a_long_backlog_is_heard_in_order(pair: Pair) -> None:
    numbers = range(100, 400)
    await pair.stop(LISTENER)
    await pair.ring(*numbers)
    await pair.start(LISTENER)
    await pair.all_heard(*numbers)


async def test_many_contracts_are_heard_side_by_side(pair: Pair) -> None:
    contracts = [f"c-{n}" for n in range(12)]
    for n in (1, 2, 3):
        for contract in contracts:
            await pair.ring(n, contract=contract)
    for contract in contracts:
        await pair.all_heard(1, 2, 3, contract=contract)


async def test_a_contract_that_the_listener_never_heard_of_begins_with_its_first_event(pair: Pair) -> None:
    await pair.ringer.handler.handle("fresh", BELL, "b", Ring(7), meta())
    await pair.all_heard(7, contract="fresh")
