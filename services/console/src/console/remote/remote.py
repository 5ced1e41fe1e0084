"""One signed-in person's requests under one contract."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from console.remote.failures import Away, Refusal
from console.remote.peers import Peers

Json = dict[str, Any]
Token = Callable[[], Awaitable[str]]
Report = Callable[[str, str, str], Awaitable[None]]

PAGE = 50
LARGEST_PAGE = 200
MOST_ROWS = 10_000
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
    would let a page go on after its session. `report(kind, service, path)` is told of each read of personal data
    (`personal`) and each sheet that leaves (`export`).
    """

    def __init__(self, peers: Peers, *, session: str, contract: str, language: str, token: Token, report: Report) -> None:
        self.contract = contract
        self._peers = peers
        self._session = session
        self._language = language
        self._token = token
        self._report = report

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
        answer = await self._ask("POST", service, path, headers, json=dict(body or {}))
        if lane := answer.headers.get("watchbill-lane"):
            self._peers.wrote(self._session, service, self.contract, lane)
        _accepted(answer)
        return dict(answer.json()) if answer.content else {}

    async def exported(self, service: str, path: str) -> None:
        """Puts on record that a list leaves as a file."""
        await self._report("export", service, path)

    async def _read(self, service: str, path: str, query: Mapping[str, Any]) -> httpx.Response:
        if path.startswith(_PERSONAL.get(service, ("\0",))):
            await self._report("personal", service, path)
        params = {name: value for name, value in query.items() if value is not None}
        after = self._peers.after(self._session, self.contract, service)
        answer = None
        if after:
            answer = await self._ask("GET", service, path, {"Watchbill-After": after}, params=params)
        if answer is None or answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            # Not waited for longer than the service waits: what it has is shown, the live update brings the rest.
            answer = await self._ask("GET", service, path, {}, params=params)
        _accepted(answer)
        return answer

    async def _ask(self, method: str, service: str, path: str, headers: Mapping[str, str], **request: Any) -> httpx.Response:
        whole = path if path.startswith(("/v1", "/health")) else f"/v1/contracts/{self.contract}{path}"
        sent = {"Authorization": f"Bearer {await self._token()}", "Accept-Language": self._language, **headers}
        answer = await self._peers.ask(service, method, whole, sent, **request)
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and "Watchbill-After" not in headers:
            raise Away(service)
        return answer


def _accepted(answer: httpx.Response) -> None:
    if not answer.is_success:
        raise Refusal.of(answer)
