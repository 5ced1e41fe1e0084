import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from common.servers.program import Account
from common.servers.reach import reachable
from watchbill.alone import alone
from watchbill.instance import preflight
from watchbill.place import Place, Ports
from watchbill.words import Stop


@pytest.mark.parametrize("text", ["abc", "80", "65535", "-1"])
def test_an_impossible_port_base_is_one_sentence(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBILL_PORT_BASE", text)
    with pytest.raises(Stop) as refused:
        Ports.chosen()
    assert refused.value.code == 2
    assert text in refused.value.sentence.zh


def test_all_ports_count_from_one_base() -> None:
    assert Ports(8000).url("billing") == "http://127.0.0.1:8005"
    assert Ports(9000).of("postgres") == 9032


async def test_a_taken_port_names_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "PATIENCE_SECONDS", 0.0)
    ports = Ports.free()
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports.of("inspection")))
        other.listen()
        with pytest.raises(Stop) as refused:
            await preflight.demand_ports(ports, ["roster", "inspection"])
    assert f"{ports.of('inspection')} (inspection) is taken" in refused.value.sentence.en


def test_too_little_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBILL_MIN_FREE_MB", str(10**9))
    place = Place(tmp_path, tmp_path, None)
    with pytest.raises(Stop) as refused:
        preflight.demand_disk(place)
    assert "needs 1000000000 MB" in refused.value.sentence.en


def test_two_instances_never_share_a_folder(tmp_path: Path) -> None:
    place = Place(tmp_path, tmp_path, None)
    with alone(place), pytest.raises(Stop) as refused, alone(place):
        pass
    assert f"process {os.getpid()}" in refused.value.sentence.en
    with alone(place):
        assert place.lock.exists()


def test_a_folder_below_a_closed_one_is_not_reachable(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    stranger = Account(65534, 65534)
    assert not reachable(closed / "x", stranger)
    assert reachable(closed / "x", None)
    assert closed.stat().st_mode & 0o777 == 0o700


def test_the_tool_lists_its_commands() -> None:
    shown = subprocess.run([sys.executable, "-m", "watchbill.main", "--help"], capture_output=True, text=True, check=True)
    assert "token" in shown.stdout
