from dataclasses import dataclass, replace

import asyncpg
import pytest

from common.migrate import CannotMigrate, migrate
from common.projection import View
from common.testing.lamps import LAMPS, Lit
from common.testing.plugin import MakeDatabase
from common.testing.servers import Database


@dataclass(frozen=True)
class Other:
    """A row of another shape."""

    state: int


async def test_it_says_what_it_did_and_does_it_once(database: MakeDatabase) -> None:
    fresh = await database()
    assert await migrate(LAMPS, fresh.owner_url, "kernel") == [
        "ledger tables: nothing -> 0001",
        "view table lamps_v1 created",
        "view table lamp_counts_v1 created",
    ]
    assert await migrate(LAMPS, fresh.owner_url, "kernel") == ["nothing to do"]


async def test_newer_data_under_older_code_are_refused_in_one_sentence(lamps_database: Database) -> None:
    connection = await asyncpg.connect(lamps_database.owner_url)
    await connection.execute("update alembic_version set version_num = '9999'")
    await connection.close()
    with pytest.raises(CannotMigrate, match=r"newer code .*9999") as refused:
        await migrate(LAMPS, lamps_database.owner_url, "kernel")
    assert "\n" not in str(refused.value)


async def test_a_view_that_changed_its_shape_without_a_new_version_is_refused(lamps_database: Database) -> None:
    changed = View("lamps", 1, Other, columns=("state",))
    projects = {**dict.fromkeys(LAMPS.projects), Lit: (changed.on(lambda fact: fact.id, lambda _row, _fact: Other(1)),)}
    with pytest.raises(CannotMigrate, match="lamps_v1"):
        await migrate(replace(LAMPS, projects=projects), lamps_database.owner_url, "kernel")


@pytest.mark.parametrize(
    "forbidden",
    [
        "insert into ledgers select 'x', gen_random_uuid(), 0, '', now(), 0",
        "update events set actor = 'x'",
        "delete from events",
        "delete from commands",
        "update ledgers set last_seq = 0",
        "truncate events",
        "create table mine (x int)",
        "drop table timers",
        "alter function append_events owner to kernel",
    ],
)
async def test_the_application_may_not_write_the_ledger_or_change_tables(lamps_database: Database, forbidden: str) -> None:
    connection = await asyncpg.connect(lamps_database.url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(forbidden)
    await connection.close()
