"""The contract is in the key of every table, so that an engine can spread the rows by it (deploy/README.md)."""

import asyncpg

from common.testing.bells import RINGER, RINGING
from common.testing.kernels import migrated
from common.testing.plugin import MakeDatabase

KEYS = """
select t.relname as name, array_agg(a.attname order by k.place)::text[] as key
  from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
 cross join lateral unnest(i.indkey::int[]) with ordinality k (number, place)
  join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
 where i.indisprimary and n.nspname = 'public' group by 1
"""
OF_NO_CONTRACT = {"clock": ["one"], "lease": ["name"], "alembic_version": ["version_num"]}
LED_BY_ANOTHER = {"positions": ["name", "source", "contract_id"], "parked": ["id"]}


async def test_every_primary_key_begins_with_the_contract_but_for_those_that_are_named(database: MakeDatabase) -> None:
    made = await database(RINGER, migrated(RINGING, RINGER))
    connection = await asyncpg.connect(made.admin_url, ssl=False)
    found = {row["name"]: row["key"] for row in await connection.fetch(KEYS)}
    tables = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
    await connection.close()
    assert {row["tablename"] for row in tables} == set(found)
    others = {name: key for name, key in found.items() if key[0] != "contract_id"}
    assert others == OF_NO_CONTRACT | LED_BY_ANOTHER
