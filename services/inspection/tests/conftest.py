"""The inspection service with its routes, on a real database, under the real contract pack."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.terms import STREAM_ID, TERMS, ActivateTerms
from common.testing.apps import RunningApp, app_on
from common.testing.kernels import meta, migrated
from common.testing.plugin import MakeDatabase
from common.testing.terms import BEIJING, pack_document
from inspection.main import SERVICE

CONTRACT = "bj-2026"
NOW = "2026-10-14T09:30:00+08:00"
PREPARE = migrated(SERVICE, "inspection")


@pytest.fixture
async def site(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The service on virtual time, with the contract in force; no plan is confirmed yet."""
    async with asyncio.timeout(60), app_on(SERVICE, await database("inspection", PREPARE), tmp_path) as running:
        async with running.client("admin") as admin:
            assert (await admin.post("/v1/clock", json={"to": NOW})).status_code == 200
        handler = running.app.state.runtime.handler
        await handler.handle(CONTRACT, TERMS, STREAM_ID, ActivateTerms(CONTRACT, pack_document(BEIJING)), meta())
        yield running
