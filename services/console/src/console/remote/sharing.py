"""One question for many pages: what somebody with the same roles has just been answered, while nothing has changed since.

Services answer by roles, contract, language and address of what is asked, never by who asks (`common.web.call`); the
roles are those of the token of this very moment. Who reads is looked up and written into the trail before, for each.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from console.remote.answer import Answer

SHARED_SECONDS = 0.5
"""An answer is shared for so long after the question at most, though nothing was heard to have changed."""

Ask = Callable[[], Awaitable[Answer]]


@dataclass(frozen=True)
class _Asked:
    """A question under way or answered, when it was put, and what had been heard of changes by then."""

    answer: "asyncio.Task[Answer]"
    at: float
    heard: Hashable


class Sharing:
    """The questions of the last moment."""

    def __init__(self) -> None:
        self._asked: dict[Hashable, _Asked] = {}

    async def answer(self, question: Hashable, heard: Hashable, ask: Ask) -> Answer:
        """The answer to this question, put after everything that was heard until now. Raises what `ask` raises."""
        known = self._asked.get(question)
        if known is None or known.heard != heard or time.monotonic() > known.at + SHARED_SECONDS:
            known = self._asked[question] = self._put(question, heard, ask)
        return await asyncio.shield(known.answer)

    def _put(self, question: Hashable, heard: Hashable, ask: Ask) -> _Asked:
        async def answer() -> Answer:
            return await ask()

        asked = _Asked(asyncio.create_task(answer(), name="shared question"), time.monotonic(), heard)
        asked.answer.add_done_callback(lambda _: self._answered(question, asked))
        return asked

    def _answered(self, question: Hashable, asked: _Asked) -> None:
        """A failure is nobody else's; an answer goes when its time is over."""
        if asked.answer.cancelled() or asked.answer.exception() is not None or not asked.answer.result().is_success:
            self._forget(question, asked)
        else:
            rest = asked.at + SHARED_SECONDS - time.monotonic()
            asyncio.get_running_loop().call_later(max(rest, 0), self._forget, question, asked)

    def _forget(self, question: Hashable, asked: _Asked) -> None:
        if self._asked.get(question) is asked:
            del self._asked[question]
