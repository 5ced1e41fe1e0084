"""The invented service whose events benchmarks append: a lamp is turned, with a note of about a hundred bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from common.aggregate import Aggregate
from common.kernel import Kernel
from common.ledger.appending import Append, NewEvent
from common.ledger.codec import Codec
from common.ledger.facts import Recorded, event_types
from common.projection import View
from common.service import Service

NOTE = "一次点检的说明文字, 大约一百字节长, 像真实事件那样"
NOW = datetime(2026, 10, 14, 1, 30, tzinfo=UTC)
CONTRACT = "c-1"


@dataclass(frozen=True, slots=True)
class Turned:
    """A lamp was turned by so many percent."""

    percent: int
    note: str
    at: datetime


@dataclass(frozen=True)
class Turn:
    """Turns a lamp by percent."""

    percent: int


def _decide(command: Turn, _state: int, _terms: None) -> Sequence[Turned]:
    return [Turned(command.percent, NOTE, NOW)]


LAMP: Aggregate[Turn, int, Turned] = Aggregate("lamp", 0, _decide, lambda state, event: state + event.percent, needs_terms=False)


@dataclass(frozen=True)
class LampRow:
    """A lamp: how often it was turned, and by how much in all."""

    state: str
    times: int
    total: int
    at: datetime


def _turned(row: LampRow | None, fact: Recorded[Turned]) -> LampRow:
    before = row or LampRow("lit", 0, 0, fact.event.at)
    return replace(before, times=before.times + 1, total=before.total + fact.event.percent)


LAMPS = View("lamps", 1, LampRow, columns=("state", "times"))
PLACES = View("places", 1, LampRow, columns=("state",))

DIMMER = Service("lamps", event_types(Turned), {Turned: None}, {Turned: None})
WITH_TWO_VIEWS = replace(
    DIMMER, projects={Turned: (LAMPS.on(lambda f: f.id, _turned), PLACES.on(lambda f: f"at-{f.id}", _turned))}
)

EVENT = Turned(1, NOTE, NOW)
PAYLOAD = Codec(DIMMER.events).encode(EVENT).payload


def one_event(stream: str) -> NewEvent:
    """A turn of a lamp, ready to be appended."""
    return NewEvent(EVENT, stream, "turned", 1, PAYLOAD)


def append_of(command: str, stream: str, version: int, events: int = 1, contract: str = CONTRACT) -> Append:
    """An append of events to one stream under a command id of its own."""
    return Append(
        contract, f"http:tester:{command}", b"0" * 32, NOW, "tester", f"request-{command}", None, NOW,
        tuple(one_event(stream) for _ in range(events)), ((stream, version),),
    )  # fmt: skip


async def count(kernel: Kernel) -> int:
    """How many turns there are, each counted once: the number of different places in the ledger."""
    found: int = await kernel.pool.fetchval("select count(distinct (contract_id, seq)) from events where type = 'turned'")
    return found
