"""The invented services of `common.testing` on real servers, for what is proved about every order, split and await.

`WATCHBILL_PROOF=full` explores larger bounds: more orders of relays, more examples. It takes minutes.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from common.kernel import Kernel
from common.testing.bells import LISTENING, RINGING
from common.testing.kernels import kernel_on, meta, migrated
from common.testing.lamps import HOUSE, LAMPS, Open, limit_of
from common.testing.plugin import MakeDatabase
from common.testing.servers import Database

LAMPS_READY, RINGING_READY, LISTENING_READY = migrated(LAMPS), migrated(RINGING, "roster"), migrated(LISTENING, "tickets")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.fixture
async def lamps_database(database: MakeDatabase) -> Database:
    """An empty, migrated database of the service `lamps`."""
    return await database("kernel", LAMPS_READY)


@pytest.fixture
async def lamps(lamps_database: Database) -> AsyncIterator[Kernel]:
    """The service `lamps` on virtual time, with its contract `c1` opened."""
    async with asyncio.timeout(120), kernel_on(LAMPS, lamps_database, limit_of, clock="virtual") as kernel:
        await kernel.handler.handle("c1", HOUSE, "contract", Open(limit=50), meta("open"))
        yield kernel


@pytest.fixture
async def other(lamps: Kernel, lamps_database: Database) -> AsyncIterator[Kernel]:
    """A second process of it."""
    async with kernel_on(LAMPS, lamps_database, limit_of, clock="virtual") as other:
        yield other


@pytest.fixture
async def ringer(database: MakeDatabase) -> AsyncIterator[Kernel]:
    """Who rings bells."""
    async with asyncio.timeout(120), kernel_on(RINGING, await database("roster", RINGING_READY), limit_of) as kernel:
        yield kernel


@pytest.fixture
async def listener(database: MakeDatabase) -> AsyncIterator[Kernel]:
    """Who answers them."""
    async with asyncio.timeout(120), kernel_on(LISTENING, await database("tickets", LISTENING_READY), limit_of) as kernel:
        yield kernel
