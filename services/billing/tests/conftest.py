"""Billing with its routes, on a real database and virtual time; the contract comes into force through its own route."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest

from billing.domain.annual import ANNUAL, ANNUAL_ID, HearAnnualScore
from billing.main import SERVICE
from common.explanation import Explanation
from common.migrate import migrate
from common.testing.apps import RunningApp, app_on
from common.testing.kernels import meta
from common.testing.plugin import MakeDatabase
from common.testing.processes import eventually
from common.testing.servers import Database
from common.testing.terms import BEIJING, pack_document

CONTRACT = "bj-2026"


@dataclass(frozen=True)
class Counter:
    """Billing's counter: people come with a role and ask for something."""

    running: RunningApp

    @property
    def runtime(self) -> Any:
        """What runs behind the routes."""
        return self.running.app.state.runtime

    async def post(
        self, role: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None, subject: str = ""
    ) -> httpx.Response:
        """Does something under the contract."""
        async with self.running.client(role, subject=subject) as caller:
            return await caller.post(_under(path), json=body or {}, headers=headers or {})

    async def done(self, role: str, path: str, body: object = None, *, subject: str = "") -> dict[str, Any]:
        """Does something that must succeed."""
        answer = await self.post(role, path, body, subject=subject)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def refused(self, role: str, path: str, body: object = None, *, subject: str = "") -> tuple[int, str]:
        """Status and code of a problem."""
        answer = await self.post(role, path, body, subject=subject)
        assert answer.headers["Content-Type"].startswith("application/problem+json"), answer.text
        return answer.status_code, answer.json()["code"]

    async def get(self, path: str, role: str = "auditor") -> dict[str, Any]:
        """Looks something up."""
        async with self.running.client(role) as caller:
            answer = await caller.get(_under(path))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def at(self, moment: str) -> None:
        """Lets the time come."""
        async with self.running.client("admin") as admin:
            assert (await admin.post("/v1/clock", json={"to": moment})).status_code == 200

    async def year_assessed(self, score: int) -> None:
        """What the policy does when scoring tells."""
        told = HearAnnualScore(score, date(2027, 7, 8), "scoring:bj-2026:9", Explanation("annual", "年度", "year", str(score)))
        await self.runtime.handler.handle(CONTRACT, ANNUAL, ANNUAL_ID, told, meta())

    async def bond_is_watched(self) -> bool:
        """Whether the policy that starts the bond's clock has heard of the activation."""
        return await self.head() == 2

    async def bond_state(self) -> str:
        """The code of the bond's state."""
        return str((await self.get("/bond"))["state"]["code"])

    async def head(self) -> int:
        """The contract's last event number."""
        return int(await self.runtime.pool.fetchval("select last_seq from ledgers where contract_id = $1", CONTRACT))


def _under(path: str) -> str:
    return path if path.startswith("/v1") else f"/v1/contracts/{CONTRACT}{path}"


@asynccontextmanager
async def counter_on(database: Database, folder: Path) -> AsyncIterator[Counter]:
    async with asyncio.timeout(90), app_on(SERVICE, database, folder) as running:
        yield Counter(running)


async def prepared(database: Database) -> None:
    """The morning after signing."""
    await migrate(SERVICE, database.owner_url, "billing")
    with TemporaryDirectory() as folder:
        async with counter_on(database, Path(folder)) as counter:
            await counter.at("2026-06-17T09:00:00+08:00")


async def in_force(database: Database) -> None:
    """Then the contract comes into force."""
    await prepared(database)
    with TemporaryDirectory() as folder:
        async with counter_on(database, Path(folder)) as counter:
            await counter.done("admin", "/v1/contracts", {"contract_id": CONTRACT, "pack": pack_document(BEIJING)})
            await eventually(counter.bond_is_watched, "the bond is watched")


@pytest.fixture
async def empty(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Counter]:
    """No contract yet."""
    async with counter_on(await database("billing", prepared), tmp_path) as counter:
        yield counter


@pytest.fixture
async def counter(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Counter]:
    """The contract is in force."""
    async with counter_on(await database("billing", in_force), tmp_path) as counter:
        yield counter
