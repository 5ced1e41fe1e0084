"""A landing brought up to today's code, as an operator does it: its databases, `migrate`, `rebuild`, five services."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from joserfc.jwk import OKPKey
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from common.clock import real_now
from common.migrate import MIGRATIONS, migrate
from common.rebuild import rebuild
from common.service import service_called
from common.testing.databases import Prepare
from common.testing.plugin import MakeDatabase
from common.testing.processes import House, Process
from common.testing.servers import Database, RunningBroker
from common.web.signing import make_key, public_set, read_private, sign
from upgrade.dump import LEDGERS
from upgrade.ledgers import Dump, load, read
from watchbill.place import SERVICES

LANDINGS = sorted(path.name for path in LEDGERS.iterdir() if path.is_dir())


def dump_of(landing: str, service: str) -> Dump:
    """What a service had written when a landing was dumped."""
    return read(LEDGERS / landing / f"{service}.jsonl.gz")


async def restore(dump: Dump, database: Database) -> None:
    """The database as the landing left it, but for what is folded from it."""
    engine = create_async_engine(f"postgresql+asyncpg://{database.owner_url.partition('://')[2]}", poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_make_tables, dump.revision)
    await engine.dispose()
    await load(dump, database.owner_url)


def _make_tables(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def upgraded(landing: str, service: str) -> Prepare:
    """What the fixture `database` takes to give a landing's database brought up to today's code."""

    async def prepare(database: Database) -> None:
        today = service_called(service)
        await restore(dump_of(landing, service), database)
        await migrate(today, database.owner_url, service)
        await rebuild(today, database.url)

    prepare.__qualname__ = f"upgraded_{landing}_{service}"
    return prepare


@dataclass(frozen=True)
class Running:
    """The five services of today on a landing's data."""

    processes: dict[str, Process]
    databases: dict[str, Database]
    url: Callable[[str], str]
    people: OKPKey

    def token(self, role: str, subject: str) -> str:
        """A person's token."""
        return sign(self.people, subject, {"*": [role]}, issued_at=real_now(), lifetime=timedelta(hours=1))


@asynccontextmanager
async def running(landing: str, make: MakeDatabase, broker: RunningBroker, folder: Path) -> AsyncIterator[Running]:
    """Starts them on an empty message bus: what consumers have heard is known from their positions alone."""
    databases = {name: await make(name, upgraded(landing, name)) for name in SERVICES}
    services = tuple(map(service_called, SERVICES))
    urls = {name: database.url for name, database in databases.items()}
    house = House.of(services, urls, {name: broker.url(name) for name in SERVICES}, folder)
    people = make_key("people", dev=True)
    (folder / "jwks.json").write_bytes(public_set([people, *(read_private(folder / f"{name}.json") for name in SERVICES)]))
    processes = {name: await house.start(name, clock="virtual") for name in SERVICES}
    try:
        yield Running(processes, databases, lambda name: f"http://127.0.0.1:{house.settings[name].port}", people)
    finally:
        for process in processes.values():
            await process.stop()
