"""What the routes need of a running service. `common.runtime` gives it; nothing here starts or stops anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from common.clock import Clock
from common.feed import Feed
from common.handling import Handler
from common.ledger.ledger import Ledger
from common.ledger.pool import Pool
from common.projection.views import Views
from common.service import Service
from common.texts import Texts


@dataclass(frozen=True, slots=True)
class Lane:
    """How far one consumer of this service has come in one lane.

    `head` is the last number known at the source, `None` while nobody could ask it. `stopped` is a code (`fork`,
    `failed`) with `reason` as a sentence, when the lane waits for people.
    """

    consumer: str
    source: str
    contract: str
    number: int
    head: int | None
    stopped: str | None = None
    reason: str | None = None

    @property
    def lag(self) -> int | None:
        """Events of the lane that the consumer has not taken; `None` while the source's head is unknown."""
        return None if self.head is None else max(self.head - self.number, 0)


class Background(Protocol):
    """The part of a service that runs between requests, as routes see it."""

    async def lanes(self) -> Sequence[Lane]:
        """Every lane this service hears, with lag as last seen, its own lanes included where a policy hears them."""

    async def wait_reached(self, source: str, contract: str, number: int, seconds: float) -> bool:
        """Waits until every consumer of `source`'s lane here has come to `number`, policies' commands carried out.

        False when that took longer than `seconds`. True at once for a lane that nothing here hears.
        """

    async def drained(self) -> bool:
        """No due timer unfired, no public event unpublished, no event of a lane unheard; asks the sources."""

    async def relay_lag(self) -> int:
        """Public events that are not published yet."""

    def undeclared(self) -> Mapping[tuple[str, str], int]:
        """(consumer, source) -> events of types nobody declared, passed by since this process began."""

    def clock_moved(self) -> None:
        """A virtual clock was stepped: look at the timers now."""

    async def retry_parked(self, parked_id: int, by: str) -> None:
        """Gives a parked command again, or lets a stopped lane go on. Refused again, it stays parked."""

    async def dismiss_parked(self, parked_id: int, by: str, reason: str) -> None:
        """Decides that a parked command is not carried out, or what becomes of a stopped lane."""


class Kernel(Protocol):
    """A running service process."""

    @property
    def service(self) -> Service:
        """Its tables."""

    @property
    def pool(self) -> Pool:
        """Connections to its database."""

    @property
    def ledger(self) -> Ledger:
        """Its events."""

    @property
    def handler(self) -> Handler:
        """Its commands."""

    @property
    def views(self) -> Views:
        """Its views."""

    @property
    def clock(self) -> Clock:
        """The domain's clock."""

    @property
    def texts(self) -> Texts:
        """What people typed."""

    @property
    def feed(self) -> Feed:
        """Its own lanes."""

    @property
    def background(self) -> Background:
        """What it does between requests."""
