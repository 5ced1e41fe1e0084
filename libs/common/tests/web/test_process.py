"""A service as a process of its own, under uvicorn: what its operator sees."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from common.servers.ports import free_port
from common.testing.apps import Keys
from common.testing.kernels import migrated
from common.testing.lodge import LODGE
from common.testing.plugin import MakeDatabase
from common.testing.servers import Database

PREPARE = migrated(LODGE)
MAIN = "from common.testing.lodge import LODGE\nfrom common.web.app import create_app\napp = create_app(LODGE)\n"


@asynccontextmanager
async def process(folder: Path, port: int, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """uvicorn with the lodge's app, its environment, and its stderr."""
    (folder / "lodge_main.py").write_text(MAIN)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WATCHBILL_")}
    environment |= {f"WATCHBILL_{name.upper()}": value for name, value in settings.items()}
    command = (sys.executable, "-m", "uvicorn", "lodge_main:app", "--port", str(port), "--no-server-header")
    one = await asyncio.create_subprocess_exec(
        *command, env=environment, cwd=folder, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield one
    finally:
        if one.returncode is None:
            one.terminate()
            await one.communicate()


async def said_at_the_end(folder: Path, **settings: str) -> str:
    async with asyncio.timeout(60), process(folder, free_port(), **settings) as one:
        _, stderr = await one.communicate()
        assert one.returncode != 0
    return stderr.decode()


def settings_of(database: Database, folder: Path) -> dict[str, str]:
    keys = Keys.make(folder, "lamps")
    return {"database_url": database.url, "jwks": str(keys.jwks), "service_key": str(folder / "lamps.jwk")}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"host": "0.0.0.0"}, "Development keys (people, service:lamps) serve on loopback only"),  # noqa: S104 - refused
        ({"database_url": ""}, "Set WATCHBILL_DATABASE_URL first."),
        ({"clock": "sundial"}, "WATCHBILL_CLOCK: "),
        ({"jwks": "/nowhere.json"}, "WATCHBILL_JWKS (/nowhere.json) does not hold a JSON Web Key Set."),
    ],
)
async def test_what_stops_the_start_is_one_sentence(tmp_path: Path, wrong: dict[str, str], sentence: str) -> None:
    nowhere = Database("none", "postgres://kernel:x@127.0.0.1:1/none", "", "")
    said = await said_at_the_end(tmp_path, **{**settings_of(nowhere, tmp_path), **wrong})
    assert sentence in said
    assert "Traceback" not in said


async def test_a_process_logs_json_and_serves_until_it_is_told_to_stop(database: MakeDatabase, tmp_path: Path) -> None:
    made, port, log = await database("kernel", PREPARE), free_port(), tmp_path / "lamps.jsonl"
    settings = settings_of(made, tmp_path)
    async with asyncio.timeout(60), process(tmp_path, port, **settings, log_file=str(log)) as one:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await _ready(client, one)
            answer = await client.get("/v1/contracts/c1/lamps", headers={"X-Request-Id": "from-outside"})
            too_large = await client.post("/v1/contracts", content=b" " * 2_000_000)
        one.terminate()
        _, stderr = await one.communicate()
    assert (answer.status_code, too_large.status_code) == (401, 413)
    assert "Traceback" not in stderr.decode()
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    (access,) = [line for line in lines if line.get("request_id") == "from-outside" and line["event"] == "request"]
    assert (access["status"], access["route"], access["service"]) == (401, "/v1/contracts/{contract_id}/lamps", "lamps")
    assert any(line["logger"] == "uvicorn.error" for line in lines)
    assert not any(line["logger"] == "uvicorn.access" for line in lines)


async def _ready(client: httpx.AsyncClient, one: asyncio.subprocess.Process) -> None:
    while one.returncode is None:
        try:
            if (await client.get("/health/ready")).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            await asyncio.wait([asyncio.ensure_future(one.wait())], timeout=0.1)
    raise AssertionError("the process ended before it was ready")
