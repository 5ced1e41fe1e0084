"""From JetStream to a consumer: pulled in bounded batches, acknowledged after the commit."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError

from common.bus.connection import FAILURES, Bus
from common.bus.pull import Pull, PullEnded
from common.bus.streams import ensure_consumer
from common.cloudevents import of_message
from common.lane import Told
from common.subscription.consumer import Consumer
from common.waiting import heed_cancellation

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.5


class Intake:
    """Keeps one durable NATS consumer pulled. Whenever it had to begin anew, `reconcile` asks what was missed.

    `consumers` bring the parts of one source to one sink: several where the source is divided. What none of them holds
    is another group's and passes by.
    """

    def __init__(self, service: str, bus: Bus, consumers: Sequence[Consumer], reconcile: Callable[[], None]) -> None:
        self._bus = bus
        self._consumers = consumers
        self._reconcile = reconcile
        self._source = consumers[0].source.name
        self.durable = f"{service}-{consumers[0].name}"
        self.malformed = 0

    async def run(self) -> None:
        """Pulls until cancelled. NATS being away, wiped or deaf only costs time."""
        while True:
            heed_cancellation()
            client = await self._bus.connected()
            pull = Pull(self._bus, client, self._source, self.durable)
            try:
                await ensure_consumer(client, self._source, self.durable)
                await pull.open()
                self._reconcile()
                await self._pump(pull)
            except NotFoundError:
                # The source has not made its stream yet, or somebody wiped it; its relay will.
                log.debug("stream_not_there", source=self._source)
            except (PullEnded, *FAILURES) as failure:
                log.info("pull_ended", consumer=self.durable, reason=str(failure) or type(failure).__name__)
            finally:
                with suppress(*FAILURES):
                    await pull.close()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _pump(self, pull: Pull) -> None:
        while True:
            heed_cancellation()
            messages = await pull.next()
            batch = [told for message in messages if (told := self._told(message)) is not None]
            await asyncio.gather(
                *(one.take([told for told in batch if one.source.holds(told.contract)]) for one in self._consumers)
            )
            # Covers all before it. What is not committed now is known to be behind and comes from the feed.
            await messages[-1].ack()

    def _told(self, message: Msg) -> Told | None:
        try:
            return of_message(message.headers or {}, message.data)
        except ValueError as failure:
            self.malformed += 1
            log.warning("message_is_not_ours", subject=message.subject, reason=str(failure))
            return None
