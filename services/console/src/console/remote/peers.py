"""The services' addresses, one pool of connections to them, and what each session has last written there."""

import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import aiohttp

from common.settings import Settings
from console.remote.answer import Answer
from console.remote.failures import Away
from console.remote.sharing import Sharing
from console.remote.turns import Turns

CONSOLE = "console"
SERVICES = ("roster", "tickets", "inspection", "scoring", "billing")

CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 8.0
KEPT_SECONDS = 4.0
"""A connection that nobody uses; services close theirs after five."""
WRITES_REMEMBERED = 2000
REMEMBERED_SECONDS = 60.0
_NOT_NOW = frozenset({502, 504})


Heard = Callable[[str, str], Hashable | None]
"""What was heard of a service under a contract until now (`Live.heard`); None while nothing can be heard."""


class Peers:
    """What every `Remote` of this process shares."""

    def __init__(self, settings: Settings, heard: Heard = lambda _service, _contract: None) -> None:
        self._settings = settings
        self._heard = heard
        self._writes: Counter[tuple[str, str]] = Counter()
        self._sharing = Sharing()
        self._turns: defaultdict[str, Turns] = defaultdict(Turns)
        self._client: aiohttp.ClientSession | None = None
        self._written: OrderedDict[tuple[str, str, str], tuple[str, float]] = OrderedDict()

    async def close(self) -> None:
        """Gives the connections back."""
        if self._client is not None:
            await self._client.close()

    def url(self, service: str) -> str:
        """The base address of a service; the console asks its own API the same way."""
        if service == CONSOLE:
            return f"http://127.0.0.1:{self._settings.port}"
        return self._settings.peer(service)

    async def ask(self, service: str, method: str, path: str, headers: Mapping[str, str], **request: Any) -> Answer:
        """One request. `Away` when nobody answers in time; any answer of the service itself is returned."""
        try:
            async with self._web().request(
                method, self.url(service) + path, headers=headers, allow_redirects=False, **request
            ) as answer:
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as failure:
            raise Away(service) from failure
        if answer.status in _NOT_NOW:
            raise Away(service)
        return Answer(answer.status, answer.headers, body)

    def _web(self) -> aiohttp.ClientSession:
        """A hundred pages that look again cost this process the most by asking: httpx takes four times as long for it.

        Services are asked directly, whatever proxy the machine has, and set no cookies.
        """
        if self._client is None or self._client.closed:
            self._client = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS),
                connector=aiohttp.TCPConnector(limit=100, keepalive_timeout=KEPT_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._client

    async def read(
        self, service: str, contract: str, path: str, params: Mapping[str, Any], headers: Mapping[str, str], alike: Hashable
    ) -> Answer:
        """A question under a contract, asked once for all who ask it at the same time and are `alike` to the service."""
        heard = self._heard(service, contract)
        if heard is None:
            return await self._in_turn(service, path, params, headers)
        question = (
            service,
            path,
            tuple(sorted((name, str(value)) for name, value in params.items())),
            headers.get("Accept-Language"),
            alike,
        )
        return await self._sharing.answer(
            question, (heard, self._writes[service, contract]), lambda: self._in_turn(service, path, params, headers)
        )

    async def _in_turn(self, service: str, path: str, params: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        """`Away` also when its turn does not come in the time of an answer: those before it got none."""
        try:
            async with self._turns[service].one(ANSWER_SECONDS):
                return await self.ask(service, "GET", path, headers, params=params)
        except TimeoutError as late:
            raise Away(service) from late

    def writes(self, service: str, contract: str) -> None:
        """Something is written there, or has been: what was asked before is shared no longer."""
        self._writes[service, contract] += 1

    def wrote(self, session: str, service: str, contract: str, lane: str) -> None:
        """Remembers how far a session's own writing has come, so that it can be waited for elsewhere."""
        key = (session, contract, service)
        self._written[key] = (lane, time.monotonic())
        self._written.move_to_end(key)
        while len(self._written) > WRITES_REMEMBERED:
            self._written.popitem(last=False)

    def after(self, session: str, contract: str, service: str) -> str | None:
        """What `service` should have heard before it answers this session: its last write elsewhere, within a minute."""
        since = time.monotonic() - REMEMBERED_SECONDS
        found = [
            (at, lane)
            for (who, under, where), (lane, at) in self._written.items()
            if who == session and under == contract and where != service and at > since
        ]
        return max(found)[1] if found else None
