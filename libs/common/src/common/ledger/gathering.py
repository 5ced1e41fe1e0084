"""Reads that come together go together: one query for all who ask while the last one was under way."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

from common.errors import Problem

K = TypeVar("K")
V = TypeVar("V")


class Gathered(Generic[K, V]):
    """Looks keys up in batches. Nothing is remembered: an answer is never older than its question.

    `fetch` gets different keys and answers with what it found. Whoever asks alone waits for no one.
    """

    def __init__(self, fetch: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._fetch = fetch
        self._asked: dict[K, list[asyncio.Future[V | None]]] = defaultdict(list)
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, key: K) -> V | None:
        """What there is under a key now, or `None`. Raises what `fetch` raises. Safe to cancel."""
        answer: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        self._asked[key].append(answer)
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._run(), name="gathered reads")
        return await answer

    async def _run(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, defaultdict(list)
                await self._answer(asked)
        finally:
            self._fetching = None

    async def _answer(self, asked: Mapping[K, "list[asyncio.Future[V | None]]"]) -> None:
        try:
            found = await self._fetch(list(asked))
        except Exception as error:  # noqa: BLE001  (whoever asked is told)
            await self._one_by_one(asked, error)
            return
        for key, answers in asked.items():
            for answer in answers:
                if not answer.done():
                    answer.set_result(found.get(key))

    async def _one_by_one(self, asked: Mapping[K, "list[asyncio.Future[V | None]]"], error: Exception) -> None:
        """A key that cannot be looked up must not cost the others their answer; a database that is away costs all theirs."""
        if len(asked) > 1 and not isinstance(error, Problem):
            for key, answers in asked.items():
                await self._answer({key: answers})
            return
        for answers in asked.values():
            for answer in answers:
                if not answer.done():
                    answer.set_exception(error)
