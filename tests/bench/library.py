"""The `eventsourcing` library as a baseline: PostgreSQL, its defaults, which lock the table and so keep the order."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bench.dimmer import NOTE, NOW
from bench.race import CALLERS, Subject
from common.testing.servers import Database


class Lamp(Aggregate):
    """The same lamp as `bench.dimmer` has."""

    @event("Lit")
    def __init__(self) -> None:
        self.percent = 0

    @event("Turned")
    def turn(self, percent: int, note: str, at: datetime) -> None:  # noqa: ARG002  (the fields of its event)
        """Turns it."""
        self.percent += percent


class Lamps(Application[UUID]):
    """Lamps, stored."""

    def light(self) -> Lamp:
        """A stored new lamp."""
        lamp = Lamp()
        self.save(lamp)
        return lamp

    def turn(self, lamp: Lamp) -> None:
        """One more event of a lamp at hand: nothing is loaded."""
        lamp.turn(1, NOTE, NOW)
        self.save(lamp)

    def found(self, id_: UUID) -> Any:
        """A lamp, loaded and folded."""
        return self.repository.get(id_)


def environment(database: Database) -> dict[str, str]:
    """Its settings for a database of ours."""
    url = urlsplit(database.owner_url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": url.path.lstrip("/"),
        "POSTGRES_HOST": str(url.hostname),
        "POSTGRES_PORT": str(url.port),
        "POSTGRES_USER": str(url.username),
        "POSTGRES_PASSWORD": str(url.password),
        "POSTGRES_POOL_SIZE": "16",
        "POSTGRES_MAX_OVERFLOW": "16",
        "POSTGRES_MAX_WAITING": "64",
        "POSTGRES_POOL_TIMEOUT": "60",
        "POSTGRES_CONNECT_TIMEOUT": "60",
    }


@asynccontextmanager
async def library_appends(database: Database, operations: int) -> AsyncIterator[Subject]:
    """64 threads, each with a lamp of its own, one event a save."""
    loop = asyncio.get_running_loop()
    application = Lamps(env=environment(database))
    lamps = [application.light() for _ in range(CALLERS)]
    with ThreadPoolExecutor(CALLERS) as threads:

        async def work(caller: int, _n: int) -> int:
            await loop.run_in_executor(threads, application.turn, lamps[caller])
            return 1

        async def arrived() -> int:
            found = await loop.run_in_executor(threads, application.recorder.max_notification_id)
            return int(found or 0)

        yield Subject("eventsourcing", work, arrived, operations)
    application.close()
