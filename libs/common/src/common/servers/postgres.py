"""One PostgreSQL cluster in a folder: made, started, ready, stopped. TCP on loopback with passwords only."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from common.servers.ports import LOOPBACK
from common.servers.program import Account, Program
from common.servers.reach import postgres_binaries

MAJOR = "18"
READY_LINE = 7


@dataclass(frozen=True)
class Cluster:
    """Where a cluster lives. `folder` is created, and owned by `account`."""

    folder: Path
    port: int
    password: str
    account: Account | None
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str = "postgres", role: str = "postgres", password: str | None = None) -> str:
        """A connection URL; the superuser's by default."""
        return f"postgresql://{role}:{quote(password or self.password, safe='')}@{LOOPBACK}:{self.port}/{database}"

    def program(self) -> Program:
        """The server. SIGINT is its fast stop: SIGTERM would wait for every pooled connection."""
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **self.settings,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            command=(str(postgres_binaries(self.account) / "postgres"), "-D", str(self.data), *options),
            log=self.folder / "postgres.log",
            account=self.account,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
        )

    def prepare(self) -> bool:
        """Makes the cluster if it is not there; True when it was made. Clears a stale lock file otherwise."""
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                message = f"The data in {self.data} belong to PostgreSQL {found}; this Watchbill runs {MAJOR}."
                raise RuntimeError(message)
            self._clear_stale_lock()
            return False
        self._make()
        return True

    def ready(self) -> bool:
        """Whether the server says that it takes connections."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"

    def wait_ready(self, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
        """Returns when the server is ready; RuntimeError with its last words when it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while not self.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"PostgreSQL did not start: {self.program().last_words()}"
                raise RuntimeError(message)
            time.sleep(0.01)

    def _make(self) -> None:
        """Runs initdb beside the final place and moves the result there: no half-made cluster is ever used."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = self.folder / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        secret = self.folder / "superuser"
        secret.touch(0o600)
        secret.write_text(self.password)
        self._own(self.folder)
        self._own(secret)
        initdb = Program(
            "initdb",
            (
                *(str(postgres_binaries(self.account) / "initdb"), "-D", str(partial), "-U", "postgres"),
                *("--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8"),
                *("--locale-provider=builtin", "--locale=C.UTF-8"),
                *(("--no-sync",) if self.settings.get("fsync") == "off" else ()),
            ),
            log=self.folder / "initdb.log",
            account=self.account,
        )
        process = initdb.start()
        if process.wait() != 0:
            message = f"initdb failed: {initdb.last_words()}"
            raise RuntimeError(message)
        secret.unlink()
        partial.rename(self.data)

    def _own(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def running_pid(self) -> int | None:
        """The process of the server that runs on this folder, or None. A lock file alone proves nothing."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            program = Path(f"/proc/{pid}/exe").readlink()
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        return pid if program.name == "postgres" and os.fsencode(self.data) in arguments else None

    def _clear_stale_lock(self) -> None:
        """Removes a `postmaster.pid` whose process is not our server (a reboot reuses process ids)."""
        if self.running_pid() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
