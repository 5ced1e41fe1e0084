"""A database per service with two roles: the owner migrates, the application works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from watchbill.words import Stop


@dataclass(frozen=True)
class Addresses:
    """Where the servers are. `postgres` is an administrator's URL; `roles` are passwords; `nats` is what each service is given.

    `nats_replicas`: how many nodes of a NATS cluster keep each stream.
    """

    postgres: str
    roles: Mapping[str, str]
    nats: Mapping[str, str]
    nats_replicas: int = 1

    def application(self, service: str) -> str:
        """The URL that a service works with."""
        return self._with(service, service)

    def owner(self, service: str) -> str:
        """The URL that a service's database is migrated with."""
        return self._with(service, f"{service}_owner")

    def _with(self, database: str, role: str) -> str:
        parts = urlsplit(self.postgres)
        host = parts.netloc.rpartition("@")[2]
        login = f"{role}:{quote(self.roles[role], safe='')}"
        return urlunsplit((parts.scheme, f"{login}@{host}", f"/{database}", parts.query, ""))


async def prepare_databases(addresses: Addresses, parts: Sequence[str]) -> None:
    """Makes the roles and databases that are missing, and sets the passwords to those of this data folder."""
    try:
        connection = await asyncpg.connect(addresses.postgres, timeout=10)
    except (OSError, asyncpg.PostgresError, ValueError) as error:
        raise Stop(f"无法连接 PostgreSQL: {error}", f"PostgreSQL cannot be reached: {error}") from error
    try:
        for service in parts:
            await _prepare(connection, service, addresses)
    except asyncpg.InsufficientPrivilegeError as error:
        raise Stop(
            f"WATCHBILL_POSTGRES_URL 的用户无权建库建角色: {error}",
            f"The user of WATCHBILL_POSTGRES_URL may not make roles and databases: {error}",
        ) from error
    finally:
        await connection.close()


async def _prepare(connection: "asyncpg.Connection[asyncpg.Record]", service: str, addresses: Addresses) -> None:
    for role in (service, f"{service}_owner"):
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
            await connection.execute(f'CREATE ROLE "{role}" LOGIN')
        # A statement that sets a password takes no parameters; ours are of letters, digits, - and _ only.
        await connection.execute(f"ALTER ROLE \"{role}\" PASSWORD '{addresses.roles[role]}'")
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", service):
        await connection.execute(f'CREATE DATABASE "{service}" OWNER "{service}_owner" TEMPLATE template0')
    await connection.execute(f'REVOKE ALL ON DATABASE "{service}" FROM PUBLIC')
    await connection.execute(f'GRANT CONNECT ON DATABASE "{service}" TO "{service}"')
