"""The roster service with its routes, on a real database, under the real contract pack and on virtual time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from common.runtime import Runtime
from common.testing.apps import RunningApp, app_on
from common.testing.contracts import CONTRACT, in_force
from common.testing.plugin import MakeDatabase
from common.testing.processes import eventually
from roster.main import SERVICE

PREPARE = in_force(SERVICE, "2026-10-13T12:00:00+08:00")


@dataclass
class Site:
    """A site under contract: people call it by role, and time goes on as told."""

    app: RunningApp

    @property
    def runtime(self) -> Runtime:
        runtime: Runtime = self.app.app.state.runtime
        return runtime

    async def call(self, role: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """One request; `If_Match` becomes `If-Match`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.app.client(role) as client:
            return await client.request(method, f"/v1/contracts/{CONTRACT}{path}", json=body, headers=named)

    async def post(self, role: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        """A POST that must succeed."""
        answer = await self.call(role, "POST", path, {} if body is None else body, **headers)
        assert answer.status_code in {200, 201}, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, path: str, role: str = "viewer") -> dict[str, Any]:
        """A GET that must succeed."""
        answer = await self.call(role, "GET", path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def refused(self, role: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        """Status and code of a POST that must fail."""
        answer = await self.call(role, "POST", path, {} if body is None else body, **headers)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        return answer.status_code, answer.json()["code"]

    async def until(self, moment: str) -> None:
        """Time goes on to `moment`, step by step, each timer firing when it is due."""
        to = datetime.fromisoformat(moment)
        while (due := await self._next_due()) is not None and due <= to:
            await self._step(due)
            await eventually(self._all_fired, "timers fire")
        await self._step(to)
        await eventually(self._all_fired, "timers fire")

    async def _next_due(self) -> datetime | None:
        found: datetime | None = await self.runtime.pool.fetchval("select min(due) from timers")
        return found

    async def _all_fired(self) -> bool:
        due = await self._next_due()
        return due is None or due > await self.runtime.clock.now()

    async def _step(self, to: datetime) -> None:
        async with self.app.client("admin") as admin:
            answer = await admin.post("/v1/clock", json={"to": to.isoformat()})
            assert answer.status_code == 200, answer.text

    async def hire(self, *people: tuple[str, str]) -> None:
        """Offers and approves people, each for a post."""
        for person_id, post in people:
            body = {
                "person_id": person_id,
                "posts": [post],
                "industry_years": 8,
                "specialty_years": 8,
                "education": "bachelor",
                "name": f"Name of {person_id}",
                "phone": "010-00000000",
            }
            await self.post("contractor.manager", "/people", body)
            await self.post("customer.officer", f"/people/{person_id}/approve", {"posts": [post]})

    async def publish(self, roster_id: str, starts: str, ends: str, *shifts: tuple[str, str, str, str, str]) -> dict[str, Any]:
        """Drafts and publishes a roster; a shift is (id, person, post, from, to)."""
        planned = [
            {"shift_id": id_, "person_id": person, "post": post, "planned_from": zoned(begin), "planned_to": zoned(end)}
            for id_, person, post, begin, end in shifts
        ]
        await self.post(
            "contractor.manager", "/rosters", {"roster_id": roster_id, "starts": starts, "ends": ends, "shifts": planned}
        )
        return await self.post("contractor.manager", f"/rosters/{roster_id}/publish")


def zoned(moment: str) -> str:
    """`2026-10-14T09:00` on the contract's wall clock."""
    return f"{moment}:00+08:00" if len(moment) == len("2026-10-14T09:00") else f"{moment}+08:00"


@pytest.fixture
async def site(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Site]:
    """Tuesday 2026-10-13, noon; the contract is in force, nobody is planned."""
    async with asyncio.timeout(60), app_on(SERVICE, await database("roster", PREPARE), tmp_path) as running:
        yield Site(running)
