"""Appends and relays in every order of their steps, on a real database.

*Exhaustive*: every order in which two processes append to the same new contract (14), and every order with a crash of
either at each of its steps (232); every order of two relays that both think they hold the lease (244; with two messages
914; with a crash of either at each step 1,122); a relay with a message refused and a crash at each step; a process that
appends beside a relay. The first three counts come from a model of a few lines that shares nothing with the product.
The bus is the adversary of `common.testing.orders`; `messaging/` and `test_hanging_up_background` drive the real one.
"""

import asyncio
import os
from collections.abc import Callable
from math import comb
from typing import Any

import pytest

from common.clock import real_now
from common.kernel import Kernel, Tables
from common.ledger.appending import Append
from common.ledger.ledger import Ledger
from common.ledger.pool import Pool
from common.ledger.reading import Reader
from common.ledger.verify import verify
from common.projection.inline import Inline
from common.relay import Relay, RelayLog
from common.testing.bells import RINGER, RINGING, Rung
from common.testing.kernels import MORNING
from common.testing.orders import Broker, Explorer, Stage, Stepped

TABLES = Tables.of(RINGING)
FULL = os.environ.get("WATCHBILL_PROOF") == "full"
"""Larger bounds, for minutes: `WATCHBILL_PROOF=full`."""


def ledger_on(pool: Any) -> Ledger:
    reader = Reader(RINGER, TABLES.codec)
    return Ledger(RINGER, pool, TABLES.codec, Inline(TABLES.projector, TABLES.timers, reader), reader)


def append(contract: str, key: str, *numbers: int) -> Append:
    events = TABLES.encoder.new("bell/b", [Rung(n, "") for n in numbers])
    return Append(contract, f"test:{key}", b"h" * 32, real_now(), "tester", "request", None, MORNING, events)


class SteppedLog(RelayLog):
    """The relay's statements, each a step."""

    def __init__(self, stage: Stage, name: str, pool: Pool) -> None:
        super().__init__(RINGER, pool)
        self._seam: Callable[[], Any] = lambda: stage.seam(name)

    async def behind(self, *arguments: Any) -> Any:
        await self._seam()
        return await super().behind(*arguments)

    async def told(self, *arguments: Any) -> Any:
        await self._seam()
        return await super().told(*arguments)

    async def published(self, *arguments: Any) -> Any:
        await self._seam()
        return await super().published(*arguments)


async def lane_of(kernel: Kernel, contract: str) -> list[int]:
    """The numbers rung, in the order of the lane, which must be without gaps and chained."""
    rows = await kernel.pool.fetch("select public_no, payload from events where contract_id = $1 order by seq", contract)
    assert [row["public_no"] for row in rows] == list(range(1, len(rows) + 1))
    assert (await verify(kernel.pool, contract)).sound
    return [int(row["payload"].split('"n":')[1].split(",")[0]) for row in rows]


async def all_published(kernel: Kernel, broker: Broker, contract: str) -> None:
    """What is left is published by a relay that nobody holds up; then the bus has every number, with its hash."""
    stage = Stage(kernel.pool)
    stage.enter("last", _nothing)
    rest = Broker(stage)
    await Relay(RINGER, rest.seen_by("last"), RelayLog(RINGER, kernel.pool)).drain(20)
    seen = {**broker.accepted, **rest.accepted}
    rows = await kernel.pool.fetch("select public_no, hash from events where contract_id = $1 order by seq", contract)
    told = {int(headers["ce-sequence"]): headers["ce-hash"] for headers, _ in seen.values() if contract in headers["ce-id"]}
    assert told == {row["public_no"]: row["hash"].hex() for row in rows}


async def _nothing() -> None:
    pass


APPEND, WAITS, COMMIT, ANSWER, DONE = range(5)


def orders_of_writers(one: int = APPEND, two: int = APPEND, crashes: int = 0) -> int:
    """How many orders there are, counted without the product: the ledger's row admits one between append and commit."""
    ways = 0
    for mine, its, swapped in ((one, two, False), (two, one, True)):
        if mine in (WAITS, DONE):
            continue
        step = {APPEND: WAITS if its == COMMIT else COMMIT, COMMIT: ANSWER, ANSWER: DONE}[mine]
        for after, left in ((step, crashes), (APPEND, crashes - 1)):
            if left < 0:
                continue
            let_in = COMMIT if mine == COMMIT and its == WAITS else its
            ways += orders_of_writers(*((let_in, after) if swapped else (after, let_in)), left)
    return ways or 1


