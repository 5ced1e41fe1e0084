"""A service's storage on the test server: its own database, migrated, ready to take commands."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Literal

from common.handling import FoldTerms, Meta
from common.ids import new_id
from common.kernel import Kernel, open_kernel
from common.migrate import migrate
from common.service import Service
from common.testing.databases import Prepare
from common.testing.servers import Database

ROLE = "kernel"
"""The application role of test databases that belong to no real service."""

MORNING = datetime(2026, 10, 14, 1, 30, tzinfo=UTC)


def migrated(service: Service, role: str = ROLE) -> Prepare:
    """What the fixture `database` takes as `prepare` to give a database that is ready for the service.

    `role` is the first argument of `database`: the application's role there.
    """

    async def prepare(database: Database) -> None:
        await migrate(service, database.owner_url, role)

    prepare.__qualname__ = f"migrated_{service.name}_{id(service)}"
    return prepare


@asynccontextmanager
async def kernel_on(
    service: Service, database: Database, fold_terms: FoldTerms, clock: Literal["system", "virtual"] = "system"
) -> AsyncIterator[Kernel]:
    """The service's kernel on a prepared database."""
    async with open_kernel(service, database.url, clock=clock, fold_terms=fold_terms) as kernel:
        yield kernel


def meta(key: str | None = None, content: str = "", at: datetime = MORNING) -> Meta:
    """What surrounds a test's command; equal `key` and `content` are a repetition."""
    id_ = key or new_id()
    return Meta("tester", f"http:tester:{id_}", hashlib.sha256(content.encode()).digest(), f"request-{id_}", None, at)
