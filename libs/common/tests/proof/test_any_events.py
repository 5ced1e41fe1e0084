"""One fold, four ways: inline, rebuilt, followed and known-at show what a plain fold of the acknowledged commands shows.

Any events, split at random between code that keeps the view, older code that does not, a following view that hears the
lane in any pieces, repeated and out of order, and a rebuild that starts at a random moment beside live writes.
"""

import asyncio
import os
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.feed import Feed
from common.ids import new_id
from common.kernel import Kernel
from common.ledger.facts import Delivered, Recorded
from common.projection import View, inline
from common.projection.rebuilding import Rebuild
from common.service import Following
from common.subscription.consumer import Consumer
from common.subscription.following import FollowingSink
from common.subscription.parking import Parking
from common.subscription.source import OwnSource
from common.testing.bells import BELL, RINGER, RINGING, BellRang, Hum, Humming, Ring, Rung, Whisper
from common.testing.kernels import kernel_on, meta, migrated
from common.testing.plugin import MakeDatabase
from common.testing.processes import eventually

FULL = os.environ.get("WATCHBILL_PROOF") == "full"
SILENCED = 9
"""A ring with this number takes the bell's row away."""


@dataclass(frozen=True)
class Bell:
    """The numbers of a bell since it was silenced, and how many."""

    numbers: tuple[int, ...]
    times: int


def _rung(row: Bell | None, fact: Recorded[Rung] | Delivered[BellRang]) -> Bell | None:
    if fact.event.n == SILENCED:
        return None
    numbers = (*(row.numbers if row else ()), fact.event.n)
    return Bell(numbers, len(numbers))


INLINE, LATE, FOLLOWED = (View(name, 1, Bell, columns=("times",)) for name in ("belfry", "late_belfry", "heard_belfry"))
FOLLOWS = Following("belfry", RINGER, {BellRang: (FOLLOWED.on(lambda fact: fact.event.bell, _rung),), Hum: None})


def keeping(*views: View[Bell]) -> Any:
    """The ringer, with these views of its bells."""
    folds = tuple(view.on(lambda fact: fact.id, _rung) for view in views)
    return replace(RINGING, projects={**RINGING.projects, Rung: folds}, policies=(), follows=(FOLLOWS,))


OLD, NEW = keeping(INLINE), keeping(INLINE, LATE)
READY = migrated(NEW, "roster")

BELLS = st.sampled_from(["a", "b"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ring"), BELLS, st.sampled_from([1, 2, SILENCED]), st.booleans()),
        st.tuples(st.just("private"), BELLS, st.integers(1, 2), st.booleans()),
        st.tuples(st.just("hear"), st.permutations(range(4)), st.integers(0, 4), st.booleans()),
        st.tuples(st.just("rebuild"), st.integers(1, 4), st.integers(0, 3), st.booleans()),
    ),
    max_size=25,
)
EXAMPLES = settings(
    max_examples=500 if FULL else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
async def two(database: MakeDatabase) -> Any:
    """Older code, and code that keeps one view more, on one database."""
    made = await database("roster", READY)
    async with asyncio.timeout(120), kernel_on(OLD, made, len) as old, kernel_on(NEW, made, len) as new:
        yield old, new


@EXAMPLES
@given(STEPS, st.sampled_from([0, 2, inline.JOIN_WITHIN]))
async def test_every_way_to_fold_shows_the_same(two: tuple[Kernel, Kernel], steps: list[Any], join_within: int) -> None:
    old, new = two
    contract, usual = new_id(), inline.JOIN_WITHIN
    expected: dict[str, list[int]] = defaultdict(list)
    sink = FollowingSink(new.pool, FOLLOWS)
    consumer = Consumer(sink, OwnSource(Feed(RINGER, new.pool)), Parking(new.pool))
    rebuilds: list[asyncio.Task[int]] = []
    inline.JOIN_WITHIN = join_within  # so large a contract may be for a view to join it by itself
    try:
        for what, first, second, newer in steps:
            writer = new if newer else old
            if what == "ring":
                await writer.handler.handle(contract, BELL, first, Ring(second), meta())
                expected[first] = [] if second == SILENCED else [*expected[first], second]
            elif what == "private":
                command: Any = Whisper(second) if second == 1 else Humming(second)
                await writer.handler.handle(contract, BELL, first, command, meta())
            elif what == "hear":
                at = (await sink.positions.read(contract)).at.number
                told = (await Feed(RINGER, new.pool).page(contract, max(at - 1, 0))).told
                await consumer.take([told[place] for place in first[:second] if place < len(told)])
            else:
                rebuild = Rebuild(new.pool, new.ledger.inline, new.ledger.reader, page=first, join_within=second)
                rebuilds.append(asyncio.create_task(rebuild.run([LATE.table])))
                for _ in range(10 * newer):
                    await asyncio.sleep(0)
        await asyncio.gather(*rebuilds)
        await Rebuild(new.pool, new.ledger.inline, new.ledger.reader).run()
        await new.handler.handle(contract, BELL, "last", Ring(1), meta())  # what older code has left behind is caught up
    finally:
        await asyncio.gather(*rebuilds, return_exceptions=True)
        inline.JOIN_WITHIN = usual
    expected["last"] = [1]
    await heard(consumer, new, contract)
    plain = {bell: numbers for bell, numbers in expected.items() if numbers}
    for view in (INLINE, LATE, FOLLOWED):
        assert await shown(new, view, contract) == plain, view.name
    for view in (INLINE, LATE):
        assert await shown(new, view, contract, known=True) == plain, view.name


async def heard(consumer: Consumer, kernel: Kernel, contract: str) -> None:
    """The following view has come to the end of the lane."""
    running = asyncio.create_task(consumer.run())
    consumer.fall_behind(contract)
    end = (await Feed(RINGER, kernel.pool).page(contract, 0)).head.number

    async def there() -> bool:
        return (await consumer.sink.positions.read(contract)).at.number == end

    await eventually(there, "the lane is heard", seconds=20)
    running.cancel()
    await asyncio.wait([running])


async def shown(kernel: Kernel, view: View[Bell], contract: str, *, known: bool = False) -> dict[str, list[int]]:
    """Bell -> its numbers; `known`: as they were known now, folded on demand."""
    if known:
        rows = {bell: await kernel.views.find(view, contract, bell, await kernel.clock.now()) for bell in ("a", "b", "last")}
        return {bell: list(stored.row.numbers) for bell, stored in rows.items() if stored}
    records = await kernel.pool.fetch(f"select key, row, times from {view.table} where contract_id = $1", contract)  # noqa: S608
    found = {record["key"]: [int(n) for n in record["row"].split("[")[1].split("]")[0].split(",")] for record in records}
    assert {record["key"]: record["times"] for record in records} == {bell: len(numbers) for bell, numbers in found.items()}
    return found
