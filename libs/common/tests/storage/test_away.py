"""A database that goes away is said to be away, whatever its driver makes of it."""

import asyncpg
import pytest

from common.errors import Problem
from common.ledger.pool import open_pool, unavailable_when_lost
from common.servers.ports import LOOPBACK, free_port
from common.subscription.progress import Progress


def test_a_session_cut_in_the_middle_of_an_operation_is_lost() -> None:
    with pytest.raises(Problem) as raised, unavailable_when_lost():
        raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")
    assert raised.value.code == "unavailable"


async def test_who_waits_for_a_position_hears_that_the_database_is_away() -> None:
    pool = await open_pool(f"postgresql://roster@{LOOPBACK}:{free_port()}/roster")
    try:
        with pytest.raises(Problem) as raised:
            await Progress(pool, [("propose", "roster")]).reached("roster", "c", 1, 1.0)
    finally:
        await pool.close()
    assert raised.value.code == "unavailable"
