"""`python -m console.purge`: removes entries of the trail that are older than `WATCHBILL_CONSOLE_TRAIL_DAYS` (183 at least).

Runs with the owner's role (`WATCHBILL_MIGRATE_URL`); the application's may not delete.
"""

import asyncio
import os
import sys

import asyncpg

from console.settings import from_environment


async def purge(owner_url: str, keep_days: int) -> int:
    """How many entries went. The database refuses less than 183 days."""
    connection = await asyncpg.connect(owner_url)
    try:
        removed: int = await connection.fetchval("select purge_trail($1)", keep_days)
        return removed
    finally:
        await connection.close()


def main() -> int:
    """Prints how many went."""
    removed = asyncio.run(purge(os.environ["WATCHBILL_MIGRATE_URL"], from_environment().trail_days))
    sys.stdout.write(f"console: {removed} entries of the trail removed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
