"""`python -m bench.console_crowd`: many signed-in clients of the console in one process, as light as clients can be.

Each opens its page over HTTP as a browser does, then the page's websocket, answers its pings, acknowledges what it gets
and keeps nothing. Standard input: one line of JSON, `{"address": …, "clients": [{"cookie", "path", "marker"}, …]}`; then a
line `look [markers]` for each question. Standard output: a line of JSON when all are connected, and one for each
question: how many clients got the marker that their page has to show, how late the last did, and how many were lost.
"""

import ast
import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import uvloop

from common.servers.program import give_way

QUERY = re.compile(r"query: (\{.*?\}),\n")
AT_ONCE = 4
NICE = 10
"""Browsers are other machines: what they compute may not take from those whose waiting is measured."""
PATIENCE_SECONDS = 15.0
ACKNOWLEDGE_SECONDS = 3.0
MESSAGE = re.compile(r'"_id":(\d+)')


@dataclass
class Client:
    """One page that is open. `updates` are messages that changed it."""

    web: aiohttp.ClientSession
    address: str
    path: str
    cookie: str
    marker: str
    updates: int = 0
    lost: bool = False
    awaited: str = ""
    seen_at: float = 0.0
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    _next: int = 0
    _acknowledged: float = 0.0

    async def live(self) -> None:
        """Opens the page and stays on it until cancelled. Nothing is tried again: a client that goes is lost."""
        headers = {"Cookie": f"watchbill={self.cookie}", "Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        # A browser's socket has a connection of its own, too.
        page = {**headers, "Connection": "close"}
        async with self.web.get(self.address + self.path, headers=page, allow_redirects=False) as answer:
            found = QUERY.search(await answer.text())
        if found is None:
            raise AssertionError(f"{self.path}: {answer.status} is no page")
        query: dict[str, Any] = ast.literal_eval(found[1])  # the page's script takes Python's words for true and false
        name = str(query["client_id"])
        asked = {key: json.dumps(value) if isinstance(value, bool) else str(value) for key, value in query.items()}
        asked |= {"EIO": "4", "transport": "websocket", "tab_id": f"tab-{name}", "document_id": f"document-{name}"}
        headers["Origin"] = self.address
        async with self.web.ws_connect(
            f"{self.address}/_nicegui_ws/socket.io/", params=asked, headers=headers, compress=15, max_msg_size=0
        ) as socket:
            async for message in socket:
                await self._heard(socket, name, str(message.data))
        self.lost = True

    async def _heard(self, socket: aiohttp.ClientWebSocketResponse, name: str, message: str) -> None:
        if message.startswith("0"):
            await socket.send_str("40")
        elif message == "2":
            await socket.send_str("3")
        elif message.startswith("40"):
            self.connected.set()
        elif message.startswith("42"):
            self._updated(message)
            if time.monotonic() > self._acknowledged + ACKNOWLEDGE_SECONDS:
                self._acknowledged = time.monotonic()
                await socket.send_str("42" + json.dumps(["ack", {"client_id": name, "next_message_id": self._next}]))

    def _updated(self, message: str) -> None:
        self.updates += message.startswith('42["update"')
        if number := MESSAGE.search(message, len(message) - 30):
            self._next = int(number[1]) + 1
        if self.awaited and self.awaited in message:
            self.awaited, self.seen_at = "", time.monotonic()
            self.seen.set()


async def main() -> None:
    """Until standard input ends."""
    give_way(NICE)
    lines = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    given = json.loads(await lines.readline())
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as web:
        clients = [Client(web, given["address"], **one) for one in given["clients"]]
        living = await _connected(clients)
        _say(connected=len(living))
        while line := await lines.readline():
            await _look(clients, json.loads(line))
        for one in living:
            one.cancel()
        await asyncio.gather(*living, return_exceptions=True)


async def _connected(clients: Sequence[Client]) -> "list[asyncio.Task[None]]":
    """A few come at a time, as in the morning."""
    turns = asyncio.Semaphore(AT_ONCE)
    living: list[asyncio.Task[None]] = []

    async def come(client: Client) -> None:
        async with turns, asyncio.timeout(PATIENCE_SECONDS):
            task = asyncio.create_task(client.live())
            living.append(task)
            waiting = asyncio.create_task(client.connected.wait())
            await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
                raise AssertionError(f"{client.path} closed its socket")

    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(come(client))
    return living


async def _look(clients: Sequence[Client], markers: dict[str, str]) -> None:
    """Waits for the marker of each, which has not been made yet when it is asked."""
    began = time.monotonic()
    for one in clients:
        one.awaited, one.seen_at = markers[one.marker], 0.0
        one.seen.clear()
    _say(looking=True)
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            for one in clients:
                await one.seen.wait()
    seen = [one.seen_at - began for one in clients if one.seen_at]
    missing = sorted({one.path for one in clients if not one.seen_at})
    _say(
        seen=len(seen),
        slowest=max(seen, default=0.0),
        lost=sum(one.lost for one in clients),
        updates=sum(one.updates for one in clients),
        missing=missing,
    )


def _say(**what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
