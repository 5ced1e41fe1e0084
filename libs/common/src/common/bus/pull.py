"""Pulling from a JetStream consumer without waiting for a batch to fill.

nats-py's `fetch` holds the first message back until the batch is full or its time is over. Here one request for a
batch is always open, and `next` returns whatever has arrived.
"""

import asyncio
import json

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from common.bus.connection import Bus
from common.bus.streams import stream_name
from common.waiting import heed_cancellation

BATCH = 256
REQUEST_SECONDS = 30.0
HEARTBEAT_SECONDS = 3.0
SILENCE_SECONDS = 3 * HEARTBEAT_SECONDS

_NANO = 1_000_000_000
_STATUS = "Status"
_HEARTBEAT = "100"
_OVER = ("404", "408")


class PullEnded(Exception):
    """The consumer is gone or silent: look whether it still exists and open a new pull."""


class Pull:
    """One open pull on a durable consumer, on one connection."""

    def __init__(self, bus: Bus, client: Client, source: str, durable: str, batch: int = BATCH) -> None:
        self._bus = bus
        self._client = client
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream_name(source)}.{durable}"
        self._inbox = client.new_inbox()
        self._batch = batch
        self._missing = 0
        self._arrived: asyncio.Queue[Msg | None] = asyncio.Queue()
        self._subscription: Subscription | None = None

    async def open(self) -> None:
        """Subscribes to the answers and asks for the first batch."""
        self._bus.when_down.add(self._end)
        self._subscription = await self._client.subscribe(self._inbox, cb=self._arrived.put)
        await self._ask()

    async def close(self) -> None:
        """Ends the subscription; what was delivered and not acknowledged comes again."""
        self._bus.when_down.discard(self._end)
        if self._subscription is not None and not self._client.is_closed:
            await self._subscription.unsubscribe()

    async def next(self) -> list[Msg]:
        """At least one message, at most a batch. Raises `PullEnded`, or what the connection raises."""
        while True:
            batch = await self._read()
            if self._missing == 0:
                await self._ask()
            if batch:
                return batch

    async def _read(self) -> list[Msg]:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                message = await self._arrived.get()
        except TimeoutError as silence:
            raise PullEnded("no sign of life") from silence
        batch = self._kept(message)
        while len(batch) < self._batch and not self._arrived.empty():
            batch += self._kept(self._arrived.get_nowait())
        return batch

    def _end(self) -> None:
        self._arrived.put_nowait(None)

    def _kept(self, message: Msg | None) -> list[Msg]:
        if message is None:
            raise PullEnded("the connection ended")
        status = None if message.headers is None or message.data else message.headers.get(_STATUS)
        if status is None:
            self._missing = max(self._missing - 1, 0)
            return [message]
        if status in _OVER:
            self._missing = 0
        elif status != _HEARTBEAT:
            raise PullEnded(f"{status} {(message.headers or {}).get('Description', '')}")
        return []

    async def _ask(self) -> None:
        self._missing = self._batch
        wish = {
            "batch": self._batch,
            "expires": int(REQUEST_SECONDS * _NANO),
            "idle_heartbeat": int(HEARTBEAT_SECONDS * _NANO),
        }
        await self._client.publish(self._subject, json.dumps(wish).encode(), reply=self._inbox)
        heed_cancellation()
