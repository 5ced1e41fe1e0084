"""Under which conditions the figures were measured."""

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from bench.stage import ROUNDS, SIZE
from common.clock import real_now
from common.servers.nats import nats_binary
from common.servers.program import unprivileged
from common.servers.reach import postgres_binaries
from common.testing.servers import scratch

SYNCS = 200
BLOCK = 8192
LIBRARIES = ("asyncpg", "uvloop", "fastapi", "pydantic", "nats-py", "eventsourcing", "psycopg")

Conditions = Mapping[str, str | int | float]


def conditions() -> Conditions:
    """What a reader needs to judge the figures of a run: cores, fsync latency, versions, sizes."""
    return {
        "cores": os.cpu_count() or 0,
        "fsync_ms": round(1000 * _sync_seconds(), 3),
        "size": SIZE,
        "rounds": ROUNDS,
        "python": platform.python_version(),
        "postgresql": _said(postgres_binaries(unprivileged()) / "postgres"),
        "nats": _said(nats_binary()),
        **{name: version(name) for name in LIBRARIES},
    }


def measured(load: float, seconds: float) -> Conditions:
    """The same of one measurement: the load it met and left (its own included), and how long it took with its set-up."""
    return {
        "load_at_start": round(load, 1),
        "load_at_end": round(os.getloadavg()[0], 1),
        "seconds": round(seconds, 1),
        "ended_at": real_now().isoformat(timespec="seconds"),
    }


def _sync_seconds() -> float:
    """The median time of writing one page and syncing it, where the servers keep their data."""
    times = []
    with scratch() as folder, (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            began = time.perf_counter()
            file.write(bytes(BLOCK))
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def _said(binary: Path) -> str:
    return subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
