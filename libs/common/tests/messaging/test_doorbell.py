"""What a service keeps to itself is told as a bare hint, `doorbell.<service>.changed`, so that pages look again."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from nats.aio.msg import Msg

from common.bus.connection import CHANGED_TYPES
from common.handling import Transaction
from common.runtime import Runtime
from common.servers.ports import free_port
from common.subscription.background import CHANGED_SECONDS
from common.testing.bells import BELL, RINGER, Ring, Whisper
from common.testing.kernels import meta
from common.testing.messaging import CONTRACT, Pair
from common.testing.processes import eventually


class Hearing:
    """Contracts that were named at the doorbell, in order, as a page's server hears them."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.told: list[str] = []
        self.types: list[str] = []

    async def begin(self) -> None:
        """From now on."""
        nats = await self.pair.operator()
        await nats.subscribe(f"doorbell.{RINGER}.changed", cb=self._hear)
        await nats.flush()

    async def of(self, contract: str) -> None:
        """Waits until the contract was named."""

        async def named() -> bool:
            return contract in self.told

        await eventually(named, f"{contract} is named at the doorbell")

    async def up_to_now(self) -> list[str]:
        """What was told of everything that was committed before. Two marks, because one burst is told in any order."""
        for mark in ("mark-1", "mark-2"):
            await whisper(self.pair.ringer, mark)
            await self.of(mark)
        return [contract for contract in self.told if not contract.startswith("mark-")]

    async def _hear(self, message: Msg) -> None:
        self.told.append(message.data.decode())
        self.types.append((message.headers or {}).get(CHANGED_TYPES, ""))


async def whisper(service: Runtime, contract: str, n: int = 1) -> None:
    """A private event."""
    await service.handler.handle(contract, BELL, "b", Whisper(n), meta())


@pytest.fixture
async def hearing(make_pair: Callable[[], Awaitable[Pair]]) -> Hearing:
    """The ringer alone, so that no answer changes anything, and somebody at its doorbell."""
    pair = await make_pair()
    await pair.start(RINGER)
    hearing = Hearing(pair)
    await hearing.begin()
    return hearing


async def test_a_private_event_is_told_after_its_commit_by_the_name_of_its_contract(hearing: Hearing) -> None:
    await whisper(hearing.pair.ringer, CONTRACT)
    await whisper(hearing.pair.ringer, "c-2")
    assert sorted(await hearing.up_to_now()) == [CONTRACT, "c-2"]
    assert set(hearing.types) == {"whispered"}


async def test_what_its_lane_tells_is_not_told_at_the_doorbell_as_well(hearing: Hearing) -> None:
    await hearing.pair.ring(1)
    await hearing.pair.published()
    assert await hearing.up_to_now() == []


async def test_what_is_private_is_told_beside_what_its_lane_tells_of_the_same_commit(hearing: Hearing) -> None:
    async def both(tx: Transaction) -> None:
        await tx.decide(BELL, "b", Ring(1))
        await tx.decide(BELL, "c", Whisper(1))

    await hearing.pair.ring(0)  # from now on there is a ledger
    await hearing.pair.ringer.handler.across(CONTRACT, both, meta())
    assert await hearing.up_to_now() == [CONTRACT]
    assert set(hearing.types) == {"whispered"}


async def test_a_burst_is_told_once_in_each_tenth_of_a_second_and_its_end_is_told(hearing: Hearing) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    for n in range(60):
        await whisper(hearing.pair.ringer, CONTRACT, n)
    windows = (loop.time() - began) / CHANGED_SECONDS
    assert 1 <= len(await hearing.up_to_now()) <= windows + 1
    hearing.told.clear()
    await whisper(hearing.pair.ringer, CONTRACT)
    await hearing.of(CONTRACT)


async def test_a_replica_that_does_nothing_in_the_background_tells_of_its_commits_too(hearing: Hearing) -> None:
    second = await hearing.pair.second(RINGER, port=free_port())
    assert not second.runtime.background.working
    await whisper(second.runtime, "c-2")
    await hearing.of("c-2")