@pytest.mark.parametrize("crashes", [0, 1])
async def test_two_processes_append_to_a_new_contract(ringer: Kernel, crashes: int) -> None:
    """Each gives two events under one command id; whoever crashes gives its command again."""
    explorer = Explorer()
    async for choose in explorer:
        contract, stage = f"w{explorer.orders}", Stage(ringer.pool, crashes)
        for name, numbers in (("first", (1, 2)), ("second", (3, 4))):
            stage.enter(name, writer(stage, name, ringer.pool, append(contract, name, *numbers)))
        await stage.play(choose)
        assert await lane_of(ringer, contract) in ([1, 2, 3, 4], [3, 4, 1, 2]), stage.taken
        assert await ringer.pool.fetchval("select count(*) from commands where contract_id = $1", contract) == 2
        assert await ringer.pool.fetchval(POSITIONS, contract) == 4
    assert explorer.orders == orders_of_writers(crashes=crashes)


POSITIONS = "select min(seq) from view_positions where contract_id = $1 having min(seq) = max(seq)"


def writer(stage: Stage, name: str, pool: Pool, *appends: Append) -> Callable[[], Any]:
    """A process that appends, one after the other; a crash takes its group commit with it."""

    async def body() -> None:
        ledger = ledger_on(Stepped(stage, name, pool, answers=True))
        try:
            for one in appends:
                assert (await ledger.append(one)).kind in ("appended", "duplicate")
        finally:
            await closed(ledger)

    return body


LOOK, TELL, PUBLISH, MOVE, OVER = range(5)


def orders_of_relays(relays: tuple[tuple[int, int], ...], at: int, lane: int, crashes: int = 0) -> int:
    """The same for relays of a lane. Each: where it is, and the number that it publishes next."""
    ways = 0
    for place, (phase, number) in enumerate(relays):
        if phase == OVER:
            continue
        position = at
        if phase == LOOK:
            step = (TELL, 0) if at < lane else (OVER, 0)
        elif phase == TELL:
            step = (PUBLISH, at + 1) if at < lane else (LOOK, 0)
        elif phase == PUBLISH:
            step = (MOVE, 0) if number == lane else (PUBLISH, number + 1)
        else:
            step, position = (LOOK, 0), lane
        others = relays[:place], relays[place + 1 :]
        ways += orders_of_relays((*others[0], step, *others[1]), position, lane, crashes)
        if crashes:
            ways += orders_of_relays((*others[0], (OVER, 0), *others[1]), at, lane, crashes - 1)
    return ways or 1


def relay(stage: Stage, name: str, pool: Pool, broker: Broker) -> Callable[[], Any]:
    """A relay that publishes until nothing is left."""
    return lambda: Relay(RINGER, broker.seen_by(name), SteppedLog(stage, name, pool)).drain(60)


@pytest.mark.parametrize(("lane", "crashes"), [(1, 0), *([(1, 1), (2, 0)] if FULL else [])])
async def test_the_lease_changes_hands_between_two_relays(ringer: Kernel, lane: int, crashes: int) -> None:
    """Both think that they hold it. A crash ends the first; the second goes on."""
    explorer = Explorer()
    async for choose in explorer:
        contract, stage = f"r{explorer.orders}", Stage(ringer.pool, crashes)
        await ringer.ledger.append(append(contract, contract, *range(lane)))
        broker = Broker(stage)
        for name in ("first", "second"):
            stage.enter(name, relay(stage, name, ringer.pool, broker), restarts=False)
        await played(ringer, stage, choose, broker, contract)
    assert explorer.orders == orders_of_relays(((LOOK, 0), (LOOK, 0)), 0, lane, crashes)


async def played(kernel: Kernel, stage: Stage, choose: Any, broker: Broker, contract: str) -> None:
    """Plays one order. The relay never stands after a message that the bus has not taken, not even between two steps."""

    async def never_ahead() -> None:
        at = await kernel.pool.fetchval("select number from relay_positions where contract_id = $1", contract)
        assert {int(headers["ce-sequence"]) for headers, _ in broker.accepted.values()} >= set(range(1, (at or 0) + 1)), (
            stage.taken
        )

    await stage.play(choose, never_ahead)
    await all_published(kernel, broker, contract)


