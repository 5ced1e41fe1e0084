"""`watchbill up` as an operator meets it: started, read, stopped, killed, started again, on real servers."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import httpx
import pytest

from common.testing.servers import RunningBroker, RunningPostgres, own_postgres, scratch
from watchbill.place import PARTS, SERVICES, Ports

CHILDREN = len(PARTS) + 2
"""The services and the console, PostgreSQL, nats-server."""
ADMINISTRATOR = "The administrator (shown this once, changed at the first sign-in):"


class Up:
    """One running `watchbill up`."""

    def __init__(self, data: Path, ports: Ports, **settings: str) -> None:
        environment = {
            **os.environ,
            "WATCHBILL_DATA": str(data),
            "WATCHBILL_PORT_BASE": str(ports.base),
            "WATCHBILL_LANG": "en",
            "WATCHBILL_MIN_FREE_MB": "64",
            "EMPTY": "1",
            **settings,
        }
        self.ports = ports
        self.printed: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "watchbill.main", "up"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def until(self, words: str) -> str:
        """Reads what it prints up to a line with these words; fails with everything printed when it ends before."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line.rstrip())
            if words in line:
                return line
        pytest.fail("\n".join(self.printed))

    def children(self) -> list[int]:
        """The processes it has started."""
        return [int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        self.printed += self.process.communicate(timeout=60)[0].splitlines()
        return self.process.returncode


class Start(Protocol):
    """The type of the fixture `start`."""

    def __call__(self, ports: Ports, **settings: str) -> Up: ...


def signed_in(console: str, login: str, password: str) -> str:
    """Where the console sends a browser that signs in with these."""
    with httpx.Client(base_url=console, headers={"Origin": console}) as browser:
        form = browser.get("/signin").text.split('name="form" value="')[1].split('"')[0]
        answered = browser.post("/signin", data={"form": form, "login": login, "password": password})
    return str(answered.headers.get("location"))


def still_there(processes: dict[int, int], seconds: float = 20) -> list[int]:
    """Those of the processes (pid -> open pidfd) that have not ended within the time."""
    alive = []
    for pid, descriptor in processes.items():
        if not select.select([descriptor], [], [], seconds)[0]:
            alive.append(pid)
        os.close(descriptor)
    return alive


def watched(pids: list[int]) -> dict[int, int]:
    return {pid: os.pidfd_open(pid) for pid in pids}


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that the database's user can reach."""
    with scratch(in_memory=True) as folder:
        yield folder / "data"


@pytest.fixture
def own_server() -> Iterator[RunningPostgres]:
    """A PostgreSQL server of this test's own, as the runner makes roles and databases there."""
    with own_postgres() as running:
        yield running


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """Starts it on the test's data; kills what a failed test left."""
    started: list[Up] = []

    def make(ports: Ports, **settings: str) -> Up:
        started.append(Up(data, ports, **settings))
        return started[-1]

    yield make
    for up in started:
        up.process.kill()
        up.process.communicate(timeout=60)


@pytest.mark.long
def test_it_starts_says_how_to_sign_in_stops_and_goes_on_with_the_same_data(start: Start) -> None:
    up = start(Ports.free())
    up.until("Watchbill is ready")
    banner = "\n".join(up.printed)
    for service in SERVICES:
        assert f"{up.ports.url(service)}/docs" in banner
    curl = next(line for line in up.printed if line.strip().startswith("curl "))
    answered = subprocess.run(["bash", "-c", curl], capture_output=True, text=True, check=True).stdout
    assert "beijing-ecc-2026" in answered

    assert f"Sign in: {up.ports.url('console')}/" in banner
    login, password = up.printed[up.printed.index(ADMINISTRATOR) + 1].split()
    assert signed_in(up.ports.url("console"), login, password) == "/signin/change"

    children = up.children()
    assert len(children) == CHILDREN
    assert len({os.getsid(child) for child in children}) == CHILDREN
    processes = watched(children)
    assert up.end(signal.SIGINT) == 0
    assert up.printed[-1] == "Stopped."
    assert still_there(processes, seconds=0) == []

    again = start(up.ports)
    again.until("Watchbill is ready")
    assert "nothing to do" in "\n".join(again.printed)
    assert ADMINISTRATOR not in again.printed
    processes = watched(again.children())
    assert len(processes) == CHILDREN
    again.end(signal.SIGKILL)
    assert still_there(processes) == []


def test_a_second_ctrl_c_kills(start: Start) -> None:
    up = start(Ports.free())
    up.until("roster:")
    processes = watched(up.children())
    up.process.send_signal(signal.SIGINT)
    up.until("Stopping")
    up.process.send_signal(signal.SIGINT)
    up.process.communicate(timeout=60)
    assert up.process.returncode in (0, 130)
    assert still_there(processes) == []


@pytest.mark.long
def test_servers_that_run_already_are_used_and_left_running(
    start: Start, broker: RunningBroker, own_server: RunningPostgres
) -> None:
    up = start(Ports.free(), WATCHBILL_POSTGRES_URL=own_server.url(), WATCHBILL_NATS_URL=broker.url())
    up.until("Watchbill is ready")
    assert len(up.children()) == len(PARTS)
    assert up.end(signal.SIGTERM) == 0
    assert own_server.server.ready()
    assert broker.server.ready()


def test_a_taken_port_is_one_sentence_and_nothing_stays_up(start: Start) -> None:
    ports = Ports.free()
    with _listening(ports.of("tickets")):
        up = start(ports)
        up.until("is taken")
        assert up.process.wait(60) == 1
    assert f"Port {ports.of('tickets')} (tickets) is taken" in up.printed[-1]


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener
