import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from common.testing.apps import RunningApp, app_on
from common.testing.kernels import migrated
from common.testing.lodge import LODGE
from common.testing.plugin import MakeDatabase
from common.testing.processes import eventually

PREPARE = migrated(LODGE)

Until = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


@pytest.fixture
async def lodge(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The service `lamps` with routes, contracts `c1` and (sample) `s1` in force, on virtual time."""
    async with asyncio.timeout(60), app_on(LODGE, await database("kernel", PREPARE), tmp_path, callers=["roster"]) as running:
        async with running.client("admin") as admin:
            await admin.post("/v1/clock", json={"to": "2026-10-14T09:30:00+08:00"})
            for contract, sample in (("c1", False), ("s1", True)):
                answer = await admin.post("/v1/contracts", json={"contract_id": contract, "sample": sample})
                assert answer.status_code == 201, answer.text
        yield running


async def _until(answered: Callable[[], Awaitable[bool]]) -> None:
    await eventually(answered, "the answer is yes", seconds=20)


@pytest.fixture
def until() -> Until:
    """Asks again until the answer is yes: waiting on progress, bounded."""
    return _until
