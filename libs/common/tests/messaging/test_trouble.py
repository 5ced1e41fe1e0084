"""NATS and other services come and go, lose and forget; that costs time and nothing else."""

import asyncio

from nats.js.errors import NotFoundError

from common.bus.streams import stream_name
from common.testing.bells import BELL, ECHO, LISTENER, RINGER, Answer, Ring
from common.testing.kernels import meta
from common.testing.messaging import CONTRACT, Pair
from common.testing.processes import eventually

STREAM = stream_name(RINGER)


async def test_a_purged_stream_costs_time(pair: Pair) -> None:
    await pair.ring(1, 2)
    await pair.all_heard(1, 2)
    await pair.stop(LISTENER)
    await pair.ring(3, 4)
    await pair.published()
    await (await pair.operator()).jsm().purge_stream(STREAM)
    await pair.start(LISTENER)
    await pair.ring(5)
    await pair.all_heard(1, 2, 3, 4, 5)


async def test_a_deleted_stream_is_made_again(pair: Pair) -> None:
    await pair.ring(1)
    await pair.all_heard(1)
    manager = (await pair.operator()).jsm()
    await manager.delete_stream(STREAM)
    await pair.ring(2, 3)
    await pair.all_heard(1, 2, 3)
    await pair.published()
    assert (await manager.stream_info(STREAM)).state.messages >= 2


async def test_a_deleted_consumer_is_made_again(pair: Pair) -> None:
    await pair.ring(1)
    await pair.all_heard(1)
    manager = (await pair.operator()).jsm()
    for name in ("bells", "answer-bells"):
        await manager.delete_consumer(STREAM, f"{LISTENER}-{name}")
    await pair.ring(2)
    await pair.all_heard(1, 2)

    async def made_again() -> bool:
        try:
            return bool((await manager.consumer_info(STREAM, f"{LISTENER}-bells")).num_waiting)
        except NotFoundError:
            return False

    await eventually(made_again, "the consumer is there again")


async def test_killed_connections_are_made_again(pair: Pair) -> None:
    await pair.ring(1)
    for runtime in (pair.ringer, pair.listener):
        client = runtime.background._bus.client
        assert client is not None
        assert client._transport is not None
        client._transport.close()  # type: ignore[no-untyped-call]
    await pair.ring(2, 3)
    await pair.all_heard(1, 2, 3)

    async def connected() -> bool:
        return all(runtime.background._bus.client is not None for runtime in (pair.ringer, pair.listener))

    await eventually(connected, "both are connected again")


async def test_while_nats_is_away_everything_is_heard_by_the_feed(pair: Pair) -> None:
    await pair.ring(1)
    await pair.all_heard(1)
    pair.broker.kill()
    await pair.ring(2, 3)
    await pair.all_heard(1, 2, 3)
    assert await pair.ringer.background.relay_lag() == 2


async def test_a_tail_that_waited_for_nats_is_published_when_it_is_back(pair: Pair) -> None:
    numbers = range(100, 400)
    pair.broker.kill()
    await pair.ring(*numbers)
    pair.broker.start()
    await pair.published()
    await pair.all_heard(*numbers)
    assert (await (await pair.operator()).jsm().stream_info(STREAM)).state.messages == len(numbers)


async def test_nats_may_lose_its_whole_store(pair: Pair) -> None:
    await pair.ring(1, 2)
    await pair.all_heard(1, 2)
    pair.broker.kill()
    pair.broker.wipe()
    await pair.ring(3)
    pair.broker.start()
    await pair.ring(4)
    await pair.all_heard(1, 2, 3, 4)


async def test_services_start_without_nats(pair: Pair) -> None:
    await pair.stop()
    pair.broker.kill()
    await pair.start()
    await pair.ring(1)
    await pair.all_heard(1)
    pair.broker.start()
    await pair.published()
    await pair.ring(2)
    await pair.all_heard(1, 2)


async def test_a_source_that_is_away_holds_only_its_own_lane(pair: Pair) -> None:
    """The listener's own lane goes on while the ringer is down with a hole before what the bus shows."""
    await pair.ring(1, 2, 3)
    await pair.all_heard(1, 2, 3)
    await pair.stop(RINGER)
    await pair.listener.pool.execute("update positions set number = 1 where name = 'bells'")
    await pair.listener.handler.handle(CONTRACT, ECHO, "other", Answer(99), meta())

    async def places() -> dict[tuple[str, str], int]:
        return {(lane.consumer, lane.source): lane.number for lane in await pair.listener.background.lanes()}

    async def applauded() -> bool:
        return (await places())["applaud", LISTENER] == 4

    await eventually(applauded, "the own lane goes on")
    assert await pair.listener.pool.fetchval("select count(*) from events where type = 'clapped'") == 4
    assert (await places())["bells", RINGER] == 1


async def test_connections_to_the_database_that_are_cut_lose_nothing(pair: Pair) -> None:
    async def cut() -> None:
        await pair.listener.pool.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tickets' and pid <> pg_backend_pid()"
        )

    numbers = list(range(100, 160))
    for start in range(0, 60, 20):
        ringing = asyncio.create_task(pair.ring(*numbers[start : start + 20]))
        await cut()
        await ringing
    await pair.all_heard(*numbers)


async def test_a_clean_end_publishes_what_was_committed(pair: Pair) -> None:
    await asyncio.gather(*(pair.ringer.handler.handle(CONTRACT, BELL, f"b{n}", Ring(n), meta()) for n in range(100, 150)))
    await pair.stop(RINGER)
    assert (await (await pair.operator()).jsm().stream_info(STREAM)).state.messages == 50


async def test_the_relay_moves_only_over_what_was_acknowledged(pair: Pair) -> None:
    """A message that is refused by the stream leaves everything from it on unpublished."""
    await pair.ring(1, 2)
    await pair.published()
    manager = (await pair.operator()).jsm()
    config = (await manager.stream_info(STREAM)).config
    await manager.update_stream(config.evolve(max_msg_size=2000))
    await pair.ring(3)
    await pair.ring(4, text="x" * 5000)
    await pair.ring(5)

    async def up_to_the_third() -> bool:
        return bool(await pair.ringer.pool.fetchval("select number = 3 from relay_positions"))

    await eventually(up_to_the_third, "the relay stands before the refused message")
    await pair.all_seen(1, 2, 3, 4, 5)
    await manager.update_stream(config)
    await pair.published()
    assert await pair.ringer.pool.fetchval("select number from relay_positions") == 5
