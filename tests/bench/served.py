"""Services as processes of their own, started as in production: uvicorn, settings from the environment, keys in files."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.stage import program
from bench.wire import Wire, get
from common.servers.nats import SERVICES
from common.servers.ports import free_port
from common.testing.apps import Keys

OK = 200
PATIENCE_SECONDS = 60.0
UVICORN = ("-m", "uvicorn", "--no-access-log", "--no-server-header", "--host", "127.0.0.1")


@dataclass(frozen=True)
class Hall:
    """The keys and addresses that a set of service processes shares."""

    folder: Path
    keys: Keys
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in SERVICES})

    def environment(self, service: str, database_url: str, nats_url: str = "") -> dict[str, str]:
        """The settings of one of them."""
        return {
            "WATCHBILL_DATABASE_URL": database_url,
            "WATCHBILL_NATS_URL": nats_url,
            "WATCHBILL_JWKS": str(self.keys.jwks),
            "WATCHBILL_SERVICE_KEY": str(self.folder / f"{service}.jwk"),
            "WATCHBILL_PORT": str(self.ports[service]),
            "WATCHBILL_LOG_FILE": str(self.folder / f"{service}.jsonl"),
            **{f"WATCHBILL_{name.upper()}_URL": f"http://127.0.0.1:{port}" for name, port in self.ports.items()},
        }


@contextmanager
def hall() -> Iterator[Hall]:
    """Keys for all services in a folder that is removed at the end."""
    with tempfile.TemporaryDirectory() as name:
        yield Hall(Path(name), Keys.make(Path(name), *SERVICES))


@dataclass(frozen=True)
class Served:
    """A running process that answers on a port. `seconds` is how long it took from its start to its first answer."""

    pid: int
    port: int
    seconds: float

    @property
    def cpu_seconds(self) -> float:
        """What it has used so far."""
        used = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / 100

    @property
    def resident_bytes(self) -> int:
        """Its resident memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return 1024 * int(status.partition("VmRSS:")[2].split()[0])


@asynccontextmanager
async def served(app: str, port: int, environment: Mapping[str, str], ready: str = "/health/ready") -> AsyncIterator[Served]:
    """`module:app` under uvicorn, once it answers `ready` with 200."""
    began = time.monotonic()
    with program(app.partition(":")[0], *UVICORN, "--port", str(port), app, environment=environment) as process:
        await answers(port, ready)
        yield Served(process.pid, port, time.monotonic() - began)


async def answers(port: int, path: str) -> None:
    """Waits until a process answers with 200."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        wire = Wire(port)
        with closing(wire), suppress(OSError, asyncio.IncompleteReadError):
            if (await wire.ask(get(path))).status == OK:
                return
        await asyncio.sleep(0.01)
    raise AssertionError(f"nothing answers {path} on port {port}")
