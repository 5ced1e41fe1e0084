"""Real servers for tests: one PostgreSQL per test process, one nats-server per test that asks for it.

Use the fixtures of `common.testing.plugin` (loaded for every test):

- `database` (async factory): `db = await database("roster")` makes an empty database with the roles `roster_owner`
  (`db.owner_url`, runs migrations) and `roster` (`db.url`, the application). Names of roles are those of the service,
  so a migration grants to the role `current_user` without `_owner`. With `prepare=` (an async function that takes a
  `Database`, for example one that migrates it) the result is kept as a template and cloned in about 20 ms afterwards.
  Dropped when another test makes one.
- `broker`: a fresh nats-server of this test's own (60 ms): `broker.url("roster")`, `broker.kill()`, `broker.stop()`,
  `broker.start()`, `broker.wipe()` (its data gone, as after a lost disk).
- `postgres` (session): the server behind `database`; a test that kills PostgreSQL makes its own with `own_postgres()`.

The files of these servers are in memory where the machine has room there (2 GB of /dev/shm): killing a process loses
nothing of them. What measures, or is about a disk, asks for one (`own_postgres(fsync="on")`, `own_broker()`).
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from common.servers.nats import OPERATOR, SERVICES, Broker, cluster_of
from common.servers.ports import free_port
from common.servers.postgres import Cluster
from common.servers.program import Program, end, unprivileged
from common.servers.reach import REFUGE, reachable

PASSWORD = "test"
PREFIX = "watchbill-test-"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "min_wal_size": "32MB",
    "max_wal_size": "128MB",
    "autovacuum": "off",  # with a database per test it would be at work all the time
    "io_method": "sync",  # three processes less; what is read is in memory
    "scram_iterations": "1",  # of the passwords set here: every connection would pay for 4,096
}
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own with a name nobody knows is made in it
MEMORY_BYTES = 2 * 1024**3
"""So much must be free there: two processes with a server each need a few hundred megabytes."""
START_ATTEMPTS = 3

R = TypeVar("R", "RunningPostgres", "RunningBroker", "_Nodes")


def _parent_folder(*, in_memory: bool) -> Path:
    if in_memory and MEMORY.is_mount() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_BYTES:
        return MEMORY
    usual = Path(tempfile.gettempdir())
    if reachable(usual / "x", unprivileged()):
        return usual
    REFUGE.mkdir(mode=0o755, parents=True, exist_ok=True)
    return REFUGE


def _sweep(parent: Path) -> None:
    """Removes folders of test processes that were killed: nobody holds their lock."""
    for left in parent.glob(f"{PREFIX}*"):
        with suppress(OSError), (left / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def scratch(*, in_memory: bool = False) -> Iterator[Path]:
    """A folder that the server's user can reach, removed at the end, or by the next run when we are killed.

    `in_memory`: where there is room for that, its files are. A database is three hundred files, and ext4 looks the longer
    for a place for each, the more were removed in the last minutes: half a second a database in the middle of a suite.
    """
    parent = _parent_folder(in_memory=in_memory)
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    folder.chmod(0o711)
    # Locked before it has the name that a sweep looks for: another process must not find it unlocked in between.
    with (folder / "lock.new").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (folder / "lock.new").rename(folder / "lock")
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class Running:
    """A server that a test may kill and start again on the same port and data."""

    def __init__(self, server: Cluster | Broker) -> None:
        self.server = server
        self._program: Program = server.program()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it is ready. One that is not in time is ended: another could not use its data."""
        self.server.prepare()
        self._process = self._program.start()
        try:
            self.server.wait_ready(self._process)
        except RuntimeError:
            self.kill()
            raise

    def stop(self) -> None:
        """Ends it in order."""
        if self._process:
            end(self._process, self._program.stop_signal)

    def kill(self) -> None:
        """Ends its whole session at once, as a power cut would."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class RunningBroker(Running):
    """A nats-server of one test."""

    server: Broker

    def url(self, user: str = OPERATOR) -> str:
        return self.server.url(user)

    def wipe(self) -> None:
        """Loses every stream and consumer. Only while it is stopped."""
        shutil.rmtree(self.server.store, ignore_errors=True)


class RunningPostgres(Running):
    """A PostgreSQL server of tests."""

    server: Cluster

    def url(self, database: str = "postgres", role: str = "postgres", password: str | None = None) -> str:
        return self.server.url(database, role, password)


@dataclass(frozen=True)
class Database:
    """One database of a service on the test server."""

    name: str
    url: str
    owner_url: str
    admin_url: str


@contextmanager
def own_postgres(**settings: str) -> Iterator[RunningPostgres]:
    """A PostgreSQL server for this caller alone; with `fsync="on"` on a disk."""
    with scratch(in_memory={**FAST, **settings}["fsync"] == "off") as folder:
        running = _started(lambda: RunningPostgres(_cluster(folder / "postgres", settings)))
        try:
            yield running
        finally:
            running.stop()


def _cluster(folder: Path, settings: dict[str, str]) -> Cluster:
    return Cluster(folder, free_port(), PASSWORD, unprivileged(), {**FAST, **settings})


def _started(make: Callable[[], R]) -> R:
    """Starts what `make` gives; makes another one when somebody took the port in between."""
    for _ in range(START_ATTEMPTS - 1):
        running = make()
        with suppress(RuntimeError):
            running.start()
            return running
    running = make()
    running.start()
    return running


@contextmanager
def own_broker(*, in_memory: bool = False) -> Iterator[RunningBroker]:
    """A nats-server for this caller alone, with one user per service and `operator`; on a disk unless told otherwise."""
    with scratch(in_memory=in_memory) as folder:
        users = dict.fromkeys((*SERVICES, OPERATOR), PASSWORD)
        running = _started(lambda: RunningBroker(Broker(folder / "nats", free_port(), free_port(), users)))
        try:
            yield running
        finally:
            running.stop()


class _Nodes:
    """The nodes of one NATS cluster, started and stopped together."""

    def __init__(self, brokers: Sequence[Broker]) -> None:
        self.nodes = [RunningBroker(broker) for broker in brokers]

    def start(self) -> None:
        try:
            for node in self.nodes:
                node.start()
        except RuntimeError:
            self.stop()
            raise

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()


@contextmanager
def own_brokers(count: int = 3) -> Iterator[list[RunningBroker]]:
    """The nodes of a NATS cluster for this caller alone."""
    with scratch(in_memory=True) as folder:
        users = dict.fromkeys((*SERVICES, OPERATOR), PASSWORD)
        running = _started(lambda: _Nodes(cluster_of(count, folder / secrets.token_hex(4), users)))
        try:
            yield running.nodes
        finally:
            running.stop()
