"""A child process that never outlives its parent, in a session of its own."""

import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
_AUTOGROUP = Path("/proc/self/autogroup")
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """The user that a program runs as when the parent is root."""

    uid: int
    gid: int


def unprivileged() -> Account | None:
    """`nobody` when we are root (PostgreSQL refuses to run as root), otherwise None: run as ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


@dataclass(frozen=True)
class Program:
    """What to start and how to end it.

    `stop_signal` asks it to end in order; `orphan_signal` is what the kernel sends when the parent dies.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    folder: Path | None = None
    nice: int = 0
    """How far it gives way to what else runs on this machine, as `nice` counts."""

    def options(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess.Popen`. Call it in the main thread: the death signal is tied to it."""
        owner = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []} if self.account else {}
        return {
            "env": {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", **self.environment},
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "preexec_fn": _beginning(os.getpid(), self.orphan_signal, self.nice),
            "cwd": self.folder or "/",
            **owner,
        }

    def start(self) -> "subprocess.Popen[bytes]":
        """Starts it with its output appended to `log`."""
        with self.log.open("ab") as output:
            return subprocess.Popen(self.command, stdout=output, stderr=subprocess.STDOUT, **self.options())

    def last_words(self, lines: int = 5) -> str:
        """The end of its log, for an error message."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def give_way(nice: int) -> None:
    """Lets other programs go before this one, which leads its session.

    Where Linux shares a machine out by sessions first, a process's own number counts among its session's processes only.
    """
    os.nice(nice)
    with suppress(OSError):  # not shared out by sessions here
        _AUTOGROUP.write_text(str(nice))


def _beginning(parent: int, number: signal.Signals, nice: int) -> Callable[[], None]:
    """Runs in the child after it changed user (a change of user clears the death signal)."""

    def arrange() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, number.value, 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and prctl
            os._exit(1)
        if nice:
            give_way(nice)

    return arrange


def end(process: "subprocess.Popen[bytes]", number: signal.Signals, seconds: float = 10) -> None:
    """Asks a process to end and kills its session when it does not."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
