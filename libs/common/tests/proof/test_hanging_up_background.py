"""The background work ends at any await, with the lease or with the process: what comes next finds nothing half done."""

from collections.abc import Sequence

import pytest

from common.feed import Feed
from common.kernel import Kernel
from common.lane import START, Told, after
from common.ledger.pool import Pool
from common.subscription.consumer import Consumer
from common.subscription.desk import Desk
from common.subscription.failures import Defect
from common.subscription.following import SHAPE, FollowingSink
from common.subscription.parking import Parking
from common.subscription.policy import PolicySink
from common.subscription.source import OwnSource
from common.testing.bells import BELL, BELLS_VIEW, ECHO, ECHOES_VIEW, LISTENING, RINGER, UNLUCKY, BellRang, Clap, Forgive, Ring
from common.testing.hanging_up import assert_given_back, hung_up_everywhere
from common.testing.kernels import MORNING, meta
from common.testing.lanes import lane


def rings(contract: str, numbers: Sequence[int] = (1, 2, 3)) -> list[Told]:
    """A lane of ringings."""
    return [
        Told(
            source=RINGER, log_id="log", contract=contract, number=one.number, seq=one.seq, stream=f"bell/b-{contract}",
            type=BellRang.type_name(), version=BellRang.VERSION, occurred_at=MORNING, recorded_at=MORNING,
            previous_hash=one.previous_hash, hash=one.hash, correlation_id="request", causation_id=None,
            body=BellRang(bell=f"b-{contract}", n=n, text="").model_dump_json().encode(),
        )
        for one, n in zip(lane(len(numbers)), numbers, strict=True)
    ]  # fmt: skip


async def viewed(listener: Kernel, contract: str) -> list[int]:
    stored = await listener.views.find(BELLS_VIEW, contract, f"b-{contract}")
    return list(stored.row.numbers) if stored else []


async def answered(listener: Kernel, contract: str) -> list[int]:
    stored = await listener.views.find(ECHOES_VIEW, contract, f"b-{contract}")
    return list(stored.row.numbers) if stored else []


@pytest.fixture
def following(listener: Kernel) -> FollowingSink:
    return FollowingSink(listener.pool, LISTENING.follows[0])


@pytest.fixture
def policy(listener: Kernel) -> PolicySink:
    return PolicySink(listener.pool, LISTENING.policies[0], RINGER, listener.handler, Parking(listener.pool))


def consumer_of(sink: FollowingSink | PolicySink, pool: Pool) -> Consumer:
    return Consumer(sink, OwnSource(Feed(RINGER, pool)), Parking(pool))


async def test_a_following_view_and_its_position(listener: Kernel, following: FollowingSink) -> None:
    """The same consumer takes again what it was taking."""
    consumer = consumer_of(following, listener.pool)

    async def checked(n: int) -> None:
        await assert_given_back(listener.pool)
        at = (await following.positions.read(f"c{n}")).at
        assert await viewed(listener, f"c{n}") == [1, 2, 3][: at.number]
        await consumer.take(rings(f"c{n}"))
        assert await viewed(listener, f"c{n}") == [1, 2, 3]
        assert (await following.positions.read(f"c{n}")).at == after(rings(f"c{n}")[-1])

    assert await hung_up_everywhere(lambda n: consumer.take(rings(f"c{n}")), checked) >= 18


async def test_a_following_view_that_starts_over(listener: Kernel, following: FollowingSink) -> None:
    async def applied(n: int) -> None:
        await consumer_of(following, listener.pool).take(rings(f"c{n}"))

    async def checked(n: int) -> None:
        await assert_given_back(listener.pool)
        at = (await following.positions.read(f"c{n}")).at
        assert await viewed(listener, f"c{n}") == [1, 2, 3][: at.number]
        await following.start_over(f"c{n}")
        await applied(n)
        assert await viewed(listener, f"c{n}") == [1, 2, 3]
        await applied(n + 1)

    await applied(1)
    assert await hung_up_everywhere(lambda n: following.start_over(f"c{n}"), checked) >= 12


async def test_views_of_another_shape(listener: Kernel, following: FollowingSink) -> None:
    async def changed(n: int) -> None:
        await consumer_of(following, listener.pool).take(rings(f"c{n}"))
        await listener.pool.execute("update positions set reason = 'other tables' where contract_id = $1", SHAPE)

    async def checked(n: int) -> None:
        await assert_given_back(listener.pool)
        at = (await following.positions.read(f"c{n}")).at
        assert await viewed(listener, f"c{n}") == [1, 2, 3][: at.number]
        await following.ensure_shape()
        assert not await following.ensure_shape()
        assert await viewed(listener, f"c{n}") == []
        assert (await following.positions.read(f"c{n}")).at == START
        await changed(n + 1)

    await following.ensure_shape()
    await changed(1)
    assert await hung_up_everywhere(lambda _: following.ensure_shape(), checked) >= 14


