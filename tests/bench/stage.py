"""What benchmarks stand on: durable servers of their own, sizes, and programs beside the measuring process."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from common.kernel import Kernel, open_kernel
from common.migrate import migrate
from common.servers.program import Program, end
from common.service import Service
from common.testing.databases import Databases
from common.testing.lamps import limit_of
from common.testing.servers import Database, RunningPostgres, own_postgres

SIZE = float(os.environ.get("WATCHBILL_BENCH_SIZE", "1"))
"""1 for the sizes of the goals; less for a quick look, whose figures prove nothing."""

ROUNDS = int(os.environ.get("WATCHBILL_BENCH_ROUNDS", "5"))
FOLDER = Path(__file__).parent

DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "max_connections": "200",
}


def sized(whole: int, least: int = 1) -> int:
    """A number of events, or of anything else, at the chosen size."""
    return max(least, int(whole * SIZE))


@contextmanager
def durable_postgres(**settings: str) -> Iterator[tuple[RunningPostgres, Databases]]:
    """A server that loses nothing at a power cut, and what makes databases on it."""
    with own_postgres(**{**DURABLE, **settings}) as server:
        yield server, Databases(server)


async def database_of(databases: Databases, service: Service, role: str = "kernel") -> Database:
    """A migrated database for the service."""
    database = await databases.make(role)
    await migrate(service, database.owner_url, role)
    return database


@asynccontextmanager
async def kernel_of(databases: Databases, service: Service) -> AsyncIterator[Kernel]:
    """A service's storage in a database of its own; terms are those of `common.testing.lamps`."""
    database = await database_of(databases, service)
    async with open_kernel(service, database.url, fold_terms=limit_of) as kernel:
        yield kernel


@contextmanager
def program(name: str, *command: str, environment: Mapping[str, str] | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python program beside this process, ended at the end. Its output goes to a file."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / f"{name}.out"
        known = {"PYTHONPATH": str(FOLDER.parent), **(environment or {})}
        one = Program(name, (sys.executable, *command), log, known)
        process = one.start()
        try:
            yield process
        finally:
            failed = process.poll()
            end(process, signal.SIGTERM)
            if failed:
                sys.stderr.write(f"{name} ended by itself:\n{one.last_words(20)}\n")
