"""Log -> JetStream, in order. What is told, and under which number, was decided at append; the relay only copies.

It follows every contract's last public number, publishes many messages before it waits for their acknowledgements,
and moves its position only over acknowledged ones. Everything it does twice is harmless: a message has the same id
and hash each time, and consumers count.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import cast

import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import PubAck
from nats.js.errors import NoStreamResponseError

from common.bus.connection import FAILURES, Bus
from common.bus.streams import ensure_stream
from common.cloudevents import data_of, headers_of
from common.lane import Told
from common.ledger.pool import Connection, Pool
from common.ledger.reading import lane
from common.subscription.failures import AWAY
from common.waiting import set_within

log = structlog.get_logger(__name__)

Ack = asyncio.Future[PubAck]

PAGE = 256
AT_ONCE = 8
FLOOR_SECONDS = 2.0
ACK_SECONDS = 3.0
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 4.0


class RelayLog:
    """What the relay reads and writes in the service's database."""

    def __init__(self, service: str, pool: Pool) -> None:
        self._service = service
        self._pool = pool

    async def unpublished(self, limit: int) -> list[tuple[str, int]]:
        """Contracts whose public events are not all published, each with the number up to which they are."""
        return [(row["contract_id"], row["number"]) for row in await self._pool.fetch(_UNPUBLISHED, limit)]

    async def told(self, contract: str, after: int, limit: int) -> list[Told]:
        """The next public events of a contract."""
        async with self._pool.acquire() as connection:
            return await lane(cast("Connection", connection), self._service, contract, after=after, limit=limit)

    async def published(self, contract: str, number: int) -> None:
        """Everything up to this number is acknowledged."""
        await self._pool.execute(_PUBLISHED, contract, number)

    async def lag(self) -> int:
        """Public events that are not published yet, over all contracts."""
        return int(await self._pool.fetchval(_LAG))


_UNPUBLISHED = """
select l.contract_id, coalesce(r.number, 0) as number
  from ledgers l left join relay_positions r on r.contract_id = l.contract_id
 where l.last_public_no > coalesce(r.number, 0) limit $1
"""
_LAG = """
select coalesce(sum(l.last_public_no - coalesce(r.number, 0)), 0)
  from ledgers l left join relay_positions r on r.contract_id = l.contract_id
 where l.last_public_no > coalesce(r.number, 0)
"""
_PUBLISHED = """
insert into relay_positions (contract_id, number) values ($1, $2)
on conflict (contract_id) do update set number = greatest(relay_positions.number, excluded.number)
"""


class Relay:
    """Publishes one service's lanes. `ring` says that a contract has something new; a poll is the floor."""

    def __init__(self, service: str, bus: Bus, relay_log: RelayLog) -> None:
        self._service = service
        self._bus = bus
        self._log = relay_log
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There may be something to publish."""
        self._rung.set()

    async def run(self) -> None:
        """Publishes until cancelled. NATS or the database being away only costs time."""
        pause = FIRST_PAUSE
        while True:
            client = await self._bus.connected()
            try:
                await ensure_stream(client, self._service, self._bus.replicas)
                await self._follow(client)
                pause = FIRST_PAUSE
            except NoStreamResponseError:
                # Wiped, or between two leaders: the next look makes it, or waits for it.
                log.warning("stream_is_gone", service=self._service)
                await asyncio.sleep(FIRST_PAUSE)
            except (*FAILURES, *AWAY) as failure:
                log.warning("relay_waits", service=self._service, reason=str(failure) or type(failure).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def drain(self, seconds: float) -> None:
        """Publishes what is left, as far as that goes in a bounded time; the rest waits for the next start."""
        with suppress(*FAILURES, *AWAY):
            async with asyncio.timeout(seconds):
                while (client := self._bus.client) is not None and (waiting := await self._log.unpublished(1)):
                    await self._page(client.jetstream(), *waiting[0])

    async def _follow(self, client: Client) -> None:
        stream = client.jetstream()
        while client.is_connected:
            self._rung.clear()
            waiting = await self._log.unpublished(AT_ONCE)
            if waiting:
                pages = (self._page(stream, contract, after) for contract, after in waiting)
                for failure in filter(None, await asyncio.gather(*pages, return_exceptions=True)):
                    raise failure
                continue
            await set_within(self._rung, FLOOR_SECONDS)

    async def _page(self, stream: JetStreamContext, contract: str, after: int) -> None:
        told = await self._log.told(contract, after, PAGE)
        acknowledged, failure = await publish(stream, told)
        if acknowledged:
            await self._log.published(contract, told[acknowledged - 1].number)
        if failure is not None:
            raise failure


async def publish(stream: JetStreamContext, told: Sequence[Told]) -> tuple[int, BaseException | None]:
    """Publishes in order without waiting in between; how many from the first on are acknowledged, and what failed."""
    sent: list[Ack] = []
    failure: BaseException | None = None
    try:
        for one in told:
            ack = await stream.publish_async(one.subject, data_of(one), headers=headers_of(one))
            sent += [ack]
    except FAILURES as broken:
        failure = broken
    if sent:
        await asyncio.wait(sent, timeout=ACK_SECONDS)
    failures = [_failure_of(ack) for ack in sent]
    acknowledged = next((number for number, found in enumerate(failures) if found is not None), len(sent))
    return acknowledged, next(filter(None, failures), failure)


def _failure_of(ack: Ack) -> BaseException | None:
    """Ends what was not acknowledged in time, so that a late answer finds nobody."""
    if ack.cancel() or ack.cancelled():
        return TimeoutError("not acknowledged")
    return ack.exception()
