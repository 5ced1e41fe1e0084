"""Databases on the test server: made empty or cloned from a prepared template."""

from collections.abc import Awaitable, Callable
from itertools import count

import asyncpg

from common.servers.nats import SERVICES
from common.testing.servers import PASSWORD, Database, RunningPostgres

Prepare = Callable[[Database], Awaitable[object]]
ROLES = (*SERVICES, "kernel")
_ROLES = (
    f"ALTER ROLE postgres PASSWORD '{PASSWORD}'",  # hashed again, in as few rounds as the others'
    *(f"CREATE ROLE \"{role}{of}\" LOGIN PASSWORD '{PASSWORD}'" for role in ROLES for of in ("", "_owner")),
)


class Databases:
    """Makes and drops databases. One per test process."""

    def __init__(self, postgres: RunningPostgres) -> None:
        self._postgres = postgres
        self._numbers = count(1)
        self._templates: dict[tuple[str, str], str] = {}
        self._over: list[str] = []
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
        await self._run(_dropping(database.name))

    def leave(self, database: Database) -> None:
        """Drops it when the next one is made: to connect costs as much as to drop."""
        self._over.append(database.name)

    async def _create(self, service: str, template: str | None) -> Database:
        name = f"{service}_{next(self._numbers)}"
        # Copied file by file: through the log, as is usual, takes twice as long.
        source = f'TEMPLATE "{template or "template0"}" STRATEGY file_copy'
        make = f'CREATE DATABASE "{name}" OWNER "{service}_owner" {source}'
        await self._run(*(() if self._has_roles else _ROLES), *map(_dropping, self._over), make)
        self._has_roles = True
        self._over.clear()
        url = self._postgres.url
        return Database(name, url(name, service, PASSWORD), url(name, f"{service}_owner", PASSWORD), url(name))

    async def _run(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._postgres.url(), ssl=False)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


def _dropping(name: str) -> str:
    return f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
