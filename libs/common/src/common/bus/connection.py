"""The connection to NATS, made again by ourselves whenever it ends.

nats-py can reconnect on its own, but then buffers what it could not send and keeps old requests waiting. Here a
connection lives or is over: who holds a dead one gets an error, asks for the next and goes on from its own position.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import Error as JetStreamError

from common.waiting import heed_cancellation, set_within

log = structlog.get_logger(__name__)

FAILURES = (NatsError, JetStreamError, OSError, asyncio.TimeoutError)
"""What a call on a connection may raise when NATS is away, denies or forgot something."""

CHANGED_TYPES = "Watchbill-Types"
"""The header of `doorbell.<service>.changed` that names the types of the stored events, with a space between them."""

CONNECT_SECONDS = 2.0
PING_SECONDS = 5
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0
LOOK_SECONDS = 0.5


class Bus:
    """One connection of a service process to NATS, kept up by `run`.

    `urls` are the nodes of one cluster, separated by commas: a node that goes away costs a connection, the next one is
    asked. `replicas`: how many nodes keep each stream of this service.
    """

    def __init__(self, urls: str, name: str, replicas: int = 1) -> None:
        nodes = [url.strip() for url in urls.split(",") if url.strip()]
        random.shuffle(nodes)  # so that processes spread over the nodes
        self._nodes = deque(nodes)
        self.replicas = replicas
        self._name = name
        self._client: Client | None = None
        self._up = asyncio.Event()
        self._changed = asyncio.Event()
        self.when_down: set[Callable[[], None]] = set()
        """Called when the connection ends, so that nobody waits on a dead one."""

    @property
    def client(self) -> Client | None:
        """The live connection, or `None` while there is none."""
        client = self._client
        return client if client is not None and client.is_connected else None

    async def connected(self) -> Client:
        """The live connection; waits until there is one."""
        while True:
            await self._up.wait()
            if (client := self.client) is not None:
                return client
            self._up.clear()

    async def gone(self, client: Client) -> None:
        """Waits until this connection is over."""
        over = asyncio.Event()
        self.when_down.add(over.set)
        try:
            while client.is_connected:
                await over.wait()
        finally:
            self.when_down.discard(over.set)

    async def ring(self, subject: str, data: bytes, headers: dict[str, str] | None = None) -> None:
        """Publishes fire-and-forget; nothing happens while NATS is away."""
        if (client := self.client) is not None:
            with suppress(*FAILURES):
                await client.publish(subject, data, headers=headers)
            heed_cancellation()

    async def run(self) -> None:
        """Keeps the connection up until cancelled; says once when it is lost and once when it is back.

        Without an address there is no bus: everything is read from feeds.
        """
        if not self._nodes:
            return
        pause, told = FIRST_PAUSE, False
        while True:
            try:
                self._client = client = await self._connect()
            except FAILURES as failure:
                if not told:
                    log.warning("nats_is_away", reason=str(failure) or type(failure).__name__)
                told = True
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            log.info("nats_is_there")
            pause, told = FIRST_PAUSE, False
            self._up.set()
            heed_cancellation()
            await self._over(client)
            self._up.clear()
            await _let_go(client)

    async def _over(self, client: Client) -> None:
        """Waits until the connection is over.

        nats-py does not always say so: where something is left to send when a connection breaks, its own closing fails
        and calls nobody back.
        """
        while client.is_connected and not self._changed.is_set():
            await set_within(self._changed, LOOK_SECONDS)
        await self._on_closed()

    async def close(self) -> None:
        """Sends what is still buffered and ends the connection."""
        client, self._client = self._client, None
        if client is not None:
            await _let_go(client)

    async def _connect(self) -> Client:
        url = self._nodes[0]
        self._nodes.rotate(-1)
        address = urlsplit(url)
        # A refused first connect makes nats-py wait: look first whether anybody listens.
        async with asyncio.timeout(CONNECT_SECONDS):
            _, writer = await asyncio.open_connection(address.hostname, address.port or 4222)
        writer.close()
        self._changed.clear()
        client = Client()
        try:
            # It goes on trying by itself where nobody listens any more.
            async with asyncio.timeout(3 * CONNECT_SECONDS):
                await client.connect(
                    url,
                    name=self._name,
                    allow_reconnect=False,
                    connect_timeout=int(CONNECT_SECONDS),
                    ping_interval=PING_SECONDS,
                    error_cb=self._on_error,
                    closed_cb=self._on_closed,
                    disconnected_cb=self._on_closed,
                )
        except FAILURES:
            await _let_go(client)
            raise
        return client

    async def _on_error(self, failure: Exception) -> None:
        # A denied publish shows as a timeout to its caller; its reason arrives only here.
        log.warning("nats_said", reason=str(failure) or type(failure).__name__)

    async def _on_closed(self) -> None:
        self._changed.set()
        for tell in tuple(self.when_down):
            tell()


async def _let_go(client: Client) -> None:
    with suppress(*FAILURES, RuntimeError):  # uvloop's word for a transport that is closed
        async with asyncio.timeout(CONNECT_SECONDS):
            await client.close()
