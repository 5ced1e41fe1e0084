"""A consumer under a bus that does what it likes, in every order of their steps, on a real database.

*Exhaustive*: a consumer takes two messages, each any of three (so: repeated, reordered, skipped), crashes at any step or
not at all, and its successor takes one more (every order of that); two consumers that both think they hold the lease,
each with any of three messages, in every order of their steps. Afterwards the source is read to its end, and everything
must be there once. Each order is played on the tables and the code of a following view.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import product
from math import comb
from typing import Any

import pytest

from common.feed import Feed
from common.kernel import Kernel
from common.lane import Told
from common.projection.projector import Projector
from common.subscription.consumer import Consumer
from common.subscription.following import FollowingSink
from common.subscription.parking import Parking
from common.subscription.sink import Outcomes, Step
from common.subscription.source import OwnSource
from common.testing.bells import BELL, BELLS_VIEW, LISTENING, RINGER, Ring
from common.testing.kernels import meta
from common.testing.orders import Explorer, Stage, Stepped
from common.testing.processes import eventually


async def lane_of_three(ringer: Kernel, contract: str) -> list[Told]:
    for n in (1, 2, 3):
        await ringer.handler.handle(contract, BELL, "b", Ring(n), meta())
    return list((await Feed(RINGER, ringer.pool).page(contract, 0)).told)


async def viewed(listener: Kernel, contract: str) -> list[int]:
    stored = await listener.views.find(BELLS_VIEW, contract, "b")
    return list(stored.row.numbers) if stored else []


def consumer(ringer: Kernel, pool: Any) -> Consumer:
    sink = FollowingSink(pool, LISTENING.follows[0])
    return Consumer(sink, OwnSource(Feed(RINGER, ringer.pool)), Parking(pool))


def hears(stage: Stage, name: str, ringer: Kernel, pool: Any, *messages: Told) -> Callable[[], Awaitable[None]]:
    """Takes the messages one by one. A crash forgets everything but what is committed, and the same come again."""

    async def body() -> None:
        own = consumer(ringer, Stepped(stage, name, pool))
        for message in messages:
            await stage.seam(name)
            await own.take([message])

    return body


async def whole(ringer: Kernel, listener: Kernel, contract: str) -> None:
    """What is visible is a beginning of the lane; read to its end, it is the lane."""
    seen = await viewed(listener, contract)
    assert seen == [1, 2, 3][: len(seen)]
    last = consumer(ringer, listener.pool)
    running = asyncio.create_task(last.run())
    last.fall_behind(contract)

    async def there() -> bool:
        return (await last.sink.positions.read(contract)).at.number == 3

    await eventually(there, "the lane is read")
    running.cancel()
    await asyncio.wait([running])
    assert await viewed(listener, contract) == [1, 2, 3]


async def test_two_consumers_at_once(ringer: Kernel, listener: Kernel) -> None:
    """As when the lease changes hands and the first has not noticed."""
    orders: dict[tuple[int, int], int] = {}
    for pair in product((0, 1, 2), (0, 1, 2)):
        explorer = Explorer()
        async for choose in explorer:
            contract = f"t{pair[0]}{pair[1]}-{explorer.orders}"
            told, stage = await lane_of_three(ringer, contract), Stage(listener.pool)
            for name, message in zip(("first", "second"), pair, strict=True):
                stage.enter(name, hears(stage, name, ringer, listener.pool, told[message]))
            await stage.play(choose)
            await whole(ringer, listener, contract)
        orders[pair] = explorer.orders
    # Receive and read where the message is not next; where it is, also lock and commit, one after the other.
    assert {pair: orders[pair] for pair in orders if 0 not in pair} == dict.fromkeys(product((1, 2), (1, 2)), comb(4, 2))
    assert {pair: orders[pair] for pair in orders if (0 in pair) and pair != (0, 0)} == dict.fromkeys(
        [(0, 1), (0, 2), (1, 0), (2, 0)], comb(6, 2)
    )
    assert orders[0, 0] >= comb(4, 2)
    assert sum(orders.values()) >= 90


async def test_a_consumer_that_crashes_at_any_step(ringer: Kernel, listener: Kernel) -> None:
    orders = 0
    for messages in product((0, 1, 2), repeat=2):
        explorer = Explorer()
        async for choose in explorer:
            contract = f"c{messages[0]}{messages[1]}-{explorer.orders}"
            told, stage = await lane_of_three(ringer, contract), Stage(listener.pool, crashes=1)
            stage.enter("one", hears(stage, "one", ringer, listener.pool, *(told[one] for one in messages)))
            await stage.play(choose)
            await whole(ringer, listener, contract)
        orders += explorer.orders
    assert orders >= 9 * 4


class Apart(FollowingSink):
    """Planted: the rows in one transaction, the position in the next."""

    async def apply_all(self, steps: Sequence[Step]) -> Outcomes:
        for contract, _, batch in steps:
            facts = [fact for told in batch if (fact := self.decoder.delivered(told)) is not None]
            async with self.positions.locked(contract) as (connection, _):
                await Projector(LISTENING.follows[0].projects).apply(connection, facts)
        return await super().apply_all(steps)


@pytest.mark.parametrize("planted", [False, True])
async def test_a_position_outside_the_transaction_is_caught(ringer: Kernel, listener: Kernel, planted: bool) -> None:
    """The planted sink commits rows, crashes, and has them again; the real one, in the same orders, has not."""
    explorer, twice = Explorer(), 0
    projects = LISTENING.follows[0]
    async for choose in explorer:
        contract = f"p{explorer.orders}"
        told, stage = await lane_of_three(ringer, contract), Stage(listener.pool, crashes=1)

        async def body(stage: Stage = stage, told: list[Told] = told) -> None:
            pool: Any = Stepped(stage, "one", listener.pool)
            sink = (Apart if planted else FollowingSink)(pool, projects)
            await Consumer(sink, OwnSource(Feed(RINGER, ringer.pool)), Parking(pool)).take(told[:1])

        stage.enter("one", body)
        await stage.play(choose)
        twice += await viewed(listener, contract) != [1]
    assert (twice > 0) == planted
