"""`python -m common.migrate <service>`: prepares a service's database and says what it did. DDL happens here only.

Runs as the owner's role (`WATCHBILL_MIGRATE_URL`) under a lock, so that two at once do the work once, and grants
the application's role (the user of `WATCHBILL_DATABASE_URL`) what it may do: read everything, write views and
working tables, and append events through one function.
"""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from common.projection.definition import define
from common.service import Service, service_called

LOCK = 7_298_112
"""The key of the advisory lock; any number that nothing else uses."""

LEDGER_VERSION = "alembic_version"
MIGRATIONS = Path(__file__).parent / "ledger" / "migrations"
READ_ONLY = ("ledgers", "events", "commands")
WORKING = (
    "positions", "parked", "view_positions", "timers", "texts", "counters", "clock", "lease", "relay_positions",
)  # fmt: skip
FUNCTIONS = ("append_events", "lock_ledger", "seq_known_at")


class CannotMigrate(Exception):
    """The database cannot be prepared by this code; the message is one sentence for the operator."""


async def migrate(service: Service, owner_url: str, application_role: str) -> list[str]:
    """Brings the database up to this code and returns what was done, one line each.

    Raises `CannotMigrate` when newer code has written it, or when a view changed its shape under an old version.
    """
    engine = create_async_engine(_driver_url(owner_url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_migrate, service, application_role)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, service: Service, application_role: str) -> list[str]:
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
    done = _upgrade(connection, "ledger", MIGRATIONS, LEDGER_VERSION)
    own = service.own_tables
    if own is not None:
        done += _upgrade(connection, service.name, own.scripts, f"{service.name}_version")
    tables = _view_tables(service)
    done += _create_views(connection, tables)
    _grant(connection, application_role, [*WORKING, *tables.tables], own.grants if own else {})
    return done or ["nothing to do"]


def _upgrade(connection: Connection, what: str, folder: Path, version_table: str) -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes.update(connection=connection, version_table=version_table)
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    counted = {"version_table": version_table}
    before = MigrationContext.configure(connection, opts=counted).get_current_revision()
    if before is not None and before not in known:
        raise CannotMigrate(
            f"数据库由更新的程序写成, 请安装该版本。 The database was written by newer code (its revision {before} is unknown"
            " here): install that version."
        )
    command.upgrade(config, "head")
    after = MigrationContext.configure(connection, opts=counted).get_current_revision()
    return [] if before == after else [f"{what} tables: {before or 'nothing'} -> {after}"]


def _view_tables(service: Service) -> MetaData:
    metadata = MetaData()
    projects = [service.projects, *(following.projects for following in service.follows)]
    views = {fold.view: None for table in projects for folds in table.values() for fold in folds or ()}
    for view in views:
        define(view, metadata)
    return metadata


def _create_views(connection: Connection, tables: MetaData) -> list[str]:
    there = inspect(connection)
    done = []
    for name, table in tables.tables.items():
        if not there.has_table(name):
            table.create(connection)
            done.append(f"view table {name} created")
            continue
        columns = {column["name"]: str(column["type"]) for column in there.get_columns(name)}
        wanted = {column.name: str(column.type.compile(connection.dialect)) for column in table.columns}
        if {name: kind.split()[0] for name, kind in columns.items()} != {name: kind.split()[0] for name, kind in wanted.items()}:
            raise CannotMigrate(f"View table {name} has another shape than the code: raise the view's version.")
    return done


def _grant(connection: Connection, role: str, writable: Sequence[str], own: Mapping[str, str]) -> None:
    quoted = '"' + role.replace('"', '""') + '"'
    for statement in (
        f"grant usage on schema public to {quoted}",
        f"grant select on {LEDGER_VERSION}, {', '.join(READ_ONLY)} to {quoted}",
        f"grant select, insert, update, delete on {', '.join(writable)} to {quoted}",
        *(f"grant execute on function {name} to {quoted}" for name in FUNCTIONS),
        *(f"grant {what} on {table} to {quoted}" for table, what in own.items()),
    ):
        connection.exec_driver_sql(statement)


def _driver_url(url: str) -> str:
    return "postgresql+asyncpg://" + url.partition("://")[2]


def main(arguments: Sequence[str]) -> int:
    """Prints what was done; 1 and one sentence when it cannot be done."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m common.migrate <service>\n")
        return 2
    role = urlsplit(os.environ["WATCHBILL_DATABASE_URL"]).username or ""
    try:
        done = asyncio.run(migrate(service_called(arguments[0]), os.environ["WATCHBILL_MIGRATE_URL"], role))
    except CannotMigrate as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    for line in done:
        sys.stdout.write(f"{arguments[0]}: {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
