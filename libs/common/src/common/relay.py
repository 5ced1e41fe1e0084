"""Log -> JetStream, in order. What is told, and under which number, was decided at append; the relay only copies.

It follows every contract's last public number, publishes many messages before it waits for their acknowledgements,
and moves its position only over acknowledged ones. Everything it does twice is harmless: a message has the same id
and hash each time, and consumers count.
"""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from itertools import islice

import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import PubAck
from nats.js.errors import NoStreamResponseError

from common.bus.connection import FAILURES, Bus
from common.bus.streams import ensure_stream
from common.cloudevents import data_of, headers_of
from common.feed import Feed
from common.lane import Told
from common.ledger.pool import Pool
from common.subscription.failures import AWAY
from common.waiting import heed_cancellation, set_within

log = structlog.get_logger(__name__)

Ack = asyncio.Future[PubAck]

PAGE = 256
AT_ONCE = 64
FLOOR_SECONDS = 2.0
ACK_SECONDS = 3.0
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 4.0


class RelayLog:
    """What the relay reads and writes in the service's database."""

    def __init__(self, service: str, pool: Pool) -> None:
        self._pool = pool
        self._feed = Feed(service, pool)

    async def behind(self, limit: int = AT_ONCE) -> list[str]:
        """Contracts whose public events are not all published."""
        if not await self._pool.fetchval(_ANY_UNPUBLISHED):
            return []
        return [row["contract_id"] for row in await self._pool.fetch(_UNPUBLISHED, limit)]

    async def told(self, contracts: Collection[str], limit: int = PAGE) -> tuple[dict[str, list[Told]], Collection[str]]:
        """The next unpublished events of these contracts, at most `limit` of each; and which contracts may have more."""
        return await self._feed.unpublished(contracts, limit)

    async def published(self, numbers: Mapping[str, int]) -> None:
        """Everything of these contracts up to these numbers is acknowledged."""
        await self._pool.execute(_PUBLISHED, sorted(numbers), [numbers[contract] for contract in sorted(numbers)])

    async def lag(self) -> int:
        """Public events that are not published yet, over all contracts."""
        return int(await self._pool.fetchval(_LAG))


# The relay is never ahead of a ledger, so two sums tell whether there is anything to look for: that is what an idle
# service with many contracts pays for.
_ANY_UNPUBLISHED = """
select (select coalesce(sum(last_public_no), 0) from ledgers) <> (select coalesce(sum(number), 0) from relay_positions)
"""
_UNPUBLISHED = """
select l.contract_id
  from ledgers l left join relay_positions r on r.contract_id = l.contract_id
 where l.last_public_no > coalesce(r.number, 0) limit $1
"""
_LAG = """
select coalesce(sum(l.last_public_no - coalesce(r.number, 0)), 0)
  from ledgers l left join relay_positions r on r.contract_id = l.contract_id
 where l.last_public_no > coalesce(r.number, 0)
"""
_PUBLISHED = """
insert into relay_positions (contract_id, number) select * from unnest($1::text[], $2::bigint[])
on conflict (contract_id) do update set number = greatest(relay_positions.number, excluded.number)
"""


class Relay:
    """Publishes one service's lanes. `ring` says that a contract has something new; a look at all is the floor."""

    def __init__(self, service: str, bus: Bus, relay_log: RelayLog) -> None:
        self._service = service
        self._bus = bus
        self._log = relay_log
        self._rung: set[str] = set()
        self._woken = asyncio.Event()

    def ring(self, contract: str) -> None:
        """There may be something to publish."""
        self._rung.add(contract)
        self._woken.set()

    async def run(self) -> None:
        """Publishes until cancelled. NATS or the database being away only costs time."""
        pause = FIRST_PAUSE
        while True:
            heed_cancellation()
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
                while (client := self._bus.client) is not None and (behind := await self._log.behind()):
                    await self._publish(client.jetstream(), behind)
                    heed_cancellation()
        heed_cancellation()

    async def _follow(self, client: Client) -> None:
        """Looks at the contracts that were rung for, and every few seconds at all: a ring may have been lost."""
        stream = client.jetstream()
        everything_by = 0.0
        while client.is_connected:
            heed_cancellation()
            self._woken.clear()
            if time.monotonic() >= everything_by:
                contracts: Collection[str] = await self._log.behind()
                if len(contracts) < AT_ONCE:
                    everything_by = time.monotonic() + FLOOR_SECONDS
            elif self._rung:
                # Out before the look, so that whoever rings during it is heard.
                contracts = set(islice(self._rung, AT_ONCE))
                self._rung.difference_update(contracts)
            else:
                await set_within(self._woken, everything_by - time.monotonic())
                continue
            self._rung.update(await self._publish(stream, contracts))

    async def _publish(self, stream: JetStreamContext, contracts: Collection[str]) -> Collection[str]:
        """Publishes a page of each contract, all at once, each in its order; raises the first failure at the end.

        Which of the contracts may have more.
        """
        if not contracts:
            return ()
        pages, unfinished = await self._log.told(contracts)
        results = await asyncio.gather(*(publish(stream, told) for told in pages.values()))
        numbers = {
            contract: told[acknowledged - 1].number
            for (contract, told), (acknowledged, _) in zip(pages.items(), results, strict=True)
            if acknowledged
        }
        if numbers:
            await self._log.published(numbers)
        for failure in (failure for _, failure in results if failure is not None):
            raise failure
        return unfinished


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
