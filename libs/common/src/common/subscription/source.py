"""Where a lane can always be read, whatever the message bus has lost: another service's feed, or the own database."""

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Protocol

import httpx
import orjson

from common.cloudevents import of_lines, of_many
from common.feed import LIMIT, Feed
from common.lane import START, Head, Page, Position

HEADS_PAGE = 1000
TIMEOUT_SECONDS = 5.0
TOKEN_SECONDS = 240.0
OLDER_SECONDS = 60.0
_NO_SUCH_ROUTE = (404, 405)


class SourceAway(Exception):
    """The source cannot be asked now. Only its own lanes wait."""


class Source(Protocol):
    """The lanes of one service."""

    name: str

    @property
    def parts(self) -> "Sequence[Source]":
        """The source itself, or what it is divided into (`common.subscription.divided`); each is waited for by itself."""

    def holds(self, contract: str) -> bool:
        """Whether the contract's lane is among these."""

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        """The events after a number, and where the lane ends. Raises `SourceAway`."""

    async def pages(self, wanted: Mapping[str, int]) -> Mapping[str, Page]:
        """The same for at most `MOST_LANES` lanes, each after a number. Raises `SourceAway`."""

    def heads(self, buckets: Sequence[str] | None = None) -> AsyncIterator[Head]:
        """Where each lane ends, or each lane of some buckets. Raises `SourceAway`."""

    async def digests(self) -> Mapping[str, str] | None:
        """Bucket -> digest over its heads (see `Feed.digests`); `None` when the source is older code. Raises `SourceAway`."""


class _Whole:
    """Every lane of a service."""

    @property
    def parts(self) -> "Sequence[Any]":
        return (self,)

    def holds(self, _contract: str) -> bool:
        return True


class OwnSource(_Whole):
    """The own service's lanes: no network between."""

    def __init__(self, feed: Feed) -> None:
        self.name = feed.service
        self._feed = feed

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        return await self._feed.page(contract, after, limit)

    async def pages(self, wanted: Mapping[str, int]) -> Mapping[str, Page]:
        return await self._feed.pages(wanted)

    async def heads(self, buckets: Sequence[str] | None = None) -> AsyncIterator[Head]:
        after = ""
        while heads := await self._feed.heads(after, HEADS_PAGE, buckets):
            for head in heads:
                yield head
            after = heads[-1].contract

    async def digests(self) -> Mapping[str, str]:
        return await self._feed.digests()


class FeedSource(_Whole):
    """Another service's lanes, read from its feed with this service's own short token.

    During an upgrade the source may be older code, which knows neither many lanes at once nor digests: then the routes
    are used that it has always had.
    """

    def __init__(self, name: str, address: str, client: httpx.AsyncClient, token: Callable[[], str]) -> None:
        self.name = name
        self._address = address
        self._client = client
        self._token = token
        self._older_until = 0.0

    async def page(self, contract: str, after: int, limit: int = LIMIT) -> Page:
        return page_of(await self._ask("GET", f"/v1/contracts/{contract}/feed", {"after": after, "limit": limit}))

    async def pages(self, wanted: Mapping[str, int]) -> Mapping[str, Page]:
        answer = await self._newer("POST", "/v1/feed", json={"lanes": wanted})
        if answer is None:
            return {contract: await self.page(contract, after) for contract, after in wanted.items()}
        try:
            return of_many(answer.content, list(wanted))
        except (ValueError, KeyError) as wrong:
            raise SourceAway(f"{self.name} answers what is no feed: {wrong}") from wrong

    async def heads(self, buckets: Sequence[str] | None = None) -> AsyncIterator[Head]:
        after: str | None = ""
        while after is not None:
            query = {"after": after, "limit": HEADS_PAGE, **({"buckets": buckets} if buckets is not None else {})}
            answer = orjson.loads((await self._ask("GET", "/v1/feed/heads", query)).content)
            for head in answer["heads"]:
                yield Head(head["contract"], Position(head["log_id"], head["number"], head["hash"]))
            after = answer["next"]

    async def digests(self) -> Mapping[str, str] | None:
        answer = await self._newer("GET", "/v1/feed/digests")
        return None if answer is None else dict(orjson.loads(answer.content)["digests"])

    async def _newer(self, method: str, path: str, json: object = None) -> httpx.Response | None:
        """The answer of a route that older code has not; `None` while the source is older."""
        if time.monotonic() < self._older_until:
            return None
        answer = await self._send(method, path, json=json)
        if answer.status_code in _NO_SUCH_ROUTE:
            self._older_until = time.monotonic() + OLDER_SECONDS
            return None
        return self._success(answer)

    async def _ask(self, method: str, path: str, query: Mapping[str, Any]) -> httpx.Response:
        return self._success(await self._send(method, path, query=query))

    async def _send(self, method: str, path: str, query: Mapping[str, Any] | None = None, json: object = None) -> httpx.Response:
        credentials = {"Authorization": f"Bearer {self._token()}"}
        address = f"{self._address}{path}"
        try:
            return await self._client.request(
                method, address, params=query, json=json, headers=credentials, timeout=TIMEOUT_SECONDS
            )
        except httpx.HTTPError as failure:
            raise SourceAway(f"{self.name}: {type(failure).__name__}") from failure

    def _success(self, answer: httpx.Response) -> httpx.Response:
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
