"""NATS -> pages. A message is a hint that something changed; what it is, the page reads again over HTTP.

Nothing is kept here and nothing is lost with it: after a broken connection every page reads again.
"""

import asyncio
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg

from common.bus.connection import CHANGED_TYPES, FAILURES, Bus
from common.clock import real_now

log = structlog.get_logger(__name__)

BEAT_SECONDS = 0.5
LONGEST_SECONDS = 2.0
"""A page reads again at once after a quiet time, then at beats that are the same for all pages, so that they put their
questions together and one answer serves many (`remote/sharing.py`). Where things keep happening, the beats of what is not
prompt grow longer: nobody reads a list that changes twice a second, and whoever asks the services waits for each reading.
They lie between those of what is prompt: half the questions at a time."""

TURN_SECONDS = 60.0
"""Time itself changes what is prompt: a wall that nobody touches must not show yesterday's meetings because none was planned
since. At the turn of each minute it reads again, whatever happened; all at the same moment, so that one answer serves many."""

MOST_HINTS = 50
"""What a page is told of one burst; what it shows it reads anyway."""

TERMS = ("terms-", "reading-", "calendar-")
"""Events that may change how anything is shown."""

Hear = Callable[["Sequence[Hint]"], Awaitable[None]]


@dataclass(frozen=True)
class Hint:
    """Something happened in a service under a contract. `type` is its name without a version; "" where it is not known.

    What a service keeps to itself is not `public`; its type is that of the ledger.
    """

    service: str
    contract: str
    type: str
    public: bool = True


@dataclass(eq=False)
class Listening:
    """One panel that wants to know. `types` are beginnings of names; empty for everything of the service.

    `exact` ones name what a service keeps to itself as well; without it all of that is wanted.
    """

    contract: str
    services: frozenset[str]
    types: tuple[str, ...]
    hear: Hear
    exact: bool
    prompt: bool
    turn: float
    beat: float = BEAT_SECONDS
    hints: deque[Hint] = field(default_factory=lambda: deque(maxlen=MOST_HINTS))
    due: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None

    async def something(self) -> None:
        """Until something was heard; who is prompt waits for the next minute at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(until_beat(real_now().timestamp(), self.turn, 0) if self.prompt else None):
                await self.due.wait()

    async def rest(self) -> None:
        """Until the next beat; the one after it comes later if something happened meanwhile, soon if nothing did."""
        await asyncio.sleep(until_beat(time.monotonic(), self.beat, 0 if self.prompt else BEAT_SECONDS / 2))
        longer = self.due.is_set() and not self.prompt
        self.beat = min(2 * self.beat, LONGEST_SECONDS) if longer else BEAT_SECONDS

    def wants(self, hint: Hint) -> bool:
        """Whether this hint is about what the panel shows."""
        if hint.service not in self.services or hint.contract != self.contract:
            return False
        return not (hint.public or self.exact) or touches(hint.type, self.types)


class Live:
    """Hears all lanes and the services' doorbells, and wakes the panels that show them."""

    def __init__(self, bus: Bus, turn: float = TURN_SECONDS) -> None:
        self._bus = bus
        self._turn = turn
        self._listening: set[Listening] = set()
        self._heard: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._gaps = 0
        self._hears = False

    def heard(self, service: str, contract: str, types: tuple[str, ...] = ()) -> Hashable | None:
        """What was heard of this service under this contract until now: equal as long as nothing is. None while deaf.

        With `types`, of events of the ledger whose names begin so, and of those that may change anything.
        """
        if not self._hears:
            return None
        heard = self._heard[service, contract]
        return self._gaps, sum(count for type_, count in heard.items() if touches(type_, types))

    def listen(
        self,
        contract: str,
        services: tuple[str, ...],
        types: tuple[str, ...],
        hear: Hear,
        *,
        exact: bool = False,
        prompt: bool = False,
    ) -> Callable[[], None]:
        """Calls `hear` soon after something of these services changed; with no hint after a gap. Returns what ends it.

        `prompt` is told at every beat, however long things keep happening, and each minute, with no hint, if nothing does.
        """
        one = Listening(contract, frozenset(services), types, hear, exact, prompt, self._turn)
        one.task = asyncio.create_task(self._serve(one), name=f"live {contract}")
        self._listening.add(one)

        def stop() -> None:
            self._listening.discard(one)
            if one.task is not None:
                one.task.cancel()

        return stop

    @property
    def pages(self) -> int:
        """How many panels listen now."""
        return len(self._listening)

    async def run(self) -> None:
        """Keeps listening until cancelled."""
        while True:
            nats = await self._bus.connected()
            try:
                await self._subscribe(nats)
                self._hears = True
            except FAILURES as failure:
                log.info("live_is_deaf", reason=str(failure) or type(failure).__name__)
            self._wake_all()
            await self._bus.gone(nats)
            self._hears = False

    async def _subscribe(self, nats: Nats) -> None:
        await nats.subscribe("wb.>", cb=self._told)
        await nats.subscribe("doorbell.>", cb=self._rung)

    async def _told(self, message: Msg) -> None:
        parts = message.subject.split(".")
        if len(parts) >= 4:  # noqa: PLR2004 - wb.<contract>.<service>.<event>.v<n>
            self._wake(Hint(parts[2], parts[1], parts[3]))

    async def _rung(self, message: Msg) -> None:
        service, contract = message.subject.split(".")[1], message.data.decode(errors="replace")
        types = (message.headers or {}).get(CHANGED_TYPES, "").split() if message.subject.endswith(".changed") else []
        for type_ in types or [""]:
            self._wake(Hint(service, contract, type_, public=False))

    def _wake(self, hint: Hint) -> None:
        self._heard[hint.service, hint.contract][hint.type] += 1
        for one in self._listening:
            if one.wants(hint):
                one.hints.append(hint)
                one.due.set()

    def _wake_all(self) -> None:
        self._gaps += 1
        for one in self._listening:
            one.hints.clear()
            one.due.set()

    async def _serve(self, one: Listening) -> None:
        while True:
            await one.something()
            one.due.clear()
            hints = tuple(one.hints)
            one.hints.clear()
            try:
                await one.hear(hints)
            except Exception:
                # What a page does with a hint is its own matter; the next hint finds it again.
                log.exception("live_page_failed", contract=one.contract)
            await one.rest()


def touches(type_: str, types: tuple[str, ...]) -> bool:
    """Whether an event of this type may change what these beginnings of names stand for; none of them stands for all."""
    return not types or not type_ or type_.startswith((*types, *TERMS))


def until_beat(now: float, beat: float, after: float) -> float:
    """Seconds from this moment of the machine's clock until pages look again that do so every `beat`, `after` its start."""
    return beat - (now - after) % beat
