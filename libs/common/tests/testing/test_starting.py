"""A server that is slow to start is not left behind: another one could use neither its data nor its place."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from common.servers.nats import Broker
from common.servers.ports import free_port
from common.testing.servers import PASSWORD, RunningBroker, scratch


@dataclass(frozen=True)
class Late(Broker):
    """Ready, but not in time."""

    def wait_ready(self, process: "subprocess.Popen[bytes]", seconds: float = 15) -> None:
        super().wait_ready(process, seconds)
        raise RuntimeError("too late")


def test_a_server_that_is_not_ready_in_time_is_ended() -> None:
    with scratch(in_memory=True) as folder:
        running = RunningBroker(Late(Path(folder / "nats"), free_port(), free_port(), {"operator": PASSWORD}))
        with pytest.raises(RuntimeError, match="too late"):
            running.start()
        assert not running.server.ready()