async def test_a_policy_its_commands_and_its_position(listener: Kernel, policy: PolicySink) -> None:
    """The second of three orders is refused and parked."""
    numbers = (1, UNLUCKY, 3)

    async def checked(n: int) -> None:
        await listener.handler.handle("idle", ECHO, "x", Clap(1), meta())
        await assert_given_back(listener.pool)
        told = rings(f"c{n}", numbers)
        done = await answered(listener, f"c{n}")
        assert done in ([], [1], [1, 3])
        assert (await policy.positions.read(f"c{n}")).at.number in ((0,) if len(done) < 2 else (0, 3))
        await consumer_of(policy, listener.pool).take(told)
        assert await answered(listener, f"c{n}") == [1, 3]
        assert (await policy.positions.read(f"c{n}")).at == after(told[-1])
        parked = await Parking(listener.pool).waiting(f"c{n}")
        assert [(one.number, one.code) for one in parked] == [(2, "unlucky_number")]

    assert await hung_up_everywhere(lambda n: consumer_of(policy, listener.pool).take(rings(f"c{n}", numbers)), checked) >= 30


async def test_a_policy_that_passes_by_an_event_or_starts_over(listener: Kernel, policy: PolicySink) -> None:
    async def checked(n: int) -> None:
        await assert_given_back(listener.pool)
        await policy.skip(f"c{n}", rings(f"c{n}")[0])
        assert (await policy.positions.read(f"c{n}")).at.number == 1

    assert await hung_up_everywhere(lambda n: policy.skip(f"c{n}", rings(f"c{n}")[0]), checked) >= 12

    async def over(n: int) -> None:
        await assert_given_back(listener.pool)
        await policy.start_over(f"c{n}")
        assert (await policy.positions.read(f"c{n}")).at == START
        await policy.skip(f"c{n + 1}", rings(f"c{n + 1}")[0])

    await policy.skip("c1", rings("c1")[0])
    assert await hung_up_everywhere(lambda n: policy.start_over(f"c{n}"), over) >= 8


async def test_a_lane_that_is_stopped(listener: Kernel, following: FollowingSink) -> None:
    parking = Parking(listener.pool)

    async def checked(n: int) -> None:
        await assert_given_back(listener.pool)
        stopped, parked = (await following.positions.read(f"c{n}")).stopped, await parking.waiting(f"c{n}")
        assert (stopped is None) == (parked == [])
        await parking.stop(following.positions, f"c{n}", Defect(1, "why"))
        assert (await following.positions.read(f"c{n}")).stopped == "failed"
        assert [(one.number, one.reason) for one in await parking.waiting(f"c{n}")] == [(1, "why")]

    stop = hung_up_everywhere(lambda n: parking.stop(following.positions, f"c{n}", Defect(1, "why")), checked)
    assert await stop >= 14


async def test_what_people_decide_about_a_stopped_lane(listener: Kernel, following: FollowingSink) -> None:
    parking = Parking(listener.pool)
    desk = Desk(parking, {("bells", RINGER): following}, {})

    async def stopped(n: int) -> None:
        await consumer_of(following, listener.pool).take(rings(f"c{n}"))
        await parking.stop(following.positions, f"c{n}", Defect(3, "why", "fork"))

    async def checked(n: int) -> None:
        await assert_given_back(listener.pool)
        standing = await following.positions.read(f"c{n}")
        waiting = await parking.waiting(f"c{n}")
        assert (standing.stopped is None) == (waiting == [])
        if waiting:
            await desk.dismiss(waiting[0].id, "admin", "restored")
        standing = await following.positions.read(f"c{n}")
        assert (standing.stopped, standing.at, await viewed(listener, f"c{n}")) == (None, START, [])
        await stopped(n + 1)

    async def dismiss(n: int) -> None:
        await desk.dismiss((await parking.waiting(f"c{n}"))[0].id, "admin", "restored")

    await stopped(1)
    assert await hung_up_everywhere(dismiss, checked) >= 24


async def test_a_parked_command_that_is_given_again(ringer: Kernel, listener: Kernel) -> None:
    """Whoever hangs up while it is carried out finds it carried out once, and the entry decided when asked again."""
    numbers, contracts = (1, UNLUCKY), iter(range(1, 1000))
    sink = PolicySink(listener.pool, LISTENING.policies[0], RINGER, listener.handler, Parking(listener.pool))
    parking = Parking(listener.pool)
    desk = Desk(parking, {("answer-bells", RINGER): sink}, {RINGER: OwnSource(Feed(RINGER, ringer.pool))})

    async def parked() -> None:
        contract = f"c{next(contracts)}"
        for n in numbers:
            await ringer.handler.handle(contract, BELL, f"b-{contract}", Ring(n), meta())
        page = await OwnSource(Feed(RINGER, ringer.pool)).page(contract, 0)
        await consumer_of(sink, listener.pool).take(page.told)
        await listener.handler.handle(contract, ECHO, f"b-{contract}", Forgive(), meta())

    async def retry(n: int) -> None:
        await desk.retry((await parking.waiting(f"c{n}"))[0].id, "admin")

    async def checked(n: int) -> None:
        await listener.handler.handle("idle", ECHO, "x", Clap(1), meta())
        await assert_given_back(listener.pool)
        await assert_given_back(ringer.pool)
        if await parking.waiting(f"c{n}"):
            await retry(n)
        assert await answered(listener, f"c{n}") == [1, UNLUCKY]
        assert await parking.waiting(f"c{n}") == []
        await parked()

    await parked()
    assert await hung_up_everywhere(retry, checked) >= 20
