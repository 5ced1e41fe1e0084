"""What a service does between requests, on the replica that holds the lease: tell, hear, compare, tick."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

import structlog

from common.bus.connection import CHANGED_TYPES, FAILURES, Bus
from common.feed import Feed
from common.groups import Share
from common.kernel import Kernel
from common.lane import Position
from common.relay import Relay, RelayLog
from common.subscription.consumer import Consumer
from common.subscription.desk import Desk, Place
from common.subscription.failures import AWAY
from common.subscription.following import FollowingSink
from common.subscription.intake import Intake
from common.subscription.parking import Parking
from common.subscription.policy import PolicySink
from common.subscription.progress import Progress
from common.subscription.reconciler import Reconciler
from common.subscription.sink import Sink
from common.subscription.source import OwnSource, Source, SourceAway
from common.ticker import Ticker
from common.web.kernel import Lane

log = structlog.get_logger(__name__)

DRAIN_SECONDS = 3.0
SWEEP_SECONDS = 3600.0
CHANGED_SECONDS = 0.1


class Background:
    """The relay, every consumer with its intake, the reconcilers and the ticker of one service."""

    def __init__(self, kernel: Kernel, bus: Bus, sources: Mapping[str, Source], reconcile_seconds: float, share: Share) -> None:
        service, pool = kernel.service, kernel.pool
        self._kernel = kernel
        self._bus = bus
        self._reconcile_seconds = reconcile_seconds
        self._name = share.named(service.name)
        self._doorbell = f"doorbell.{service.name}.{share.group}" if share.group else f"doorbell.{service.name}"
        self._relay_log = RelayLog(service.name, pool)
        self._relay = Relay(service.name, bus, self._relay_log)
        self._ticker = Ticker(kernel.timers, kernel.clock)
        self.parking = Parking(pool)
        self._sources = {**sources, service.name: OwnSource(Feed(service.name, pool))}
        self._followings = [FollowingSink(pool, following) for following in service.follows]
        self._sinks = self._all_sinks()
        self._desk = Desk(self.parking, self._sinks, self._sources)
        self._progress = Progress(pool, list(self._sinks))
        self._own: Sequence[Consumer] = ()
        self._reconcilers: Sequence[Reconciler] = ()
        self._rings: set[asyncio.Task[None]] = set()
        self.working = False
        self._changed: defaultdict[str, set[str]] = defaultdict(set)
        kernel.ledger.listeners.append(self._grown)
        kernel.ledger.private_listeners.append(self._changed_privately)

    def _all_sinks(self) -> dict[Place, Sink]:
        service, pool = self._kernel.service, self._kernel.pool
        policies: list[Sink] = [
            PolicySink(pool, policy, source, self._kernel.handler, self.parking)
            for policy in service.policies
            for source in policy.reacts
        ]
        sinks: dict[Place, Sink] = {}
        for sink in [*self._followings, *policies]:
            place = (sink.positions.name, sink.positions.source)
            if place in sinks:
                raise ValueError(f"{service.name}: two consumers of {place[1]} are called {place[0]}")
            sinks[place] = sink
        return sinks

    async def work(self) -> None:
        """Everything, until cancelled. Begun anew whenever the lease is taken."""
        for following in self._followings:
            if await following.ensure_shape():
                log.info("views_start_over", following=following.positions.name, source=following.positions.source)
        consumers = {
            place: [Consumer(sink, part, self.parking, self._progress.moved) for part in self._sources[place[1]].parts]
            for place, sink in self._sinks.items()
        }
        all_ = [one for parts in consumers.values() for one in parts]
        own = self._kernel.service.name
        self._reconcilers = tuple(
            self._reconciler(part, [one for one in all_ if one.source is part])
            for part in dict.fromkeys(one.source for one in all_)
        )
        self._own = [one for one in all_ if one.source.name == own]
        self.working = True
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._relay.run())
                tasks.create_task(self._ticker.run())
                tasks.create_task(self._listen())
                tasks.create_task(self._sweep())
                for reconciler in self._reconcilers:
                    tasks.create_task(reconciler.run())
                for consumer in all_:
                    tasks.create_task(consumer.run())
                for (_, source), parts in consumers.items():
                    if source != own:
                        tasks.create_task(Intake(self._name, self._bus, parts, partial(self._reconcile, source)).run())
        finally:
            self.working = False
            self._own, self._reconcilers = (), ()

    def _reconciler(self, source: Source, consumers: Sequence[Consumer]) -> Reconciler:
        return Reconciler(source, consumers, self._reconcile_seconds, lambda: self._bus.client is not None)

    async def _sweep(self) -> None:
        """Removes typed texts that no event ever came to name."""
        while True:
            try:
                removed = await self._kernel.texts.sweep()
            except AWAY as error:
                log.info("texts_not_swept", reason=repr(error))
            else:
                if removed:
                    log.info("texts_swept", removed=removed)
            await asyncio.sleep(SWEEP_SECONDS)

    async def finish(self) -> None:
        """Publishes what is left, for a bounded time. After the ledger has committed its last append."""
        await self._relay.drain(DRAIN_SECONDS)

    async def lanes(self) -> Sequence[Lane]:
        """Every lane this service hears, with the heads that its reconcilers saw last."""
        heads: dict[str, dict[str, Position]] = {}
        for one in self._reconcilers:
            if one.heads is not None:
                heads.setdefault(one.source.name, {}).update(one.heads)
        return await self._progress.lanes(heads, compared=heads)

    async def wait_reached(self, source: str, contract: str, number: int, seconds: float) -> bool:
        """Waits until every consumer of `source`'s lane here has come to `number`, policies' commands carried out."""
        return await self._progress.reached(source, contract, number, seconds)

    async def drained(self) -> bool:
        """No due timer unfired, no public event unpublished (while NATS is there), no event of a lane unheard.

        Asks the sources; false while one cannot be asked, or while a lane stands still.
        """
        try:
            heads = {source: await self._heads(self._sources[source]) for source in {source for _, source in self._sinks}}
        except SourceAway:
            return False
        due = await self._kernel.timers.next_due()
        if due is not None and due <= await self._kernel.clock.now():
            return False
        if self._bus.client is not None and await self._relay_log.behind():
            return False
        return all(lane.stopped is None and lane.lag == 0 for lane in await self._progress.lanes(heads))

    async def relay_lag(self) -> int:
        """Public events that are not published yet."""
        return await self._relay_log.lag()

    def undeclared(self) -> Mapping[Place, int]:
        """How many events of types that nobody declared each consumer has passed by since this process began."""
        return {place: sink.decoder.undeclared for place, sink in self._sinks.items()}

    def clock_moved(self) -> None:
        """A virtual clock was stepped: look at the timers now, wherever the lease is held."""
        self._ticker.wake()
        self._ring(b"")

    async def retry_parked(self, parked_id: int, by: str) -> None:
        """Gives a parked command again, or lets a stopped lane go on; see `Desk.retry`."""
        parked = await self._desk.retry(parked_id, by)
        if parked.is_lane:
            self._reconcile(parked.source)

    async def dismiss_parked(self, parked_id: int, by: str, reason: str) -> None:
        """Decides that a parked command is not carried out, or what becomes of a stopped lane; see `Desk.dismiss`."""
        parked = await self._desk.dismiss(parked_id, by, reason)
        if parked.is_lane:
            self._reconcile(parked.source)

    def _reconcile(self, source: str) -> None:
        for reconciler in self._reconcilers:
            if reconciler.source.name == source:
                reconciler.wake()

    async def _heads(self, source: Source) -> dict[str, Position]:
        return {head.contract: head.at async for head in source.heads()}

    def _grown(self, lanes: Mapping[str, int]) -> None:
        for contract in lanes:
            if self.working:
                self._heard(contract)
            else:
                self._ring(contract.encode())

    def _changed_privately(self, types: Mapping[str, frozenset[str]]) -> None:
        """Pages that show a service's own views look again; nobody else needs to know. Bursts are told as one.

        Which types of events it was stands beside the contract, so that a page looks at what it shows and no more.
        """
        if not self._changed:
            asyncio.get_running_loop().call_later(CHANGED_SECONDS, self._tell_changed)
        for contract, kinds in types.items():
            self._changed[contract] |= kinds

    def _tell_changed(self) -> None:
        changed, self._changed = self._changed, defaultdict(set)
        for contract, types in changed.items():
            self._ring(contract.encode(), f"{self._doorbell}.changed", {CHANGED_TYPES: " ".join(sorted(types))})

    def _heard(self, contract: str) -> None:
        self._ticker.wake()
        if contract:
            self._relay.ring(contract)
        for consumer in self._own:
            if contract:
                consumer.fall_behind(contract)

    def _ring(self, data: bytes, subject: str = "", headers: dict[str, str] | None = None) -> None:
        ringing = asyncio.get_running_loop().create_task(self._bus.ring(subject or self._doorbell, data, headers))
        self._rings.add(ringing)
        ringing.add_done_callback(self._rings.discard)

    async def _listen(self) -> None:
        """Hears the doorbell of other replicas; a poll is the floor of everything it wakes."""
        while True:
            client = await self._bus.connected()
            try:
                await client.subscribe(self._doorbell, cb=self._rung)
            except FAILURES:
                log.info("doorbell_is_deaf", service=self._kernel.service.name)
            await self._bus.gone(client)

    async def _rung(self, message: object) -> None:
        self._heard(getattr(message, "data", b"").decode())
