"""Connections to a service's database."""

from typing import TYPE_CHECKING

import asyncpg

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


async def open_pool(url: str, *, max_size: int = 12, name: str = "watchbill") -> Pool:
    """A pool whose sessions give up on their own: idle in a transaction, waiting for a lock, or in a statement."""
    pool: Pool = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=max_size,
        connection_class=_Plain,
        server_settings={
            "application_name": name,
            "jit": "off",
            "timezone": "UTC",
            "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_SECONDS}s",
            "lock_timeout": f"{LOCK_SECONDS}s",
            "statement_timeout": f"{STATEMENT_SECONDS}s",
        },
    )
    return pool