@pytest.mark.parametrize("refused", [1, 2])
async def test_a_refused_message_is_told_again(ringer: Kernel, refused: int) -> None:
    """A crash at each step, and one message that the bus does not take while it takes the others."""
    explorer = Explorer()
    async for choose in explorer:
        contract, stage = f"f{explorer.orders}", Stage(ringer.pool, crashes=1)
        await ringer.ledger.append(append(contract, contract, 1, 2))
        broker = Broker(stage)
        broker.refuse.add(refused)
        stage.enter("first", relay(stage, "first", ringer.pool, broker))
        await played(ringer, stage, choose, broker, contract)
    assert explorer.orders >= 5


async def test_a_relay_reads_while_a_process_appends(ringer: Kernel) -> None:
    """An append beside a relay that looks, tells, publishes and moves; what it sees tells how far it goes."""
    explorer = Explorer()
    async for choose in explorer:
        contract, stage = f"a{explorer.orders}", Stage(ringer.pool)
        await ringer.ledger.append(append(contract, contract, 0))
        broker = Broker(stage)
        stage.enter("writer", writer(stage, "writer", ringer.pool, append(contract, "x", 1)))
        stage.enter("relay", relay(stage, "relay", ringer.pool, broker))
        await played(ringer, stage, choose, broker, contract)
        assert await lane_of(ringer, contract) == [0, 1]
    assert explorer.orders >= comb(3 + 5, 3)


class EagerLog(SteppedLog):
    """Planted: moves its position when it reads, before anything is published."""

    async def told(self, *arguments: Any) -> Any:
        pages, unfinished = await super().told(*arguments)
        rows = [told for page in pages.values() for told in page]
        await self._pool.execute(
            "insert into relay_positions values ($1, $2) on conflict (contract_id) do update set number = excluded.number",
            rows[-1].contract,
            rows[-1].number,
        )
        return pages, unfinished


async def test_a_relay_that_moves_before_it_publishes_is_caught(ringer: Kernel) -> None:
    caught = 0
    explorer = Explorer()
    async for choose in explorer:
        contract, stage = f"e{explorer.orders}", Stage(ringer.pool, crashes=1)
        await ringer.ledger.append(append(contract, contract, 1))
        broker = Broker(stage)
        eager = Relay(RINGER, broker.seen_by("eager"), EagerLog(stage, "eager", ringer.pool))
        stage.enter("eager", lambda eager=eager: eager.drain(60), restarts=False)  # type: ignore[misc]  # bound now
        try:
            await played(ringer, stage, choose, broker, contract)
        except AssertionError:
            caught += 1
            await stage.end()
    assert caught > 0


class Hasty(Ledger):
    """Planted: tells its callers that an append is done when it is written, before it is committed."""

    told: list[str]

    async def _append_in(self, connection: Any, appends: Any, *, from_memory: bool) -> Any:
        written = await super()._append_in(connection, appends, from_memory=from_memory)
        self.told.extend(one.contract for one in appends)
        return written


async def test_an_answer_before_the_commit_is_caught(ringer: Kernel) -> None:
    """What was acknowledged must be in the ledger when its process has crashed."""
    lost: list[list[str]] = []
    explorer = Explorer()
    async for choose in explorer:
        contract, stage, reader = f"h{explorer.orders}", Stage(ringer.pool, crashes=1), Reader(RINGER, TABLES.codec)
        inline = Inline(TABLES.projector, TABLES.timers, reader)
        hasty = Hasty(RINGER, Stepped(stage, "hasty", ringer.pool), TABLES.codec, inline, reader)  # type: ignore[arg-type]
        hasty.told = []
        stage.enter("hasty", lambda hasty=hasty, contract=contract: hasty.append(append(contract, "x", 1)), restarts=False)  # type: ignore[misc]
        await stage.play(choose)
        await closed(hasty)
        if len(hasty.told) > len(await lane_of(ringer, contract)):
            lost.append(stage.taken)
    assert lost == [["hasty", "crash hasty"]]


async def closed(ledger: Ledger) -> None:
    for task in ledger.group._writers:
        task.cancel()
    await asyncio.gather(*ledger.group._writers, return_exceptions=True)
