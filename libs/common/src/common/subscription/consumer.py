"""One consumer of one source: live messages and the feed brought to a sink, lane by lane.

Live messages are taken when they are next in their lane. Whatever else happens (a hole, a doubt, a database that is
away) puts the lane among those that are behind, and those read the source itself: only the source can say that a lane
has forked. A lane that is behind or stopped holds no other lane.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from common.lane import Position, Told, Verdict, differs, run_of
from common.subscription.failures import Defect, held, sentence
from common.subscription.parking import Parking
from common.subscription.positions import Standing
from common.subscription.sink import Sink
from common.subscription.source import Source, SourceAway
from common.waiting import set_within

log = structlog.get_logger(__name__)

AT_ONCE = 8
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
REMEMBERED = 20_000


class Consumer:
    """Everything one view set or policy hears from one source, for as long as this process holds the lease."""

    def __init__(self, sink: Sink, source: Source, parking: Parking, moved: Callable[[], None] = lambda: None) -> None:
        self.sink = sink
        self.source = source
        self.name = sink.positions.name
        self._parking = parking
        self._moved = moved
        self._known: dict[str, Standing] = {}
        self._busy: set[str] = set()
        self._again: set[str] = set()
        self._behind: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._woken = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._live_slots = asyncio.Semaphore(AT_ONCE)

    async def take(self, batch: Sequence[Told]) -> None:
        """Takes live messages; returns when what could be applied is committed and the rest is known to be behind."""
        lanes: dict[str, list[Told]] = defaultdict(list)
        for told in batch:
            lanes[told.contract].append(told)
        await asyncio.gather(*(self._in_turn(contract, told) for contract, told in lanes.items()))

    def fall_behind(self, contract: str, *, after: float = 0.0) -> None:
        """The lane has something that must be read from the source, now or after some seconds."""
        if contract in self._busy:
            self._again.add(contract)
            return
        due = asyncio.get_running_loop().time() + after
        self._behind[contract] = min(due, self._behind.get(contract, due))
        self._woken.set()

    async def compare(self, contract: str, standing: Standing, head: Position, expected: int) -> None:
        """Looks at a lane's end, read after `standing` was: forked, behind what is expected by now, or fine."""
        known = self._known.get(contract)
        if contract not in self._busy and (known is None or known.stopped != standing.stopped):
            self._known[contract] = standing
        if standing.stopped:
            return
        if (reason := differs(standing.at, head)) is not None:
            await self._stop(contract, Defect(standing.at.number, reason, "fork"))
        elif standing.at.number < expected:
            self.fall_behind(contract)

    async def run(self) -> None:
        """Brings lanes that are behind up to date, several at once, until cancelled."""
        async with asyncio.TaskGroup() as lanes:
            while True:
                contract = await self._next()
                self._busy.add(contract)
                await self._slots.acquire()
                lanes.create_task(self._catch_up(contract))

    async def _next(self) -> str:
        loop = asyncio.get_running_loop()
        while True:
            self._woken.clear()
            contract, due = min(self._behind.items(), key=lambda one: one[1], default=("", loop.time() + LONGEST_PAUSE))
            wait = due - loop.time()
            if contract and wait <= 0:
                del self._behind[contract]
                return contract
            await set_within(self._woken, wait)

    async def _in_turn(self, contract: str, batch: Sequence[Told]) -> None:
        async with self._live_slots:
            await self._live(contract, batch)

    async def _live(self, contract: str, batch: Sequence[Told]) -> None:
        if contract in self._busy or contract in self._behind:
            self.fall_behind(contract, after=LONGEST_PAUSE)
            return
        self._busy.add(contract)
        try:
            standing = await self._standing(contract)
            run = run_of(standing.at, batch)
            if standing.stopped is None and run.apply:
                standing = await self._apply(contract, standing.at, run.apply)
            if standing.stopped is None and (run.stopped is not None or standing.at != run.to):
                self._again.add(contract)
        except Exception as failure:  # noqa: BLE001  (sorted out by `_hold`)
            self._hold(contract, failure)
        finally:
            self._leave(contract)

    async def _catch_up(self, contract: str) -> None:
        self._known.pop(contract, None)
        try:
            while await self._page(contract):
                pass
            self._pauses.pop(contract, None)
        except Exception as failure:  # noqa: BLE001  (sorted out by `_hold`)
            self._hold(contract, failure)
        finally:
            self._slots.release()
            self._leave(contract)

    async def _page(self, contract: str) -> bool:
        """Reads and applies one page of the source; whether there is more."""
        standing = await self._standing(contract)
        if standing.stopped is not None:
            return False
        at = standing.at
        page = await self.source.page(contract, at.number)
        reason = differs(at, page.head) or ("the source has another event before the next" if page.at_hash != at.hash else None)
        if at.number and reason is not None:
            await self._stop(contract, Defect(at.number, reason, "fork"))
            return False
        run = run_of(at, page.told)
        if run.stopped is Verdict.FORK:
            await self._stop(contract, Defect(run.to.number + 1, "the source's lane does not hang together", "fork"))
            return False
        if not run.apply:
            return False
        standing = await self._apply(contract, at, run.apply)
        return standing.at.number < page.head.number

    async def _apply(self, contract: str, at: Position, batch: Sequence[Told]) -> Standing:
        try:
            standing = await self.sink.apply(contract, at, batch)
        except Defect as defect:
            return await self._stop(contract, defect)
        self._remember(standing)
        return standing

    async def _stop(self, contract: str, defect: Defect) -> Standing:
        await self._parking.stop(self.sink.positions, contract, defect)
        log.error(
            "lane_stopped",
            consumer=self.name,
            source=self.source.name,
            contract=contract,
            number=defect.number,
            code=defect.code,
            reason=defect.reason,
        )
        standing = await self.sink.positions.read(contract)
        self._remember(standing)
        return standing

    def _hold(self, contract: str, failure: Exception) -> None:
        """The lane waits and tries again, later each time; a defect of ours is said loudly each time."""
        self._known.pop(contract, None)
        pause = self._pauses[contract] = min(self._pauses.get(contract, FIRST_PAUSE / 2) * 2, LONGEST_PAUSE)
        lane: dict[str, Any] = {"consumer": self.name, "source": self.source.name, "contract": contract, "seconds": pause}
        if isinstance(failure, SourceAway) or held(failure):
            log.info("lane_waits", **lane, reason=sentence(failure))
        else:
            log.error("lane_waits", **lane, exc_info=failure)
        self._behind[contract] = asyncio.get_running_loop().time() + pause
        self._woken.set()

    def _leave(self, contract: str) -> None:
        self._busy.discard(contract)
        if contract in self._again:
            self._again.discard(contract)
            if contract not in self._behind:
                self.fall_behind(contract)

    async def _standing(self, contract: str) -> Standing:
        known = self._known.get(contract)
        if known is None:
            known = await self.sink.positions.read(contract)
            self._remember(known)
        return known

    def _remember(self, standing: Standing) -> None:
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known[standing.contract] = standing
        self._moved()
