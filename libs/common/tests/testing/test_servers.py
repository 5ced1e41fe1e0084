import asyncpg
import nats
import pytest

from common.testing.plugin import MakeDatabase
from common.testing.servers import Database, RunningBroker


async def _one_table(database: Database) -> None:
    connection = await asyncpg.connect(database.owner_url, ssl=False)
    await connection.execute("CREATE TABLE things (n int)")
    await connection.close()


async def test_a_database_is_cloned_from_its_prepared_template(database: MakeDatabase) -> None:
    first = await database("roster", prepare=_one_table)
    second = await database("roster", prepare=_one_table)
    connection = await asyncpg.connect(second.owner_url, ssl=False)
    assert first.name != second.name
    assert await connection.fetchval("SELECT count(*) FROM things") == 0
    await connection.close()


async def test_a_wrong_password_is_refused(database: MakeDatabase) -> None:
    wanted = await database("roster")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wanted.url.replace(":test@", ":wrong@"), ssl=False)


async def test_a_killed_broker_keeps_what_it_acknowledged(broker: RunningBroker) -> None:
    client = await nats.connect(broker.url())
    stream = client.jetstream()
    await stream.add_stream(name="events", subjects=["wb.>"])
    await stream.publish("wb.c.roster.shift-started.v1", b"{}")
    await client.close()
    broker.kill()
    broker.start()
    client = await nats.connect(broker.url())
    assert (await client.jetstream().stream_info("events")).state.messages == 1
    await client.close()
