"""`python -m faults.upgraded.prepare`: what an operator runs before the new version serves: migrate, then rebuild."""

import asyncio
import os
import sys
from urllib.parse import urlsplit

from common.migrate import migrate
from common.rebuild import rebuild
from faults.upgraded.tickets import SERVICE


async def main() -> None:
    """Says what was done."""
    url = os.environ["WATCHBILL_DATABASE_URL"]
    for line in await migrate(SERVICE, os.environ["WATCHBILL_MIGRATE_URL"], urlsplit(url).username or ""):
        sys.stdout.write(f"{line}\n")
    joined = await rebuild(SERVICE, url)
    sys.stdout.write(f"{joined} joined\n")


if __name__ == "__main__":
    asyncio.run(main())
