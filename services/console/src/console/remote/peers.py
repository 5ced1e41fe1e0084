"""The services' addresses, one pool of connections to them, and what each session has last written there."""

import asyncio
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import httpx

from common.settings import Settings
from console.remote.failures import Away
from console.remote.sharing import Sharing

CONSOLE = "console"
SERVICES = ("roster", "tickets", "inspection", "scoring", "billing")

CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 8.0
AT_ONCE = 2
"""How many questions for pages a service has to answer at a time: a hundred pages that all look again at the same event
come one after another, and who else asks the service is not made to wait for all of them."""
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
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=40),
            trust_env=False,  # services are asked directly, whatever proxy the machine has
        )
        self._written: OrderedDict[tuple[str, str, str], tuple[str, float]] = OrderedDict()

    async def close(self) -> None:
        """Gives the connections back."""
        await self._client.aclose()

    def url(self, service: str) -> str:
        """The base address of a service; the console asks its own API the same way."""
        if service == CONSOLE:
            return f"http://127.0.0.1:{self._settings.port}"
        return self._settings.peer(service)

    async def ask(self, service: str, method: str, path: str, headers: Mapping[str, str], **request: Any) -> httpx.Response:
        """One request. `Away` when nobody answers in time; any answer of the service itself is returned."""
        try:
            answer = await self._client.request(method, self.url(service) + path, headers=dict(headers), **request)
        except httpx.TransportError as failure:
            raise Away(service) from failure
        if answer.status_code in _NOT_NOW:
            raise Away(service)
        return answer

    async def read(
        self, service: str, contract: str, path: str, params: Mapping[str, Any], headers: Mapping[str, str], alike: Hashable
    ) -> httpx.Response:
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

    async def _in_turn(self, service: str, path: str, params: Mapping[str, Any], headers: Mapping[str, str]) -> httpx.Response:
        """`Away` also when its turn does not come in the time of an answer: those before it got none."""
        turns = self._turns[service]
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await turns.acquire()
        except TimeoutError as late:
            raise Away(service) from late
        try:
            return await self.ask(service, "GET", path, headers, params=params)
        finally:
            turns.release()

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
