"""One whole Watchbill on this machine: PostgreSQL, nats-server and the five services as supervised child processes."""

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Literal

from common.servers.nats import OPERATOR, Broker
from common.servers.postgres import Cluster
from watchbill.alone import alone
from watchbill.instance.child import Child
from watchbill.instance.databases import Addresses, prepare_databases
from watchbill.instance.migrating import migrate
from watchbill.instance.preflight import demand_disk, demand_modules, demand_ports
from watchbill.instance.services import console_environment, environment_of, service_child
from watchbill.place import CONSOLE, PARTS, SERVICES, Place, Ports
from watchbill.secret import ensure_keys, passwords
from watchbill.token import token
from watchbill.words import Say, Stop

Clock = Literal["system", "virtual"]


def _say(sentence: Say) -> None:
    print(sentence, flush=True)


@dataclass(frozen=True)
class Nats:
    """A NATS that runs already: what each user is given to reach it (nodes separated by commas), and the streams' replicas."""

    urls: Mapping[str, str]
    replicas: int = 1

    @classmethod
    def chosen(cls) -> "Nats | None":
        """From WATCHBILL_NATS_URL, the same for every user, and WATCHBILL_NATS_REPLICAS; None where we start our own."""
        given = os.environ.get("WATCHBILL_NATS_URL")
        replicas = int(os.environ.get("WATCHBILL_NATS_REPLICAS") or 1)
        return cls(dict.fromkeys((*PARTS, OPERATOR), given), replicas) if given else None


