"""Where things are on this machine: the checkout, the local data, the ports."""

import hashlib
import os
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from common.servers.ports import is_taken
from common.servers.program import Account, unprivileged
from common.servers.reach import REFUGE, reachable
from watchbill.words import Stop

SERVICES = ("billing", "roster", "tickets", "inspection", "scoring")
CONSOLE = "console"
PARTS = (*SERVICES, CONSOLE)
"""What has a database, a key and a user of NATS."""
_OFFSETS = {
    "console": 0,
    "roster": 1,
    "tickets": 2,
    "inspection": 3,
    "scoring": 4,
    "billing": 5,
    "nats": 22,
    "nats monitor": 23,
    "postgres": 32,
}
_DEFAULT_BASE = 8000
_HIGHEST_BASE = 65535 - max(_OFFSETS.values())


@cache
def checkout() -> Path:
    """The checkout that this tool was installed from."""
    return Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Ports:
    """Every port of an instance, counted from one base."""

    base: int

    @classmethod
    def chosen(cls) -> "Ports":
        """From WATCHBILL_PORT_BASE, or 8000."""
        text = os.environ.get("WATCHBILL_PORT_BASE") or str(_DEFAULT_BASE)
        if not text.isdigit() or not 1024 <= int(text) <= _HIGHEST_BASE:  # noqa: PLR2004  (below are the system's ports)
            raise Stop(
                f"WATCHBILL_PORT_BASE={text} 无效, 请用 1024 到 {_HIGHEST_BASE} 之间的数。",
                f"WATCHBILL_PORT_BASE={text} is not a number between 1024 and {_HIGHEST_BASE}.",
                code=2,
            )
        return cls(int(text))

    @classmethod
    def free(cls) -> "Ports":
        """A base whose ports are all free now, for an instance beside others."""
        while True:
            ports = cls(random.randrange(20_000, 32_000, 50))  # noqa: S311  (below the system's ephemeral ports)
            if not any(is_taken(ports.base + offset) for offset in _OFFSETS.values()):
                return ports

    def of(self, part: str) -> int:
        """The port of a service, `nats`, `nats monitor` or `postgres`."""
        return self.base + _OFFSETS[part]

    def url(self, service: str) -> str:
        """The address of a service on this machine."""
        return f"http://127.0.0.1:{self.of(service)}"


@dataclass(frozen=True)
class Place:
    """The folders of the local data. `servers` lies elsewhere when the servers' user could not reach it here."""

    data: Path
    servers: Path
    account: Account | None

    @classmethod
    def chosen(cls) -> "Place":
        """From WATCHBILL_DATA, or `.watchbill/` in the checkout."""
        data = Path(os.environ.get("WATCHBILL_DATA") or checkout() / ".watchbill").resolve()
        account = unprivileged()
        if reachable(data / "postgres", account):
            return cls(data, data, account)
        # As root below a 0700 folder: nobody can go through it, and nobody's home changes its mode for us.
        return cls(data, REFUGE / hashlib.sha256(str(data).encode()).hexdigest()[:12], account)

    @property
    def moved(self) -> bool:
        """Whether the servers' data lie outside the data folder."""
        return self.servers != self.data

    @property
    def postgres(self) -> Path:
        return self.servers / "postgres"

    @property
    def nats(self) -> Path:
        return self.data / "nats"

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets.json"

    @property
    def lock(self) -> Path:
        return self.data / "lock"

    def create(self) -> None:
        """Makes the folders that are missing. Others may pass through (the servers' user must), not look inside."""
        for folder, mode in ((self.data, 0o711), (self.servers, 0o711), (self.keys, 0o700), (self.logs, 0o700)):
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(mode)
