"""A caller that hangs up: one call, cancelled at its n-th await, for every n that it has.

Awaits of tasks that the call starts count as its own, so that nothing hides behind a `gather` or a `shield`; what is
cancelled is always the call. It can be cancelled in two ways at each place. *Early*: what is waited for is cancelled with
it. *Late*: the answer has come, and the cancellation comes before anybody has seen it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import ContextVar
from itertools import count
from typing import Any, Literal

from common.ledger.pool import Pool

_OPEN = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"


class _Caller:
    """Counts the awaits of one call and hangs up at one of them."""

    def __init__(self, at: int, *, late: bool) -> None:
        self._at = at
        self._late = late
        self._task: asyncio.Task[Any] | None = None
        self.awaits = 0
        self.hung_up = False

    def begins(self, task: "asyncio.Task[Any]") -> None:
        self._task = task

    def waits_for(self, waited: object) -> None:
        """The call, or a task of it, is about to wait."""
        task = self._task
        if task is None or task.done():
            return
        self.awaits += 1
        if self.awaits != self._at:
            return
        if self._late and isinstance(waited, asyncio.Future):
            # Called before whoever waits hears that the answer is there.
            waited.add_done_callback(lambda _: self._hang_up(task))
        else:
            self._hang_up(task)

    def _hang_up(self, task: "asyncio.Task[Any]") -> None:
        self.hung_up = task.cancel()


class _Watched:
    """A coroutine whose awaits the caller counts."""

    def __init__(self, steps: Coroutine[Any, Any, Any], caller: _Caller) -> None:
        self._steps = steps
        self._caller = caller

    def __await__(self) -> Generator[Any, None, Any]:
        thrown: BaseException | None = None
        while True:
            try:
                waited = self._steps.send(None) if thrown is None else self._steps.throw(thrown)
            except StopIteration as end:
                return end.value
            self._caller.waits_for(waited)
            thrown = None
            try:
                yield waited
            except BaseException as error:  # noqa: BLE001  (whatever it is, it is the coroutine's)
                thrown = error


_caller: ContextVar[_Caller | None] = ContextVar("caller", default=None)


def _task(loop: asyncio.AbstractEventLoop, steps: Any, **options: Any) -> "asyncio.Task[Any]":
    """A task; one that is started by a watched call is watched too."""
    caller = _caller.get()

    if caller is None:
        return asyncio.Task(steps, loop=loop, **options)

    async def watched() -> Any:
        return await _Watched(steps, caller)

    task = asyncio.Task(watched(), loop=loop, **options)
    task.add_done_callback(lambda _: steps.close())  # one that was cancelled before it began
    return task


async def hung_up(call: Coroutine[Any, Any, Any], at: int, *, late: bool = False) -> Literal["cancelled", "missed", "ended"]:
    """Cancels the call at its `at`-th await; `ended` when it has fewer. Raises what it raises.

    `missed`: the await was in a task that the call left behind, and was over after the call. A call that goes on after
    its cancellation fails the test.
    """
    caller, loop = _Caller(at, late=late), asyncio.get_running_loop()
    usual = loop.get_task_factory()
    loop.set_task_factory(_task)
    known = _caller.set(caller)
    try:
        task = asyncio.create_task(call)
        caller.begins(task)
    finally:
        _caller.reset(known)
    try:
        await asyncio.wait([task])
    finally:
        loop.set_task_factory(usual)
    if caller.awaits < at:
        task.result()
        return "ended"
    if not caller.hung_up:
        return "missed"
    assert task.cancelled(), f"await {at} {'late' if late else 'early'}: {task!r} went on"
    return "cancelled"


async def hung_up_everywhere(call: Callable[[int], Coroutine[Any, Any, Any]], checked: Callable[[int], Awaitable[None]]) -> int:
    """Cancels `call(1)`, `call(2)` … each one await later than the one before, until one ends uncancelled; then late.

    After each of them `checked` is awaited with the same number. Returns how many were cancelled.
    """
    numbers, cancelled = count(1), 0
    for late in (False, True):
        for at in count(1):
            number = next(numbers)
            hung = await hung_up(call(number), at, late=late)
            await checked(number)
            if hung == "ended":
                break
            cancelled += hung == "cancelled"
    return cancelled


async def assert_given_back(pool: Pool) -> None:
    """Every connection comes back to the pool, and none of them is in a transaction."""
    async with asyncio.timeout(20):
        # A connection that is given back tells nobody.
        while pool.get_idle_size() < pool.get_size() or await pool.fetchval(_OPEN):  # noqa: ASYNC110
            await asyncio.sleep(0)
