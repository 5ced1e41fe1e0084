"""Sessions looked up together: a hundred pages that look again at the same event put one question to the database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from console.accounts.sessions import Session

Find = Callable[[Iterable[str]], Awaitable[Mapping[str, Session]]]


class Looking:
    """Those of this process. Each answer is of a moment after it was asked for: nothing is kept."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._wanted: set[str] = set()
        self._question: asyncio.Task[Mapping[str, Session]] | None = None

    async def of(self, session: str) -> Session | None:
        """The session of this id, or None when it is over. Raises what the database raises."""
        self._wanted.add(session)
        if self._question is None:
            self._question = asyncio.create_task(self._ask(), name="sessions")
        return (await asyncio.shield(self._question)).get(session)

    async def _ask(self) -> Mapping[str, Session]:
        """Begins when all who are awake at this moment have said whom they want; who comes later waits for the next."""
        wanted, self._wanted, self._question = self._wanted, set(), None
        return await self._find(wanted)
