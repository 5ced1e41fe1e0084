"""Compares what was heard with what each source has told: the floor under everything that messages may lose."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

import structlog

from common.lane import START, Position
from common.subscription.consumer import Consumer
from common.subscription.failures import AWAY, sentence
from common.subscription.source import Source, SourceAway
from common.waiting import set_within

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 0.5
PAUSES = 10
LONGEST_PAUSE = 10.0
"""A look rests so many times as long as it took, but no longer than this: looking costs a few percent at most."""

AT_ONCE = 256
"""Buckets whose lanes are compared at a time."""


class Reconciler:
    """Watches all consumers of one source."""

    def __init__(self, source: Source, consumers: Sequence[Consumer], every_seconds: float, live: Callable[[], bool]) -> None:
        self.source = source
        self.heads: dict[str, Position] | None = None
        """Where the lanes end that some consumer had not come to the end of at the last look; `None` before the first."""
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
            began = time.monotonic()
            try:
                await self.once()
                self._said(None)
            except (SourceAway, *AWAY) as failure:
                self._said(sentence(failure))
            pause = max(self._every_seconds, min(PAUSES * (time.monotonic() - began), LONGEST_PAUSE))
            await set_within(self._woken, pause if self.away is None else min(pause, AGAIN_SECONDS))

    async def once(self) -> None:
        """One comparison of every lane: digests first, then the lanes of those buckets in which somebody differs.

        While messages flow, a lane has until the next comparison to hear what the source has told by this one.
        """
        patient, self._patient = self._patient and self._live(), True
        expected = self.heads if patient else None
        found: dict[str, Position] = {}
        for buckets in await self._differing():
            found |= await self._compare(buckets, expected)
        self.heads = found

    async def _differing(self) -> Sequence[Sequence[str] | None]:
        """Buckets whose lanes must be looked at, some at a time; `None` stands for all of them.

        A digest that was made before a lane moved differs needlessly, which costs a look and nothing else.
        """
        theirs = await self.source.digests()
        if theirs is None:
            return [None]
        ours = [await consumer.sink.positions.digests() for consumer in self._consumers]
        differing = sorted({bucket for mine in ours for bucket, _ in mine.items() ^ theirs.items()})
        return [differing[first : first + AT_ONCE] for first in range(0, len(differing), AT_ONCE)]

    async def _compare(self, buckets: Sequence[str] | None, expected: Mapping[str, Position] | None) -> Mapping[str, Position]:
        """Says which lanes are behind or in doubt; whoever reads them from the source finds out what became of them."""
        begun = [await consumer.sink.positions.within(buckets) for consumer in self._consumers]
        heads = {head.contract: head.at async for head in self.source.heads(buckets)}
        by_now = heads if expected is None else expected
        for consumer, standings in zip(self._consumers, begun, strict=True):
            # Not begun, or with another log id: read after the heads, so that a difference is no more than a doubt.
            others = await consumer.sink.positions.several(heads.keys() - standings.keys())
            mine = {contract: one for contract, one in (standings | others).items() if self.source.holds(contract)}
            for contract, standing in mine.items():
                head = heads.get(contract, START)
                on_its_way = by_now.get(contract, START).number <= standing.at.number < head.number
                if standing.stopped is None and standing.at != head and not on_its_way:
                    consumer.fall_behind(contract)
        return heads

    def _said(self, away: str | None) -> None:
        if away is not None and self.away is None:
            log.warning("source_is_away", source=self.source.name, reason=away)
        elif away is None and self.away is not None:
            log.info("source_is_there", source=self.source.name)
        self.away = away
