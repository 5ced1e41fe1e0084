"""A console on a database of this test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from common.testing.plugin import MakeDatabase
from console.testing import RunningConsole, console_on, migrated


@pytest.fixture
async def console(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[RunningConsole]:
    """One with the default settings."""
    async with console_on(await database("console", migrated), tmp_path) as running:
        yield running
