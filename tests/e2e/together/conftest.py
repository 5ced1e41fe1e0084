from collections.abc import AsyncIterator

import pytest_asyncio

from e2e.together.shared import Site, opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared() -> AsyncIterator[Site]:
    """The instance of this folder, started once."""
    async with opened() as site:
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def site(shared: Site) -> Site:
    """The instance with its services running."""
    await shared.up()
    return shared


@pytest_asyncio.fixture(loop_scope="session")
async def stopped(shared: Site) -> Site:
    """The instance with its databases alone: nobody writes, and nobody notices what is changed behind the services."""
    await shared.down()
    return shared
