"""The public HTTP APIs as the story's people use them: one client, a token per role, every POST repeatable."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.1
PASSING = frozenset({502, 503, 504})

Json = dict[str, Any]


class Unexpected(Exception):
    """A service answered something that the story does not expect."""


class Desk:
    """Speaks to the five services for one contract.

    `token` gives a role's token, `url` a service's address; `before` hears the number of each step before it is taken.
    A service that is away, or busy, is asked again with the same `Idempotency-Key`: the story goes on where it was.
    """

    def __init__(
        self,
        contract: str,
        url: Callable[[str], str],
        token: Callable[[str], str],
        before: Callable[[int], Awaitable[None]],
    ) -> None:
        self.contract = contract
        self._before = before
        self._url = url
        self._token = token
        self._tokens: dict[str, str] = {}
        self._keys = 0
        self._client = httpx.AsyncClient(timeout=20)

    async def close(self) -> None:
        """Gives the connections back."""
        await self._client.aclose()

    async def post(self, role: str, service: str, path: str, body: Mapping[str, Any] | None = None) -> Json:
        """Does something as `role`, under the contract; a path that starts with /v1 is taken as it stands."""
        self._keys += 1
        await self._before(self._keys)
        headers = {"Idempotency-Key": f"{self.contract}-{self._keys:05d}"}
        return await self._ask("POST", role, service, path, json=dict(body or {}), headers=headers)

    async def refused(self, role: str, service: str, path: str, body: Mapping[str, Any] | None = None) -> str:
        """Does something that must be refused; returns the problem's code."""
        try:
            await self.post(role, service, path, body)
        except Unexpected as unexpected:
            return str(unexpected.args[1])
        raise Unexpected(f"{path} was not refused", "not_refused")

    async def get(self, role: str, service: str, path: str, **query: str | int) -> Json:
        """Looks something up as `role`."""
        return await self._ask("GET", role, service, path, params=query)

    async def every(self, role: str, service: str, path: str, **query: str | int) -> list[Json]:
        """Every row of a paged list."""
        rows: list[Json] = []
        cursor: dict[str, str] = {}
        while True:
            page = await self.get(role, service, path, **query, **cursor)
            rows.extend(page["items"])
            if not page.get("next"):
                return rows
            cursor = {"cursor": page["next"]}

    async def _ask(self, method: str, role: str, service: str, path: str, **request: Any) -> Json:
        url = self._url(service) + (path if path.startswith("/v1") else f"/v1/contracts/{self.contract}{path}")
        headers = {**request.pop("headers", {}), "Authorization": f"Bearer {self._bearer(role)}"}
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE_SECONDS
        while True:
            try:
                answer = await self._client.request(method, url, headers=headers, **request)
            except httpx.TransportError as error:
                if loop.time() > until:
                    raise Unexpected(f"{method} {url}: {error!r}", "unreachable") from error
            else:
                if answer.status_code not in PASSING or loop.time() > until:
                    return _accepted(method, path, answer)
            await asyncio.sleep(PAUSE_SECONDS)

    def _bearer(self, role: str) -> str:
        if role not in self._tokens:
            self._tokens[role] = self._token(role)
        return self._tokens[role]


def _accepted(method: str, path: str, answer: httpx.Response) -> Json:
    body: Json = answer.json()
    if answer.is_success:
        return body
    raise Unexpected(f"{method} {path}: {answer.status_code} {body}", body.get("code", str(answer.status_code)))
