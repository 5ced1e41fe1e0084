"""Two services that talk, on real servers."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import structlog

from common.service import Service
from common.testing.bells import LISTENING, RINGING
from common.testing.databases import Databases
from common.testing.kernels import migrated
from common.testing.messaging import Pair
from common.testing.plugin import MakeDatabase
from common.testing.processes import House
from common.testing.servers import RunningBroker

MakePair = Callable[..., Awaitable[Pair]]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    yield
    structlog.configure(**before)


@pytest.fixture
async def make_pair(
    database: MakeDatabase, databases: Databases, broker: RunningBroker, tmp_path: Path
) -> AsyncIterator[MakePair]:
    """Makes the two services, not yet started."""
    made: list[Pair] = []

    async def make(ringing: Service = RINGING, listening: Service = LISTENING) -> Pair:
        services = (ringing, listening)
        stored = {one.name: await database(one.name, migrated(one, one.name)) for one in services}
        urls = {name: one.url for name, one in stored.items()}
        house = House.of(services, urls, {one.name: broker.url(one.name) for one in services}, tmp_path)
        made.append(Pair(house, databases, stored, broker))
        return made[-1]

    yield make
    for pair in made:
        await pair.close()


@pytest.fixture
async def pair(make_pair: MakePair) -> Pair:
    """The two services, running."""
    pair = await make_pair()
    await pair.start()
    return pair
