"""One consumer of one source: live messages and the feed brought to a sink, many lanes at once.

Live messages are taken when they are next in their lane. Whatever else happens (a hole, a doubt, a database that is
away) puts the lane among those that are behind, and those read the source itself: only the source can say that a lane
has forked. Lanes go together for speed alone: what one of them meets (a defect, a fork, a wait) holds no other.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import structlog

from common.feed import MOST_LANES
from common.lane import Page, Position, Told, Verdict, after, differs, run_of
from common.subscription.agenda import Agenda
from common.subscription.failures import Defect, held, sentence
from common.subscription.parking import Parking
from common.subscription.positions import Standing
from common.subscription.sink import Sink, Step
from common.subscription.source import Source, SourceAway
from common.waiting import set_within

log = structlog.get_logger(__name__)

AT_ONCE = 4
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
        self._behind = Agenda()
        self._pauses: dict[str, float] = {}
        self._woken = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def take(self, batch: Sequence[Told]) -> None:
        """Takes live messages; returns when what could be applied is committed and the rest is known to be behind."""
        lanes: dict[str, list[Told]] = defaultdict(list)
        for told in batch:
            lanes[told.contract].append(told)
        for contract in [one for one in lanes if one in self._busy or one in self._behind]:
            del lanes[contract]
            self.fall_behind(contract, after=LONGEST_PAUSE)
        self._busy.update(lanes)
        try:
            await self._live(lanes)
        except Exception as failure:  # noqa: BLE001  (sorted out by `_hold`)
            self._hold(lanes, failure)
        finally:
            self._leave(lanes)

    def fall_behind(self, contract: str, *, after: float = 0.0) -> None:
        """The lane has something that must be read from the source, now or after some seconds."""
        if contract in self._busy:
            self._again.add(contract)
            return
        self._behind.hasten(contract, asyncio.get_running_loop().time() + after)
        self._woken.set()

    async def run(self) -> None:
        """Brings lanes that are behind up to date, several at once, until cancelled."""
        async with asyncio.TaskGroup() as rounds:
            while True:
                await self._slots.acquire()
                lanes = await self._next()
                self._busy.update(lanes)
                rounds.create_task(self._round(lanes))

    async def _next(self) -> list[str]:
        loop = asyncio.get_running_loop()
        while True:
            self._woken.clear()
            if lanes := self._behind.take(loop.time(), MOST_LANES):
                return lanes
            await set_within(self._woken, min(self._behind.next_due() - loop.time(), LONGEST_PAUSE))

    async def _live(self, lanes: Mapping[str, Sequence[Told]]) -> None:
        standings = await self._standings(lanes)
        free = [contract for contract, standing in standings.items() if standing.stopped is None]
        runs = {contract: run_of(standings[contract].at, lanes[contract]) for contract in free}
        steps = [Step(contract, standings[contract].at, run.apply) for contract, run in runs.items() if run.apply]
        standings |= await self._apply(steps)
        for contract, run in runs.items():
            standing = standings[contract]
            if standing.stopped is None and (run.stopped is not None or standing.at != run.to):
                self._again.add(contract)

    async def _round(self, contracts: Sequence[str]) -> None:
        """Reads and applies pages of these lanes until each has come to its end; one that is done leaves at once."""
        left = set(contracts)
        pause = 0.0
        for contract in contracts:
            self._known.pop(contract, None)
        try:
            await self._catch_up(left)
        except Exception as failure:  # noqa: BLE001  (sorted out by `_hold`)
            pause = self._hold(left, failure)
        finally:
            self._leave(left)
        # A source that is away is asked again at this pace, however many lanes wait for it.
        await asyncio.sleep(pause)
        self._slots.release()

    async def _catch_up(self, left: set[str]) -> None:
        """Takes lanes out of `left` as they leave. The next pages are read while some are applied."""
        standings = await self._standings(left)
        ats = {contract: one.at for contract, one in standings.items() if one.stopped is None}
        pages = await self._pages(ats)
        while ats:
            self._leave(left - ats.keys())
            left &= ats.keys()
            steps, further = await self._judged(ats, pages)
            applied, read = await asyncio.gather(self._apply(steps), self._pages(further), return_exceptions=True)
            if isinstance(applied, BaseException):
                raise applied
            for step in steps:
                if not self._arrived(applied.get(step.contract), step):
                    further.pop(step.contract, None)
            ats = further
            if isinstance(read, BaseException):
                left &= ats.keys()
                raise read
            pages = read

    async def _pages(self, ats: Mapping[str, Position]) -> Mapping[str, Page]:
        return await self.source.pages({contract: at.number for contract, at in ats.items()}) if ats else {}

    async def _judged(self, ats: Mapping[str, Position], pages: Mapping[str, Page]) -> tuple[list[Step], dict[str, Position]]:
        """What of the pages can be applied, and where those lanes stand then that have more; a forked lane is stopped."""
        steps, further = [], {}
        told_something = any(pages[contract].told for contract in ats)
        for contract, at in ats.items():
            page = pages[contract]
            run, reason = run_of(at, page.told), forked(at, page)
            if reason is not None:
                await self._stop(contract, Defect(at.number, reason, "fork"))
            elif run.stopped is Verdict.FORK:
                await self._stop(contract, Defect(run.to.number + 1, "the source's lane does not hang together", "fork"))
            else:
                if run.apply:
                    steps.append(Step(contract, at, run.apply))
                if run.to.number < page.head.number and run.stopped is None and told_something:
                    further[contract] = run.to
        return steps, further

    def _arrived(self, standing: Standing | None, step: Step) -> bool:
        """Whether a lane stands where the step leads. Where another replica has brought it elsewhere, it is read again."""
        if standing is None or standing.stopped:
            return False
        if standing.at != after(step.batch[-1]):
            self._again.add(step.contract)
            return False
        self._pauses.pop(step.contract, None)
        return True

    async def _apply(self, steps: Sequence[Step]) -> dict[str, Standing]:
        """Where the lanes stand then; one that was held is missing."""
        standings: dict[str, Standing] = {}
        for contract, outcome in (await self.sink.apply_all(steps)).items() if steps else ():
            try:
                standings[contract] = await self._standing_of(contract, outcome)
            except Exception as failure:  # noqa: BLE001  (sorted out by `_hold`)
                self._hold([contract], failure)
        self._remember(standings)
        return standings

    async def _standing_of(self, contract: str, outcome: Standing | Exception) -> Standing:
        if isinstance(outcome, Defect):
            return await self._stop(contract, outcome)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

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
        self._remember({contract: standing})
        return standing

    def _hold(self, contracts: Collection[str], failure: Exception) -> float:
        """The lanes wait and try again, later each time; a defect of ours is said loudly each time. Returns the pause."""
        longest = 0.0
        now = asyncio.get_running_loop().time()
        for contract in contracts:
            self._known.pop(contract, None)
            pause = self._pauses[contract] = min(self._pauses.get(contract, FIRST_PAUSE / 2) * 2, LONGEST_PAUSE)
            self._behind.put(contract, now + pause)
            longest = max(longest, pause)
        self._woken.set()
        about: dict[str, Any] = {"consumer": self.name, "source": self.source.name, "contract": min(contracts, default="")}
        about |= {"lanes": len(contracts), "seconds": longest}
        if isinstance(failure, SourceAway) or held(failure):
            log.info("lane_waits", **about, reason=sentence(failure))
        else:
            log.error("lane_waits", **about, exc_info=failure)
        return longest

    def _leave(self, contracts: Iterable[str]) -> None:
        for contract in contracts:
            self._busy.discard(contract)
            if contract in self._again:
                self._again.discard(contract)
                if contract not in self._behind:
                    self.fall_behind(contract)

    async def _standings(self, contracts: Collection[str]) -> dict[str, Standing]:
        known = {contract: self._known[contract] for contract in contracts if contract in self._known}
        if unknown := [contract for contract in contracts if contract not in known]:
            found = await self.sink.positions.several(unknown)
            self._remember(found)
            known |= found
        return known

    def _remember(self, standings: Mapping[str, Standing]) -> None:
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known.update(standings)
        self._moved()


def forked(at: Position, page: Page) -> str | None:
    """Why a consumer at `at` can no longer follow a source that answers with this page; `None` when it can."""
    if at.number == 0:
        return None
    return differs(at, page.head) or (None if page.at_hash == at.hash else "the source has another event before the next")
