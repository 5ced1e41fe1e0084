"""A service process, assembled and run: storage, the bus, the background work under its lease, and a clean end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from common.bus.connection import Bus
from common.clock import Clock, real_now
from common.feed import Feed
from common.handling import Handler
from common.kernel import Kernel, open_kernel
from common.lease import Lease
from common.ledger.ledger import Ledger
from common.ledger.pool import Pool
from common.projection.views import Views
from common.service import Service
from common.settings import Settings, SettingsError
from common.subscription.background import Background
from common.subscription.divided import Divided, Part
from common.subscription.source import FeedSource, ShortTokens, Source
from common.texts import Texts
from common.web.signing import read_private, sign_for_service
from common.web.trust import trusted


@dataclass(frozen=True)
class Runtime:
    """A running service, as its routes see it."""

    service: Service
    pool: Pool
    ledger: Ledger
    handler: Handler
    views: Views
    clock: Clock
    texts: Texts
    feed: Feed
    background: Background
    lease: Lease


@asynccontextmanager
async def running(service: Service, settings: Settings) -> AsyncIterator[Runtime]:
    """Starts a service's process and, at the end, stops it in order.

    Neither NATS nor another service needs to be there: nothing is lost without them, and they are found when they
    come. At the end the background work ends first, then the ledger commits what is queued, the relay publishes it
    (bounded), the lease goes to another replica and the connections close.
    """
    async with AsyncExitStack() as stack:
        kernel = await stack.enter_async_context(open_kernel(service, settings.database_url, clock=settings.clock))
        client = await stack.enter_async_context(httpx.AsyncClient(verify=trusted()))
        bus = Bus(settings.nats_url, service.name, settings.nats_replicas)
        sources = _sources(service, settings, client)
        background = Background(kernel, bus, sources, settings.reconcile_seconds, settings.share)
        lease = Lease(kernel.pool)
        await stack.enter_async_context(_running_bus(bus))
        await stack.enter_async_context(_working(kernel, background, lease))
        yield Runtime(
            service,
            kernel.pool,
            kernel.ledger,
            kernel.handler,
            kernel.views,
            kernel.clock,
            kernel.texts,
            Feed(service.name, kernel.pool),
            background,
            lease,
        )


def heard_by(service: Service) -> frozenset[str]:
    """The other services whose lanes a service hears."""
    named = {source for policy in service.policies for source in policy.reacts} | {one.source for one in service.follows}
    return frozenset(named - {service.name})


def _sources(service: Service, settings: Settings, client: httpx.AsyncClient) -> dict[str, Source]:
    others = heard_by(service)
    if not others:
        return {}
    if settings.service_key is None:
        raise SettingsError("Set WATCHBILL_SERVICE_KEY first.")
    tokens = ShortTokens(_signer(settings.service_key, settings))
    return {name: _source(name, settings, client, tokens) for name in sorted(others)}


def _source(name: str, settings: Settings, client: httpx.AsyncClient, tokens: ShortTokens) -> Source:
    """One feed, the one of our own group, or that of every group."""
    share = settings.share
    feeds = {group: FeedSource(name, address, client, tokens) for group, address in settings.peers(name).items()}
    if (whole := feeds.get("")) is not None:
        return Part(whole, share.holds, alike=False) if share.group else whole
    if share.group:
        return Part(feeds[share.group], share.holds, alike=True)
    return Divided(name, share.groups, feeds)


def _signer(key_file: Path, settings: Settings) -> Callable[[], str]:
    key = read_private(key_file)
    return lambda: sign_for_service(key, issued_at=real_now(), issuer=settings.issuer, audience=settings.audience)


@asynccontextmanager
async def _running_bus(bus: Bus) -> AsyncIterator[None]:
    keeping = asyncio.create_task(bus.run(), name="bus")
    try:
        yield
    finally:
        await _ended(keeping)
        await bus.close()


@asynccontextmanager
async def _working(kernel: Kernel, background: Background, lease: Lease) -> AsyncIterator[None]:
    working = asyncio.create_task(lease.run(background.work), name="background")
    try:
        yield
    finally:
        held = lease.held
        await _ended(working)
        await kernel.ledger.close()
        if held:
            await background.finish()


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
