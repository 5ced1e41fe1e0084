"""What a ledger holds: events with their envelope, and the table of event types that a service writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

E_co = TypeVar("E_co", covariant=True)

Payload = dict[str, object]
Upcaster = Callable[[Payload], Payload]


class Recorded(NamedTuple, Generic[E_co]):
    """One event of the own ledger, decoded. `seq` is its number in the contract's ledger, without gaps.

    A named tuple: a rebuild makes a million of them, and a frozen dataclass takes ten times as long to make.
    """

    service: str
    contract: str
    seq: int
    stream: str
    version: int
    type: str
    event: E_co
    actor: str
    command_id: str
    correlation_id: str
    causation_id: str | None
    occurred_at: datetime
    recorded_at: datetime

    @property
    def id(self) -> str:
        """The stream's id without its category: `shift/S-1` -> `S-1`."""
        return self.stream.partition("/")[2]

    @property
    def position(self) -> str:
        """`roster:bj-2026:1042`: where this event stands, for explanations and evidence."""
        return f"{self.service}:{self.contract}:{self.seq}"


class Delivered(NamedTuple, Generic[E_co]):
    """One published event of a service's lane, decoded. `number` counts the lane; `seq` is the ledger's number."""

    service: str
    contract: str
    number: int
    seq: int
    stream: str
    type: str
    event: E_co
    correlation_id: str
    occurred_at: datetime
    recorded_at: datetime

    @property
    def id(self) -> str:
        """The id of the producer's stream without its category."""
        return self.stream.partition("/")[2]

    @property
    def position(self) -> str:
        """The event's place in the producer's ledger."""
        return f"{self.service}:{self.contract}:{self.seq}"


@dataclass(frozen=True)
class EventType(Generic[E_co]):
    """A stored event type: its frozen dataclass, its name in the ledger, and one upcaster per older version."""

    cls: type[E_co]
    name: str
    upcasters: tuple[Upcaster, ...] = ()

    @property
    def version(self) -> int:
        """Today's schema version; version n is upcast by `upcasters[n - 1]` to n + 1."""
        return len(self.upcasters) + 1


def kebab(name: str) -> str:
    """`ShiftStarted` -> `shift-started`."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def event_types(*classes: type, upcasters: Mapping[type, tuple[Upcaster, ...]] | None = None) -> tuple[EventType[object], ...]:
    """The types a service stores, named after their classes in kebab case."""
    older = upcasters or {}
    return tuple(EventType(cls, kebab(cls.__name__), older.get(cls, ())) for cls in classes)
