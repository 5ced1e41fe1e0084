"""A service's database with the real contract in force: put there once, then cloned for each test."""

from datetime import datetime

from common.migrate import migrate
from common.service import Service
from common.terms import STREAM_ID, TERMS, ActivateTerms, fold_terms
from common.testing.databases import Prepare
from common.testing.kernels import kernel_on, meta
from common.testing.servers import Database
from common.testing.terms import BEIJING, pack_document

CONTRACT = "bj-2026"


def in_force(service: Service, now: str) -> Prepare:
    """What the fixture `database` takes as `prepare`: the service has adopted the contract's terms, its clock is at `now`."""

    async def prepare(database: Database) -> None:
        await migrate(service, database.owner_url, service.name)
        async with kernel_on(service, database, fold_terms, clock="virtual") as kernel:
            await kernel.clock.advance(datetime.fromisoformat(now))
            await kernel.handler.handle(CONTRACT, TERMS, STREAM_ID, ActivateTerms(CONTRACT, pack_document(BEIJING)), meta())

    prepare.__qualname__ = f"in_force_{service.name}"
    return prepare
