"""Databases on the test server: made empty or cloned from a prepared template."""

from collections.abc import Awaitable, Callable
from itertools import count

import asyncpg

from common.servers.nats import SERVICES
from common.testing.servers import PASSWORD, Database, RunningPostgres

Prepare = Callable[[Database], Awaitable[object]]
ROLES = (*SERVICES, "kernel")


class Databases:
    """Makes and drops databases. One per test process."""

    def __init__(self, postgres: RunningPostgres) -> None:
        self._postgres = postgres
        self._numbers = count(1)
        self._templates: dict[tuple[str, str], str] = {}
        self._has_roles = False

    async def make(self, service: str = "kernel", prepare: Prepare | None = None) -> Database:
        """A database of `service`; a clone of the prepared template when `prepare` is given."""
        if prepare is None:
            return await self._create(service, None)
        key = (service, f"{prepare.__module__}.{getattr(prepare, '__qualname__', repr(prepare))}")
        if key not in self._templates:
            template = await self._create(service, None)
            await prepare(template)
            self._templates[key] = template.name
        return await self._create(service, self._templates[key])

    async def copy(self, database: Database) -> Database:
        """What a database holds now, as a backup would; nobody may be connected to it."""
        return await self._create(database.name.rpartition("_")[0], database.name)

    async def drop(self, database: Database) -> None:
        """Drops it, connected or not."""
        await self._run(f'DROP DATABASE IF EXISTS "{database.name}" WITH (FORCE)')

    async def _create(self, service: str, template: str | None) -> Database:
        if not self._has_roles:
            await self._create_roles()
        name = f"{service}_{next(self._numbers)}"
        # Copied file by file: through the log, as is usual, takes twice as long.
        source = f'TEMPLATE "{template or "template0"}" STRATEGY file_copy'
        await self._run(f'CREATE DATABASE "{name}" OWNER "{service}_owner" {source}')
        url = self._postgres.url
        return Database(name, url(name, service, PASSWORD), url(name, f"{service}_owner", PASSWORD), url(name))

    async def _create_roles(self) -> None:
        for role in ROLES:
            await self._run(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{PASSWORD}'")
            await self._run(f"CREATE ROLE \"{role}_owner\" LOGIN PASSWORD '{PASSWORD}'")
        self._has_roles = True

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self._postgres.url(), ssl=False)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()
