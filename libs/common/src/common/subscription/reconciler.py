"""Compares what was heard with what each source has told: the floor under everything that messages may lose."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from common.lane import START, Position
from common.subscription.consumer import Consumer
from common.subscription.failures import AWAY, sentence
from common.subscription.following import SHAPE
from common.subscription.positions import Standing
from common.subscription.source import Source, SourceAway
from common.waiting import set_within

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 0.5


class Reconciler:
    """Watches all consumers of one source."""

    def __init__(self, source: Source, consumers: Sequence[Consumer], every_seconds: float, live: Callable[[], bool]) -> None:
        self.source = source
        self.heads: dict[str, Position] = {}
        self.away: str | None = None
        self._consumers = consumers
        self._every_seconds = every_seconds
        self._live = live
        self._patient = False
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may have been missed: look now, and trust no message to be on its way."""
        self._patient = False
        self._woken.set()

    async def run(self) -> None:
        """Compares every few seconds, and at once when woken, until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.once()
                self._said(None)
            except (SourceAway, *AWAY) as failure:
                self._said(sentence(failure))
            await set_within(self._woken, self._every_seconds if self.away is None else min(self._every_seconds, AGAIN_SECONDS))

    async def once(self) -> None:
        """One comparison of every lane. Positions are read before heads: a source never goes back.

        While messages flow, a lane has until the next comparison to hear what the source has told by this one.
        """
        patient, self._patient = self._patient and self._live(), True
        known = [(consumer, await consumer.sink.positions.all()) for consumer in self._consumers]
        heads = {head.contract: head.at async for head in self.source.heads()}
        expected = self.heads if patient else heads
        for consumer, standings in known:
            for contract in heads.keys() | standings.keys() - {SHAPE}:
                standing, head = standings.get(contract, Standing(contract)), heads.get(contract, START)
                await consumer.compare(contract, standing, head, expected.get(contract, START).number)
        self.heads = heads

    def _said(self, away: str | None) -> None:
        if away is not None and self.away is None:
            log.warning("source_is_away", source=self.source.name, reason=away)
        elif away is None and self.away is not None:
            log.info("source_is_there", source=self.source.name)
        self.away = away
