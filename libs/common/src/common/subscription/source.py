"""Where a lane can always be read, whatever the message bus has lost: another service's feed, or the own database."""

import time
from collections.abc import AsyncIterator, Callable
from typing import Protocol

import httpx
import orjson

from common.cloudevents import of_lines
from common.feed import LIMIT, Feed, Head, Page
from common.lane import START, Position

HEADS_PAGE = 1000
TIMEOUT_SECONDS = 5.0
TOKEN_SECONDS = 240.0


class SourceAway(Exception):
    """The source cannot be asked now. Only its own lanes wait."""


class Source(Protocol):
    """The lanes of one service."""

    name: str

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        """The events after a number, and where the lane ends. Raises `SourceAway`."""

    def heads(self) -> AsyncIterator[Head]:
        """Where each lane ends. Raises `SourceAway`."""


class OwnSource:
    """The own service's lanes: no network between."""

    def __init__(self, feed: Feed) -> None:
        self.name = feed.service
        self._feed = feed

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        return await self._feed.page(contract, after, limit)

    async def heads(self) -> AsyncIterator[Head]:
        after = ""
        while heads := await self._feed.heads(after, HEADS_PAGE):
            for head in heads:
                yield head
            after = heads[-1].contract


class FeedSource:
    """Another service's lanes, read from its feed with this service's own short token."""

    def __init__(self, name: str, address: str, client: httpx.AsyncClient, token: Callable[[], str]) -> None:
        self.name = name
        self._address = address
        self._client = client
        self._token = token

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        return page_of(await self._get(f"/v1/contracts/{contract}/feed", {"after": after, "limit": limit}))

    async def heads(self) -> AsyncIterator[Head]:
        after: str | None = ""
        while after is not None:
            answer = orjson.loads((await self._get("/v1/feed/heads", {"after": after, "limit": HEADS_PAGE})).content)
            for head in answer["heads"]:
                yield Head(head["contract"], Position(head["log_id"], head["number"], head["hash"]))
            after = answer["next"]

    async def _get(self, path: str, query: dict[str, str | int]) -> httpx.Response:
        try:
            credentials = {"Authorization": f"Bearer {self._token()}"}
            answer = await self._client.get(f"{self._address}{path}", params=query, headers=credentials, timeout=TIMEOUT_SECONDS)
        except httpx.HTTPError as failure:
            raise SourceAway(f"{self.name}: {type(failure).__name__}") from failure
        if answer.is_success:
            return answer
        raise SourceAway(f"{self.name} answers {answer.status_code}")


def page_of(answer: httpx.Response) -> Page:
    """A feed's answer: the events are its lines, the lane's end and the hash at `after` its headers."""
    number = int(answer.headers["Watchbill-Head"])
    head = Position(answer.headers["Watchbill-Log"], number, answer.headers["Watchbill-Head-Hash"]) if number else START
    return Page(tuple(of_lines(answer.content)), head, answer.headers.get("Watchbill-At-Hash") or None)


class ShortTokens:
    """The service's own token for feeds, signed anew before it runs out."""

    def __init__(self, sign: Callable[[], str]) -> None:
        self._sign = sign
        self._token = ""
        self._until = 0.0

    def __call__(self) -> str:
        if time.monotonic() >= self._until:
            self._token, self._until = self._sign(), time.monotonic() + TOKEN_SECONDS
        return self._token
