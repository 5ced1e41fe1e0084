"""The public HTTP APIs as impatient people use them: they hang up, ask again, and ask two replicas at once."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from faults.line import Answer, Away, Line
from faults.people import ADMIN, OFFICER, SUBJECTS
from faults.record import Answered, Asked, Json, Record

PATIENCE_SECONDS = 120.0
HEARD_SECONDS = 600.0
"""Bounded for what never comes only: what one service told another is late for as long as the faults go on."""

TRY_SECONDS = 6.0
LOOK_SECONDS = 1.0
PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 1.0
PASSING = frozenset({500, 502, 503, 504})
BAD = 400

SHORTEST_HANG_UP, LONGEST_HANG_UP = 0.0005, 0.03


class Ended(Exception):
    """A story cannot go on: the command was refused, or nobody answered."""


@dataclass(frozen=True)
class Reply:
    """A definite answer."""

    status: int
    body: Json
    lane: str

    @property
    def id(self) -> str:
        """The id of what the command is about."""
        return id_of(self.body)

    @property
    def accepted(self) -> bool:
        return self.status < BAD


@dataclass
class Manners:
    """How badly the clients behave. Shares of commands: hung up on once, sent again although acknowledged.

    `patience_seconds`: how long a command is repeated that gets no definite answer.
    """

    hang_up: float = 0.03
    repeat: float = 0.03
    patience_seconds: float = PATIENCE_SECONDS


class Desk:
    """One client for everything. `urls` gives the addresses of a service's replicas."""

    def __init__(self, urls: Callable[[str], list[str]], token: Callable[[str], str], record: Record, seed: int) -> None:
        self._urls = urls
        self._token = token
        self._record = record
        self._random = random.Random(f"desk {seed}")
        self._numbers = count(1)
        self._tokens: dict[str, str] = {}
        self._line = Line(TRY_SECONDS)
        self.manners = Manners()
        self.server_errors: list[str] = []
        self.acknowledged = 0
        self._moved = asyncio.Event()
        self.milliseconds: list[float] = []

    async def close(self) -> None:
        await self._line.close()

    async def given(self, commands: int) -> None:
        """Returns when so many commands are acknowledged."""
        while self.acknowledged < commands:
            self._moved.clear()
            await self._moved.wait()

    async def give(
        self, kind: str, role: str, contract: str, path: str, body: Mapping[str, Any] | None = None, **headers: str
    ) -> Reply:
        """Gives a command until a definite answer; raises `Ended` unless it was accepted. `kind` is `service.what`."""
        reply = await self.attempt(kind, role, contract, path, body, **headers)
        if not reply.accepted:
            raise Ended(f"{kind}: {reply.status} {reply.body.get('code')}")
        return reply

    async def attempt(
        self, kind: str, role: str, contract: str, path: str, body: Mapping[str, Any] | None = None, **headers: str
    ) -> Reply:
        """The same, but a refusal is an answer like any other."""
        number = next(self._numbers)
        service = kind.partition(".")[0]
        full = path if path.startswith("/v1") else f"/v1/contracts/{contract}{path}"
        asked = Asked(number, kind, service, contract, SUBJECTS[role], f"c{number:07d}", full, dict(body or {}))
        self._record.asked(asked)
        sent = {
            "Authorization": f"Bearer {self._bearer(role)}",
            "Idempotency-Key": asked.key,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return await self._settled(asked, sent)

    async def heard(self, service: str, path: str, lane: str) -> None:
        """Returns when a service has heard what another told."""
        headers = {"Authorization": f"Bearer {self._bearer(OFFICER)}", "Watchbill-After": lane}
        await self._get(service, path, {}, headers, HEARD_SECONDS)

    async def get(self, role: str, service: str, path: str, **query: str | int) -> Json:
        """Looks something up, as often as it takes."""
        return await self._get(service, path, query, {"Authorization": f"Bearer {self._bearer(role)}"})

    async def _get(
        self,
        service: str,
        path: str,
        query: Mapping[str, str | int],
        headers: Mapping[str, str],
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> Json:
        loop = asyncio.get_running_loop()
        until = loop.time() + patience_seconds
        while loop.time() < until:
            try:
                answer = await self._line.get(self._url(service) + path, query, headers)
            except Away:
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            if answer.status not in PASSING:
                return answer.json()
            await asyncio.sleep(PAUSE_SECONDS)
        raise Ended(f"GET {path}: nobody answers")

    async def step_clock(self, service: str, to: str) -> Json:
        """Steps one service's clock; no command of the domain, so not in the record."""
        headers = {"Authorization": f"Bearer {self._bearer(ADMIN)}"}
        answer = await self._line.post(self._url(service) + "/v1/clock", {"to": to}, headers)
        if not answer.is_success:
            raise Away(f"{answer.status}")
        return answer.json()

    async def is_ready(self, url: str) -> bool:
        """Whether a process takes work."""
        try:
            return (await self._line.get(f"{url}/health/ready", {}, {}, LOOK_SECONDS)).is_success
        except Away:
            return False

    async def _settled(self, asked: Asked, headers: Mapping[str, str]) -> Reply:
        loop = asyncio.get_running_loop()
        began, attempts = loop.time(), 0
        if self._random.random() < self.manners.hang_up:
            attempts += 1
            await self._hang_up(asked, headers)
        while loop.time() < began + self.manners.patience_seconds:
            attempts += 1
            answer = await self._once(asked, headers)
            if answer is not None and answer.status not in PASSING:
                self.milliseconds.append((loop.time() - began) * 1000)
                return await self._noted(asked, headers, answer, attempts)
            await asyncio.sleep(min(PAUSE_SECONDS * attempts, LONGEST_PAUSE_SECONDS))
        raise Ended(f"{asked.kind}: nobody answers")

    async def _noted(self, asked: Asked, headers: Mapping[str, str], answer: Answer, attempts: int) -> Reply:
        reply = self._note(asked, answer, attempts)
        if reply.accepted and self._random.random() < self.manners.repeat:
            again = await self._once(asked, headers)
            if again is not None and again.status not in PASSING:
                self._note(asked, again, attempts + 1)
        return reply

    def _note(self, asked: Asked, answer: Answer, attempts: int) -> Reply:
        body: Json = answer.json()
        lane = answer.headers.get("watchbill-lane", "")
        self._record.answered(
            Answered(
                asked.number,
                answer.status,
                attempts,
                "" if answer.is_success else str(body.get("code")),
                id_of(body),
                answer.headers.get("watchbill-position", ""),
                lane,
                replay=answer.headers.get("idempotent-replay") == "true",
            )
        )
        self.acknowledged += answer.is_success
        self._moved.set()
        return Reply(answer.status, body, lane)

    async def _once(self, asked: Asked, headers: Mapping[str, str]) -> Answer | None:
        try:
            answer = await self._line.post(self._url(asked.service) + asked.path, asked.body, headers)
        except Away:
            return None
        if answer.status == 500:
            self.server_errors.append(f"{asked.kind}: {answer.body[:300]!r}")
        return answer

    async def _hang_up(self, asked: Asked, headers: Mapping[str, str]) -> None:
        """Sends it and is gone before the answer."""
        seconds = self._random.uniform(SHORTEST_HANG_UP, LONGEST_HANG_UP)
        try:
            async with asyncio.timeout(seconds):
                await self._once(asked, headers)
        except TimeoutError:
            return

    def _url(self, service: str) -> str:
        return self._random.choice(self._urls(service))

    def _bearer(self, role: str) -> str:
        if role not in self._tokens:
            self._tokens[role] = self._token(role)
        return self._tokens[role]


def id_of(body: Json) -> str:
    """What an answer calls the thing it is about."""
    for name in ("id", "shift_id", "roster_id", "leave_id", "person_id", "key_period_id", "contract_id"):
        if isinstance(body.get(name), str):
            return str(body[name])
    return ""
