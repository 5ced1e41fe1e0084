"""The scoring service with its routes, on a real database, under the real contract pack, on virtual time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.testing.apps import RunningApp, app_on
from common.testing.contracts import in_force
from common.testing.plugin import MakeDatabase
from scoring.main import SERVICE

PREPARE = in_force(SERVICE, "2026-10-14T09:30:00+08:00")


@pytest.fixture
async def desk(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The service in October 2026, in the second quarter, with the contract in force."""
    async with asyncio.timeout(120), app_on(SERVICE, await database("scoring", PREPARE), tmp_path) as running:
        yield running