class Instance:
    """Starts everything in order, keeps it up, stops it in the opposite order. `say` hears what is going on.

    `nats` is one that runs already; without it, a setting may name one, or a nats-server of its own is started.
    `console`: the console belongs to it, and its tokens are good for the services.
    """

    def __init__(
        self,
        place: Place,
        ports: Ports,
        *,
        clock: Clock = "system",
        say: Callable[[Say], object] = _say,
        nats: Nats | None = None,
        console: bool = False,
    ) -> None:
        self._console = console
        self._parts = PARTS if console else SERVICES
        self._nats = nats or Nats.chosen()
        self.place = place
        self.ports = ports
        self._clock = clock
        self._say = say
        self._held = ExitStack()
        self._servers: list[Child] = []
        self._services: list[Child] = []

    @classmethod
    def chosen(cls, place: Place, ports: Ports, *, console: bool = False) -> "Instance":
        """With the clock that WATCHBILL_CLOCK chooses."""
        clock = os.environ.get("WATCHBILL_CLOCK") or "system"
        if clock not in ("system", "virtual"):
            raise Stop(f"WATCHBILL_CLOCK={clock} 无效。", f"WATCHBILL_CLOCK={clock} is neither system nor virtual.", code=2)
        return cls(place, ports, clock="virtual" if clock == "virtual" else "system", console=console)

    @property
    def clock(self) -> Clock:
        """The clock that the services are meant to run on."""
        return self._clock

    async def start(self) -> None:
        """Returns when every service is ready. A `Stop` names what is in the way; call `stop` then, too."""
        await self.start_servers()
        await self.start_services()

    async def start_servers(self) -> None:
        """PostgreSQL and NATS, every database migrated. Data can be looked at; nobody works on them yet."""
        demand_modules(self._parts)
        self.place.create()
        self._held.enter_context(alone(self.place))
        demand_disk(self.place)
        if self.place.moved:
            self._say(
                Say(
                    f"数据库用户无法进入 {self.place.data}, 数据库数据放在 {self.place.servers}。",
                    f"The database's user cannot reach {self.place.data}; its data are kept in {self.place.servers}.",
                )
            )
        ensure_keys(self.place)
        await self._start_missing_servers()
        addresses = self.addresses()
        await prepare_databases(addresses, self._parts)
        for line in await migrate(addresses, self._parts):
            self._say(Say(line, line))

    async def start_services(self, clock: Clock | None = None) -> None:
        """Returns when every service is ready, on the instance's clock or, for a while, on another one."""
        addresses, chosen = self.addresses(), clock or self._clock
        self._services = []
        for name in SERVICES:
            environment = environment_of(name, self.place, self.ports, addresses, chosen, console=self._console)
            self._services.append(service_child(name, self.place, self.ports, environment, self._say))
        await asyncio.gather(*(child.start() for child in self._services))

    async def start_console(self) -> None:
        """Returns when people can sign in."""
        environment = console_environment(self.place, self.ports, self.addresses())
        console = service_child(CONSOLE, self.place, self.ports, environment, self._say)
        self._services.append(console)
        await console.start()

    async def stop_services(self) -> None:
        """Each drains its relay and ends. The servers stay up."""
        await asyncio.gather(*(child.stop() for child in self._services))

    async def stop(self) -> None:
        """Services first, then NATS, then PostgreSQL. Harmless when nothing runs."""
        await self.stop_services()
        for child in reversed(self._servers):
            await child.stop()
        self._held.close()

    def kill(self) -> None:
        """Ends everything at once."""
        for child in (*self._services, *self._servers):
            child.kill()

    def child(self, name: str) -> Child:
        """A part by its name: a service, `nats` or `postgres`. KeyError for a server that is not ours."""
        return {child.name: child for child in (*self._services, *self._servers)}[name]

    async def wipe_nats(self) -> None:
        """Loses every stream, as after a lost disk; the broker comes back empty."""
        await self.child("nats").restart(between=lambda: shutil.rmtree(self._broker().store))

    def url(self, service: str) -> str:
        """The address of a service."""
        return self.ports.url(service)

    def nats_url(self) -> str:
        """NATS, as the operator who may hear everything. The nodes of a cluster are separated by commas."""
        return self._nats.urls[OPERATOR] if self._nats else self._broker().url(OPERATOR)

    def token(self, *roles: str, contract: str = "*", subject: str | None = None) -> str:
        """A development token for this instance."""
        return token(self.place, list(roles), contract, subject)

    def _cluster(self) -> Cluster:
        settings = {"max_connections": "200"}
        return Cluster(
            self.place.postgres, self.ports.of("postgres"), passwords(self.place).postgres, self.place.account, settings
        )

    def _broker(self) -> Broker:
        return Broker(self.place.nats, self.ports.of("nats"), self.ports.of("nats monitor"), passwords(self.place).nats)

    async def _start_missing_servers(self) -> None:
        """PostgreSQL and NATS, but for those that a setting says are there already."""
        parts = list(self._parts)
        if not os.environ.get("WATCHBILL_POSTGRES_URL"):
            cluster = self._cluster()
            await _outlive(cluster)
            parts.append("postgres")
            self._servers.append(Child(cluster.program, cluster.ready, self._say, prepare=cluster.prepare))
        if self._nats is None:
            broker = self._broker()
            parts.extend(("nats", "nats monitor"))
            self._servers.append(Child(broker.program, broker.ready, self._say, prepare=broker.prepare))
        await demand_ports(self.ports, parts)
        await asyncio.gather(*(child.start() for child in self._servers))

    def addresses(self) -> Addresses:
        """Where the servers are, with the passwords of this data folder."""
        known = passwords(self.place)
        postgres = os.environ.get("WATCHBILL_POSTGRES_URL") or self._cluster().url()
        broker = self._broker()
        nats = self._nats or Nats({name: broker.url(name) for name in self._parts})
        return Addresses(postgres=postgres, roles=known.roles, nats=nats.urls, nats_replicas=nats.replicas)


async def _outlive(cluster: Cluster, seconds: float = 20) -> None:
    """Waits for the PostgreSQL of a killed runner: the kernel has told it to stop, and it takes its moment."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while cluster.running_pid() is not None:
        if loop.time() > deadline:
            raise Stop(
                f"仍有一个 PostgreSQL (进程 {cluster.running_pid()}) 在使用 {cluster.data}, 请先停止它。",
                f"A PostgreSQL (process {cluster.running_pid()}) still runs on {cluster.data}; stop it first.",
            )
        await asyncio.sleep(0.05)
