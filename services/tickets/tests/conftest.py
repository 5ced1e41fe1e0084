"""The tickets service with its routes, on a real database, under the real contract pack."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.testing.apps import RunningApp, app_on
from common.testing.contracts import in_force
from common.testing.plugin import MakeDatabase
from tickets.main import SERVICE

PREPARE = in_force(SERVICE, "2026-10-14T09:30:00+08:00")


@pytest.fixture
async def desk(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The service on virtual time, with the contract in force; nobody is on duty yet."""
    async with asyncio.timeout(60), app_on(SERVICE, await database("tickets", PREPARE), tmp_path) as running:
        yield running
