"""A service's storage, put together from its tables: what `create_app`, the background runtime and tests work with."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from common.clock import Clock, SystemClock, VirtualClock
from common.handling import FoldTerms, Handler, TermsOf
from common.handling.encoding import Encoder
from common.ledger.codec import Codec
from common.ledger.ledger import Ledger
from common.ledger.pool import Pool, open_pool
from common.ledger.reading import Reader
from common.projection.inline import Inline
from common.projection.projector import Projector
from common.projection.views import Views
from common.service import Service
from common.texts import Texts
from common.timers.firing import Timers
from common.timers.fold import TimerFold
from common.timers.kernel import KERNEL_EVENTS, KERNEL_PROJECTS, KERNEL_PUBLISHES


@dataclass(frozen=True)
class Kernel:
    """Everything of one service that touches its database."""

    service: Service
    pool: Pool
    clock: Clock
    ledger: Ledger
    handler: Handler
    views: Views
    timers: Timers
    texts: Texts


@dataclass(frozen=True)
class Tables:
    """A service's tables with the kernel's own event types added, checked to be complete."""

    codec: Codec
    projector: Projector
    timers: TimerFold
    encoder: Encoder

    @classmethod
    def of(cls, service: Service) -> "Tables":
        """ValueError that names the event types which `projects` or `publishes` forget: `None` is an answer, silence is not."""
        codec = Codec(service.events + KERNEL_EVENTS)
        projects = {**service.projects, **KERNEL_PROJECTS}
        publishes = {**service.publishes, **KERNEL_PUBLISHES}
        for name, table in (("projects", projects), ("publishes", publishes)):
            _complete(f"{service.name}: {name}", set(codec.classes), set(table))
        unknown = set(service.timers or ()) - set(codec.classes)
        if unknown:
            raise ValueError(f"{service.name}: timers names {_names(unknown)}, which the service does not store")
        return cls(codec, Projector(projects), TimerFold(service.timers or {}), Encoder(codec, publishes))


def _complete(what: str, stored: set[type], named: set[type]) -> None:
    if stored != named:
        raise ValueError(
            f"{what} forgets {_names(stored - named) or 'nothing'} and knows unstored {_names(named - stored) or 'nothing'}"
        )


def _names(classes: set[type]) -> str:
    return ", ".join(sorted(cls.__name__ for cls in classes))


@asynccontextmanager
async def open_kernel(
    service: Service, database_url: str, *, clock: Literal["system", "virtual"] = "system", fold_terms: FoldTerms | None = None
) -> AsyncIterator[Kernel]:
    """Connects, and at the end commits what is queued and disconnects. The database must have been migrated.

    `fold_terms` is `common.terms.fold_terms` unless a test gives its own.
    """
    tables = Tables.of(service)
    kept: list[Handler] = []
    pool = await open_pool(database_url, name=f"watchbill {service.name}", connected=lambda: _forget(kept))
    try:
        kernel = _kernel(service, tables, pool, _clock(clock, pool), fold_terms or _fold_terms())
        kept.append(kernel.handler)
        try:
            yield kernel
        finally:
            await kernel.ledger.close()
    finally:
        await pool.close()


def _kernel(service: Service, tables: Tables, pool: Pool, clock: Clock, fold_terms: FoldTerms) -> Kernel:
    reader = Reader(service.name, tables.codec)
    ledger = Ledger(service.name, pool, tables.codec, Inline(tables.projector, tables.timers, reader), reader)
    handler = Handler(ledger, tables.encoder, TermsOf(reader, fold_terms), clock)
    timers = Timers(ledger, handler, service.fires or {}, clock)
    return Kernel(service, pool, clock, ledger, handler, Views(ledger, tables.projector), timers, Texts(pool))


def _clock(kind: Literal["system", "virtual"], pool: Pool) -> Clock:
    clocks: dict[str, Callable[[], Clock]] = {"system": SystemClock, "virtual": lambda: VirtualClock(pool)}
    return clocks[kind]()


def _fold_terms() -> FoldTerms:
    from common.terms import fold_terms  # noqa: PLC0415  (the pack's types load only where a service runs)

    return fold_terms


def _forget(kept: Iterable[Handler]) -> None:
    for handler in kept:
        handler.forget()
