"""A caller of a route hangs up: the command is done as a whole or not at all, and its key gives one effect."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from common.runtime import Runtime
from common.servers.ports import free_port
from common.testing.apps import RunningApp, app_on
from common.testing.hanging_up import assert_given_back, hung_up_everywhere
from common.testing.kernels import MORNING, migrated
from common.testing.lodge import LODGE
from common.testing.plugin import MakeDatabase
from common.testing.processes import Server, eventually

PREPARE = migrated(LODGE)
PATH = "/v1/contracts/c1/lamps"
ROLE = "contractor.engineer"


@pytest.fixture
async def lodge(database: MakeDatabase, tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The service `lamps` with routes and the contract `c1` in force, on virtual time."""
    async with asyncio.timeout(120), app_on(LODGE, await database("kernel", PREPARE), tmp_path) as running:
        async with running.client("admin") as admin:
            await admin.post("/v1/clock", json={"to": MORNING.isoformat()})
            answer = await admin.post("/v1/contracts", json={"contract_id": "c1"})
            assert answer.status_code == 201, answer.text
        yield running


def runtime_of(lodge: RunningApp) -> Runtime:
    runtime: Runtime = lodge.app.state.runtime
    return runtime


async def lit(lodge: RunningApp, lamp: str) -> int:
    found: int = await runtime_of(lodge).pool.fetchval("select count(*) from events where stream = $1", f"lamp/{lamp}")
    return found


async def light(lodge: RunningApp, lamp: str) -> None:
    """One request, heard to its end."""
    async with lodge.client(ROLE) as client:
        answer = await client.post(PATH, json={"id": lamp}, headers={"Idempotency-Key": f"key-{lamp}"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["id"] == lamp


async def checked(lodge: RunningApp, lamp: str) -> None:
    """Done or not done, and once when it is asked for again."""
    await light(lodge, "another")
    await assert_given_back(runtime_of(lodge).pool)
    assert await lit(lodge, lamp) in (0, 1)
    await light(lodge, lamp)
    assert await lit(lodge, lamp) == 1


async def test_a_request_that_the_server_cancels_at_any_await(lodge: RunningApp) -> None:
    """What a server does with requests under way when it must end at once."""
    await light(lodge, "another")
    cancelled = await hung_up_everywhere(lambda n: light(lodge, f"l{n}"), lambda n: checked(lodge, f"l{n}"))
    assert cancelled >= 20


@pytest.fixture
async def port(lodge: RunningApp) -> AsyncIterator[int]:
    """The app behind a real socket."""
    port = free_port()
    config = uvicorn.Config(lodge.app, host="127.0.0.1", port=port, log_config=None, lifespan="off", ws="none")
    server = Server(config)
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started)
    yield port
    server.should_exit = True
    await serving


def request(lodge: RunningApp, lamp: str) -> tuple[bytes, bytes]:
    """The head and the body of a request."""
    body = json.dumps({"id": lamp}, separators=(",", ":")).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: service.test\r\nAuthorization: Bearer {lodge.keys.person(ROLE)}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nIdempotency-Key: key-{lamp}\r\n\r\n"
    )
    return head.encode(), body


async def sent(port: int, *pieces: bytes, turns: int, reset: bool) -> None:
    """Sends the pieces one by one, waits so many turns of the loop (the server runs in it) and is gone."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)
    for _ in range(turns):
        await asyncio.sleep(0)
    if reset:  # not a word more: what is under way is cut, not ended
        found = writer.get_extra_info("socket")
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.close()


@pytest.mark.parametrize("reset", [False, True])
async def test_a_client_that_is_gone_at_any_stage_of_its_request(lodge: RunningApp, port: int, reset: bool) -> None:
    """After part of the head, the head, part of the body, and 0 … 60 turns of the loop after the whole of it."""
    for turns in range(0, 62, 2):
        head, body = request(lodge, f"l{turns}")
        await sent(port, head, body, turns=turns, reset=reset)
        await checked(lodge, f"l{turns}")
    for stage in range(3):
        head, body = request(lodge, f"s{stage}")
        pieces = ((head[:40],), (head,), (head, body[:5]))[stage]
        await sent(port, *pieces, turns=20, reset=reset)
        assert await lit(lodge, f"s{stage}") == 0
        await checked(lodge, f"s{stage}")
    async with lodge.client(ROLE) as client:
        answer = await client.get(PATH, params={"limit": 100})
    assert len(answer.json()["items"]) == 31 + 3 + 1
