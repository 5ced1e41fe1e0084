"""One whole Watchbill of real processes on embedded servers, with replicas, and its virtual time."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from common.servers.ports import free_port
from common.servers.program import unprivileged
from faults.desk import Desk
from faults.line import Away
from faults.load.scene import Scene
from faults.people import SUBJECTS
from faults.record import Record
from watchbill.instance import Instance
from watchbill.instance.child import Child
from watchbill.instance.services import answers_ready, environment_of, service_program
from watchbill.place import SERVICES, Place, Ports
from watchbill.words import Say

ZONE = ZoneInfo("Asia/Shanghai")
BEGINNING = datetime(2026, 9, 11, 9, 0, tzinfo=ZONE)
"""Shortly before the first quarter ends."""
LATEST = datetime(2027, 5, 1, tzinfo=ZONE)
TICK_SECONDS = 1.0
START_SECONDS = 180.0
LOOK_SECONDS = 0.25
TICK = timedelta(minutes=8)


class World:
    """What is under test, and everything the load and the faults need to reach it."""

    def __init__(self, folder: Path, record: Path, seed: int) -> None:
        self.folder = folder
        self.instance = Instance(Place(folder, folder, unprivileged()), Ports.free(), clock="virtual", say=self._hear)
        self.record = Record(record)
        self.imported = record.with_suffix(".imported.jsonl")
        self.desk = Desk(self.urls, self._token, self.record, seed)
        self.scenes: list[Scene] = []
        self.said: list[str] = []
        self.happened: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.replicas: dict[str, list[tuple[int, Child]]] = {name: [] for name in SERVICES}
        self.started: list[Child] = []
        self.now = BEGINNING
        self.busy: dict[str, asyncio.Lock] = {name: asyncio.Lock() for name in (*SERVICES, "nats", "postgres")}

    def urls(self, service: str) -> list[str]:
        """Where a service answers: its first process and its replicas."""
        return [self.instance.url(service), *(f"http://127.0.0.1:{port}" for port, _ in self.replicas[service])]

    async def add_replica(self, service: str, app: str | None = None) -> Child:
        """One more process of a service on the same database, of another version if `app` says so."""
        port = free_port()
        child = self._child(service, port, app)
        self.started.append(child)
        await child.start()
        self.replicas[service].append((port, child))
        return child

    async def start(self, apps: Mapping[str, str]) -> None:
        """Servers, then services; `apps` names another version of some."""
        await self.instance.start_servers()
        children = [self._child(name, self.instance.ports.of(name), apps.get(name)) for name in SERVICES]
        self.instance._services = children
        async with asyncio.TaskGroup() as starting:
            for child in children:
                starting.create_task(child.start())
        await self.step(BEGINNING)

    async def plant(self, service: str, app: str) -> None:
        """In place of the service, on its port: another version of it."""
        await self.instance.child(service).stop()
        port = self.instance.ports.of(service)
        child = self._child(service, port, app)
        self.started.append(child)
        await child.start()
        self.instance._services = [child if one.name == service else one for one in self.instance._services]

    def processes(self, service: str) -> list[Child]:
        """Every process of a service, or the one of a server."""
        return [self.instance.child(service), *(child for _, child in self.replicas.get(service, ()))]

    async def step(self, to: datetime) -> None:
        """Brings every service's clock to a moment, as far as each can be reached."""
        self.now = max(self.now, min(to, LATEST))
        moment = self.now.isoformat()
        await asyncio.gather(*(self._step(service, moment) for service in SERVICES))

    async def tick(self) -> None:
        """Lets time pass until cancelled."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            await self.step(self.now + TICK)

    async def recovered(self, seconds: float) -> None:
        """Waits, bounded, until every process of every service takes work."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(*(self._ready(url) for service in SERVICES for url in self.urls(service)))

    async def stop(self) -> None:
        await self.desk.close()
        await asyncio.gather(*(child.stop() for child in self.started))
        await self.instance.stop()
        self.record.close()

    def environment(self, service: str) -> dict[str, str]:
        """What a process of a service is told; modules of this folder can be found."""
        settings = environment_of(service, self.instance.place, self.instance.ports, self.instance.addresses(), "virtual")
        return {**settings, "PYTHONPATH": str(Path(__file__).parents[1])}

    def _child(self, service: str, port: int, app: str | None = None) -> Child:
        environment = {
            **self.environment(service),
            "WATCHBILL_PORT": str(port),
            "WATCHBILL_LOG_FILE": str(self.instance.place.logs / f"{service}-{port}.jsonl"),
        }
        program = service_program(service, port, self.instance.place, environment)
        if app is not None:
            program = replace(program, command=tuple(app if word.endswith(":app") else word for word in program.command))
        return Child(lambda: program, lambda: answers_ready(port), self._hear, patience=START_SECONDS)

    async def _ready(self, url: str) -> None:
        while not await self.desk.is_ready(url):  # noqa: ASYNC110  (another process: there is nothing to be told by)
            await asyncio.sleep(LOOK_SECONDS)

    async def _step(self, service: str, moment: str) -> None:
        with suppress(Away):
            await self.desk.step_clock(service, moment)

    def _token(self, role: str) -> str:
        return self.instance.token(role, subject=SUBJECTS[role])

    def _hear(self, sentence: Say) -> None:
        self.said.append(sentence.en)


@asynccontextmanager
async def world(
    record: Path, seed: int, replicas: Sequence[str] = (), apps: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[World]:
    """A running world in a folder that goes away afterwards, unless FAULTS_KEEP is set.

    `replicas`: a further process of a service for each time that it is named. `apps`: other versions to serve from the start.
    """
    made = World(_folder(), record, seed)
    try:
        await made.start(apps)
        async with asyncio.TaskGroup() as starting:
            for service in replicas:
                starting.create_task(made.add_replica(service))
        yield made
    finally:
        await made.stop()
        if not os.environ.get("FAULTS_KEEP"):
            shutil.rmtree(made.folder, ignore_errors=True)


def _folder() -> Path:
    """The servers' own user may pass through it."""
    folder = Path(tempfile.mkdtemp(prefix="watchbill-faults-"))
    folder.chmod(0o711)
    return folder


def freeze(child: Child) -> int | None:
    """Stops a process where it stands; its pid, to `thaw` it."""
    pid = child.pid
    if pid is not None:
        os.kill(pid, signal.SIGSTOP)
    return pid


def thaw(pid: int | None) -> None:
    """Lets it go on, if it is still there."""
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
