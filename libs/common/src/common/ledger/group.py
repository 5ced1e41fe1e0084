"""Group commit: what queues while the last commits run goes into the next one, together.

Two groups are under way at most: while the database works on one, this process prepares the other. A contract's
ledger row still orders them.
"""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from common.errors import Problem
from common.ledger.appending import Append, Verdict
from common.ledger.pool import Connection, Pool, acquired, lost

LARGEST_GROUP = 256
LEAST_EVENTS = 16
MOST_EVENTS = 2048
QUEUE_LIMIT = 4096
WRITERS = 2
SETTLE_SECONDS = 20.0
SETTLE_PAUSE_SECONDS = 0.2

Write = Callable[[Connection, Sequence[Append]], Awaitable[list[Verdict]]]

log = structlog.get_logger()


@dataclass(slots=True)
class _Waiting:
    append: Append
    answer: "asyncio.Future[Verdict]"
    tried: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.append.contract, self.append.command_id

    def succeed(self, verdict: Verdict) -> None:
        if not self.answer.done():
            # After a lost connection "duplicate" means that our own first try was committed.
            own = self.tried and verdict.kind == "duplicate"
            self.answer.set_result(replace(verdict, kind="appended") if own else verdict)

    def fail(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class GroupCommit:
    """Writes queued appends, group by group, in tasks of its own.

    A caller that is cancelled leaves its append to the group: no transaction ever depends on a client's patience.
    """

    def __init__(
        self, pool: Pool, write: Write, *, queue_limit: int = QUEUE_LIMIT, settle_seconds: float = SETTLE_SECONDS
    ) -> None:
        self._pool = pool
        self._write = write
        self._queue: deque[_Waiting] = deque()
        self._limit = queue_limit
        self._settle_seconds = settle_seconds
        self._wake = asyncio.Event()
        self._writers: list[asyncio.Task[None]] = []
        self._idle = 0
        self._closing = False
        self.largest_group = 0

    @property
    def queued(self) -> int:
        """How many appends wait for the next group."""
        return len(self._queue)

    async def append(self, append: Append) -> Verdict:
        """Waits until the append's group is committed. Problem `overloaded` when the queue is full."""
        if len(self._queue) >= self._limit or self._closing:
            raise Problem("overloaded", retry_after=1)
        if not self._writers:
            self._writers = [asyncio.create_task(self._run(), name=f"group commit {number}") for number in range(WRITERS)]
        waiting = _Waiting(append, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        self._wake.set()
        return await waiting.answer

    async def close(self) -> None:
        """Commits what is queued, then ends."""
        self._closing = True
        self._wake.set()
        await asyncio.gather(*self._writers)

    async def _run(self) -> None:
        while self._queue or not self._closing:
            if not self._queue:
                self._wake.clear()
                self._idle += 1
                await self._wake.wait()
                self._idle -= 1
                continue
            await self._commit(self._next_group(math.ceil(len(self._queue) / (1 + self._idle))))

    def _next_group(self, share: int) -> list[_Waiting]:
        """The oldest appends, without two under one command id; a repetition waits for the next group.

        A share leaves something to the writer that has nothing to do, unless it is too few events to be worth a commit.
        """
        group: dict[tuple[str, str], _Waiting] = {}
        later: list[_Waiting] = []
        events = 0
        while self._queue and len(group) < LARGEST_GROUP and events < MOST_EVENTS:
            if len(group) >= share and events >= LEAST_EVENTS:
                break
            waiting = self._queue.popleft()
            if waiting.answer.cancelled() and not waiting.tried:
                continue
            if waiting.key in group:
                later.append(waiting)
            else:
                group[waiting.key] = waiting
                events += len(waiting.append.events)
        self._queue.extendleft(reversed(later))
        self.largest_group = max(self.largest_group, len(group))
        return list(group.values())

    async def _commit(self, group: list[_Waiting]) -> None:
        if not group:
            return
        try:
            verdicts = await self._settled(group)
        except Exception as error:  # noqa: BLE001  (one member's defect must not cost the others their append)
            if lost(error):
                self._give_up(group, error)
            else:
                await self._one_by_one(group, error)
        else:
            for waiting, verdict in zip(group, verdicts, strict=True):
                waiting.succeed(verdict)

    def _give_up(self, group: list[_Waiting], error: Exception) -> None:
        log.warning("append_outcome_unknown", members=len(group), error=repr(error))
        for waiting in group:
            waiting.fail(Problem("unavailable", retry_after=2))

    async def _one_by_one(self, group: list[_Waiting], error: Exception) -> None:
        """Something in the group cannot be written: whoever it is gets the error, the others their commit."""
        if len(group) == 1:
            group[0].fail(error)
            return
        for waiting in group:
            await self._commit([waiting])

    async def _settled(self, group: list[_Waiting]) -> list[Verdict]:
        """Writes the group; after a lost connection again, for a bounded time: command ids make that harmless."""
        appends = [waiting.append for waiting in group]
        loop = asyncio.get_running_loop()
        until = loop.time() + self._settle_seconds
        while True:
            try:
                async with acquired(self._pool) as connection:
                    return await self._write(connection, appends)
            except Exception as error:
                if not lost(error) or loop.time() >= until:
                    raise
            for waiting in group:
                waiting.tried = True
            await asyncio.sleep(SETTLE_PAUSE_SECONDS)
