"""One signed-in person's requests under one contract."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from console.remote.answer import Answer
from console.remote.failures import Away, Refusal
from console.remote.peers import SERVICES, Peers

Json = dict[str, Any]


@dataclass(frozen=True)
class Pass:
    """What a person asks the services with at this moment; `alike` is equal for those whom they answer alike."""

    token: str = field(repr=False)
    alike: Hashable


Token = Callable[[], Awaitable[Pass]]
Report = Callable[[str, str, str], Awaitable[None]]

PASS_SECONDS = 1.0
"""What to read with is looked up anew after so long; writing looks it up each time."""
PAGE = 50
LARGEST_PAGE = 200
MOST_ROWS = 10_000
_BESIDE = ("/v1", "/health")
"""What stands beside the contracts, not under one."""
_PERSONAL = {"roster": ("/people", "/leave")}


@dataclass(frozen=True)
class Rows:
    """One page of a list. `next` is the cursor of the following page, `None` on the last one."""

    items: Sequence[Json]
    next: str | None


@dataclass(frozen=True)
class Shown:
    """One thing as it stands, and the version it stands at: hand it to `do` so that nobody's change is overwritten."""

    body: Json
    etag: str | None


class Remote:
    """Asks the services as one person. Paths are those below `/v1/contracts/{contract}`, or begin with `/v1` or `/health`.

    Every call raises `Away`, `Refusal`, or whatever `token` raises when the session is over: nothing is kept that
    would let a page go on after its session, but that a page's many readings look it up once a second.
    `report(kind, service, path)` is told of each read of personal data (`personal`) and each sheet that leaves (`export`).
    """

    def __init__(self, peers: Peers, *, session: str, contract: str, language: str, token: Token, report: Report) -> None:
        self.contract = contract
        self._peers = peers
        self._session = session
        self._language = language
        self._token = token
        self._report = report
        self._given: Pass | None = None
        self._given_until = 0.0
        self._turn = asyncio.Lock()

    async def get(self, service: str, path: str, **query: Any) -> Json:
        """What stands there now; a parameter of `None` is left out."""
        return (await self.show(service, path, **query)).body

    async def show(self, service: str, path: str, **query: Any) -> Shown:
        """The same with its version."""
        answer = await self._read(service, path, query)
        return Shown(answer.json(), answer.headers.get("etag"))

    async def page(self, service: str, path: str, *, cursor: str | None = None, limit: int = PAGE, **query: Any) -> Rows:
        """One page of a list, at most `LARGEST_PAGE` rows."""
        body = await self.get(service, path, cursor=cursor, limit=limit, **query)
        return Rows(body["items"], body.get("next"))

    async def every(self, service: str, path: str, most: int = MOST_ROWS, **query: Any) -> list[Json]:
        """All rows of a list that is small by nature, at most `most`."""
        rows: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self.page(service, path, cursor=cursor, limit=min(LARGEST_PAGE, most), **query)
            rows.extend(page.items)
            cursor = page.next
            if cursor is None or len(rows) >= most:
                return rows[:most]

    async def do(
        self, service: str, path: str, body: Mapping[str, Any] | None = None, *, key: str, etag: str | None = None
    ) -> Json:
        """Carries something out, once for each `key`; with `etag` only if nobody changed it since it was shown."""
        headers = {"Idempotency-Key": key} | ({"If-Match": etag} if etag else {})
        self._peers.writes(service, self.contract)
        try:
            answer = await self._ask("POST", service, path, headers, json=dict(body or {}))
        finally:
            self._peers.writes(service, self.contract)
        if lane := answer.headers.get("watchbill-lane"):
            self._peers.wrote(self._session, service, self.contract, lane)
        _accepted(answer)
        return dict(answer.json()) if answer.body else {}

    async def exported(self, service: str, path: str) -> None:
        """Puts on record that a list leaves as a file."""
        await self._report("export", service, path)

    async def _read(self, service: str, path: str, query: Mapping[str, Any]) -> Answer:
        if path.startswith(_PERSONAL.get(service, ("\0",))):
            await self._report("personal", service, path)
        params = {name: _parameter(value) for name, value in query.items() if value is not None}
        after = self._peers.after(self._session, self.contract, service)
        answer = None
        if after:
            answer = await self._ask("GET", service, path, {"Watchbill-After": after}, params=params)
        if answer is None or answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            # Not waited for longer than the service waits: what it has is shown, the live update brings the rest.
            answer = await self._answered(service, path, params)
        _accepted(answer)
        return answer

    async def _answered(self, service: str, path: str, params: Mapping[str, Any]) -> Answer:
        """Of what stands under the contract, one answer serves all who are answered alike."""
        if path.startswith(_BESIDE) or service not in SERVICES:
            return await self._ask("GET", service, path, {}, params=params)
        whole = f"/v1/contracts/{self.contract}{path}"
        given = await self._pass()
        answer = await self._peers.read(service, self.contract, whole, params, self._headers(given), given.alike)
        if answer.status == HTTPStatus.UNAUTHORIZED:  # keys were replaced within this second
            self._given_until = 0.0
            given = await self._pass()
            answer = await self._peers.read(service, self.contract, whole, params, self._headers(given), given.alike)
        return _there(service, answer)

    async def _ask(self, method: str, service: str, path: str, headers: Mapping[str, str], **request: Any) -> Answer:
        whole = path if path.startswith(_BESIDE) else f"/v1/contracts/{self.contract}{path}"
        sent = {**self._headers(await self._token()), **headers}
        answer = await self._peers.ask(service, method, whole, sent, **request)
        return answer if "Watchbill-After" in headers else _there(service, answer)

    async def _pass(self) -> Pass:
        """What to read with; looked up by the first of those who read at the same time."""
        async with self._turn:
            if self._given is None or time.monotonic() > self._given_until:
                self._given = None
                self._given = await self._token()
                self._given_until = time.monotonic() + PASS_SECONDS
            return self._given

    def _headers(self, given: Pass) -> dict[str, str]:
        return {"Authorization": f"Bearer {given.token}", "Accept-Language": self._language}


def _parameter(value: Any) -> str | list[str]:
    if isinstance(value, tuple | list):
        return [str(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _there(service: str, answer: Answer) -> Answer:
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise Away(service)
    return answer


def _accepted(answer: Answer) -> None:
    if not answer.is_success:
        raise Refusal.of(answer)
