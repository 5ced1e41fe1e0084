"""`python -m common.rebuild <service> [view]`: fills views that are new in this code, in a process of its own.

Run it after `common.migrate` and before the new code serves; older replicas keep writing and reading theirs
meanwhile. With nothing to do it ends at once.
"""

import asyncio
import os
import sys
from collections.abc import Sequence

from common import garbage
from common.kernel import Tables
from common.ledger.pool import open_pool
from common.ledger.reading import Reader
from common.projection.inline import Inline
from common.projection.rebuilding import Rebuild, Say
from common.service import Service, service_called


async def rebuild(service: Service, database_url: str, views: Sequence[str] = (), say: Say = lambda _line: None) -> int:
    """Joins every view (or these, by table name) to every contract; returns how many pairs of them were joined."""
    tables = Tables.of(service)
    reader = Reader(service.name, tables.codec)
    pool = await open_pool(database_url, max_size=2, name=f"watchbill rebuild {service.name}")
    try:
        return await Rebuild(pool, Inline(tables.projector, tables.timers, reader), reader).run(views, say)
    finally:
        await pool.close()


def main(arguments: Sequence[str]) -> int:
    """Prints each contract that joined."""
    if not arguments:
        sys.stderr.write("usage: python -m common.rebuild <service> [view …]\n")
        return 2
    name, *views = arguments
    try:
        service = service_called(name)
        garbage.settle()
        joined = asyncio.run(
            rebuild(service, os.environ["WATCHBILL_DATABASE_URL"], views, lambda line: print(f"{name}: {line}"))  # noqa: T201
        )
    except ValueError as wrong:
        sys.stderr.write(f"{name}: {wrong}\n")
        return 1
    sys.stdout.write(f"{name}: {joined} joined\n" if joined else f"{name}: nothing to do\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
