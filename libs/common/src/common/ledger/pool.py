"""Connections to a service's database."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, cast

import asyncpg

from common.errors import Problem

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    Connection = asyncpg.Connection
    Pool = asyncpg.Pool

IDLE_IN_TRANSACTION_SECONDS = 15
LOCK_SECONDS = 15
STATEMENT_SECONDS = 60


class _Plain(asyncpg.Connection):
    """A connection that needs no clean-up query when it goes back: we neither listen, nor set, nor hold session locks."""

    def get_reset_query(self) -> str:
        return ""


async def open_pool(
    url: str, *, max_size: int = 12, name: str = "watchbill", connected: Callable[[], None] = lambda: None
) -> Pool:
    """A pool whose sessions give up on their own: idle in a transaction, waiting for a lock, or in a statement.

    `connected` is called for each new session: the database behind it may have been restored to an earlier point.
    """

    async def begin(_connection: Connection) -> None:
        connected()

    pool: Pool = await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=max_size,
        init=begin,
        connection_class=_Plain,
        server_settings={
            "application_name": name,
            "jit": "off",
            # Every query of a service looks rows up by their index. A plan made while a table was still empty would
            # scan it, and would be kept while the table grows.
            "enable_seqscan": "off",
            # For the same reason one plan serves all parameters; to plan costs more than most of the queries.
            "plan_cache_mode": "force_generic_plan",
            "timezone": "UTC",
            "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_SECONDS}s",
            "lock_timeout": f"{LOCK_SECONDS}s",
            "statement_timeout": f"{STATEMENT_SECONDS}s",
        },
    )
    return pool


_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg makes of a session that the server ended while it lay idle
    OSError,
    TimeoutError,
)


def lost(error: BaseException) -> bool:
    """Whether the database, not the statement, is to blame: trying again may help.

    What was under way is then committed or not, nobody knows; a command's id tells.
    """
    return isinstance(error, _LOST) and not isinstance(error, ValueError)  # a ValueError: we gave it a wrong argument


@contextmanager
def unavailable_when_lost() -> Iterator[None]:
    """Problem `unavailable` in place of an error that says the database is away."""
    try:
        yield
    except Exception as error:
        if not lost(error):
            raise
        raise Problem("unavailable", retry_after=2) from error


@asynccontextmanager
async def acquired(pool: Pool) -> AsyncIterator[Connection]:
    """A connection of the pool."""
    async with pool.acquire() as connection:
        yield cast("Connection", connection)
