import asyncio
from collections.abc import AsyncIterator

import pytest

from common.kernel import Kernel
from common.testing.kernels import kernel_on, meta, migrated
from common.testing.lamps import HOUSE, LAMPS, Open, limit_of
from common.testing.plugin import MakeDatabase
from common.testing.servers import Database

PREPARE = migrated(LAMPS)


@pytest.fixture
async def lamps_database(database: MakeDatabase) -> Database:
    """An empty, migrated database of the service `lamps`."""
    return await database("kernel", PREPARE)


@pytest.fixture
async def kernel(lamps_database: Database) -> AsyncIterator[Kernel]:
    """The service `lamps` with its contract `c1` opened: ledger number 1."""
    async with asyncio.timeout(60), kernel_on(LAMPS, lamps_database, limit_of) as kernel:
        await kernel.handler.handle("c1", HOUSE, "contract", Open(limit=50), meta("open"))
        yield kernel


@pytest.fixture
async def other(kernel: Kernel, lamps_database: Database) -> AsyncIterator[Kernel]:
    """A second process of the service on the same database."""
    async with kernel_on(LAMPS, lamps_database, limit_of) as other:
        yield other
