"""`python -m common.rebuild <service> [view]`: fills views that are new in this code, in a process of its own.

Run it after `common.migrate` and before the new code serves; older replicas keep writing and reading theirs
meanwhile. With nothing to do it ends at once. A database that goes away meanwhile and comes back costs time only.
"""

import asyncio
import math
import os
import sys
from collections.abc import Sequence

from common import garbage
from common.kernel import Tables
from common.ledger.pool import lost, open_pool
from common.ledger.reading import Reader
from common.projection.inline import Inline
from common.projection.rebuilding import Rebuild, Say
from common.service import Service, service_called

AWAY_SECONDS = 120.0
AGAIN_SECONDS = 0.5


class _Absence:
    """How long no session could be opened, of a database that was there."""

    def __init__(self) -> None:
        self._since: float | None = -math.inf

    def over(self) -> None:
        """A session was opened."""
        self._since = None

    def bearable(self) -> bool:
        """Whether to go on trying; asked after each failure. One that was never there is a wrong address."""
        now = asyncio.get_running_loop().time()
        self._since = now if self._since is None else self._since
        return now - self._since < AWAY_SECONDS


async def rebuild(service: Service, database_url: str, views: Sequence[str] = (), say: Say = lambda _line: None) -> int:
    """Joins every view (or these, by table name) to every contract; returns how many pairs of them were joined.

    Raises what the database raised when it was not there to begin with, or for two minutes after it had been.
    """
    tables, absence = Tables.of(service), _Absence()
    reader = Reader(service.name, tables.codec)
    pool = await open_pool(database_url, max_size=2, name=f"watchbill rebuild {service.name}", connected=absence.over)
    rebuilding = Rebuild(pool, Inline(tables.projector, tables.timers, reader), reader)
    try:
        while True:
            try:
                return await rebuilding.run(views, say)
            except Exception as error:
                if not (lost(error) and absence.bearable()):
                    raise
            await pool.expire_connections()  # so that the next try tells whether sessions can be opened
            await asyncio.sleep(AGAIN_SECONDS)
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
