"""In which order a service gets the questions of pages: one after the other, and a slow one holds nobody up for long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HELD_SECONDS = 0.2
"""How long the next one waits for the answer before it."""

AT_ONCE = 4
"""How many may be under way where all are slow."""


class Turns:
    """Those of one service.

    A hundred pages that all look again at the same event come one after another: who else asks the service waits for one
    of them at most.
    """

    def __init__(self) -> None:
        self._next = asyncio.Semaphore(1)
        self._room = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def one(self, patience: float) -> AsyncIterator[None]:
        """The block is one question. TimeoutError when its turn does not come within `patience` seconds."""
        async with asyncio.timeout(patience):
            await self._room.acquire()
            try:
                await self._next.acquire()
            except BaseException:
                self._room.release()
                raise
        holds = True

        def pass_on() -> None:
            nonlocal holds
            if holds:
                holds = False
                self._next.release()

        later = asyncio.get_running_loop().call_later(HELD_SECONDS, pass_on)
        try:
            yield
        finally:
            later.cancel()
            pass_on()
            self._room.release()
