"""A small invented service for tests of what every service shares: lamps that are lit, burn, and go out by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal

from common.aggregate import Aggregate, Order
from common.errors import Refused, Sentence
from common.ledger.facts import Recorded, event_types
from common.projection import View
from common.published.base import Published
from common.service import Service
from common.timers import ClearTimer, Due, SetTimer

BURNS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """The contract is known here: what terms are to a real service."""

    limit: int


@dataclass(frozen=True, slots=True)
class Lit:
    """A lamp was lit."""

    at: datetime
    colour: Literal["red", "white"]


@dataclass(frozen=True, slots=True)
class Dimmed:
    """A lamp was turned down, by percent; nobody outside hears of it."""

    percent: int


@dataclass(frozen=True, slots=True)
class WentOut:
    """A lamp is dark again."""

    at: datetime


class LampLit(Published):
    """What others hear of `Lit`."""

    SERVICE: ClassVar[str] = "lamps"
    lamp_id: str
    at: datetime


class LampWentOut(Published):
    """What others hear of `WentOut`."""

    SERVICE: ClassVar[str] = "lamps"
    lamp_id: str


@dataclass(frozen=True)
class Open:
    """Makes the contract known, once."""

    limit: int


@dataclass(frozen=True)
class Limit:
    """Sets another limit."""

    limit: int


@dataclass(frozen=True)
class Light:
    """Lights a lamp."""

    at: datetime
    colour: Literal["red", "white"] = "white"


@dataclass(frozen=True)
class Dim:
    """Turns a lamp down by percent."""

    percent: int


@dataclass(frozen=True)
class PutOut:
    """Puts a lamp out."""

    at: datetime


@dataclass(frozen=True)
class Lamp:
    """The state of a lamp."""

    lit: bool = False
    dimmed: int = 0


def _open(command: Open | Limit, state: int, _terms: None) -> Sequence[Opened]:
    return [] if state and isinstance(command, Open) else [Opened(command.limit)]


def _decide(command: Light | Dim | PutOut, lamp: Lamp, limit: int) -> Sequence[Lit | Dimmed | WentOut]:
    match command:
        case Light():
            if lamp.lit:
                raise Refused("already_lit", clause="§1")
            return [Lit(command.at, command.colour)]
        case Dim():
            if command.percent > limit:
                raise Refused("too_dark", clause="§2")
            return [Dimmed(command.percent)] if command.percent else []
        case PutOut():
            return [WentOut(command.at)] if lamp.lit else []


def _evolve(lamp: Lamp, event: Lit | Dimmed | WentOut) -> Lamp:
    match event:
        case Lit():
            return replace(lamp, lit=True)
        case Dimmed():
            return replace(lamp, dimmed=lamp.dimmed + event.percent)
        case WentOut():
            return replace(lamp, lit=False)


HOUSE: Aggregate[Open | Limit, int, Opened] = Aggregate("terms", 0, _open, lambda _state, event: event.limit, needs_terms=False)
LAMP: Aggregate[Light | Dim | PutOut, Lamp, Lit | Dimmed | WentOut] = Aggregate("lamp", Lamp(), _decide, _evolve)


@dataclass(frozen=True)
class LampRow:
    """A lamp as lists show it."""

    id: str
    state: Literal["lit", "dark"]
    colour: str
    lit_at: datetime
    times: int
    out_at: datetime | None = None


@dataclass(frozen=True)
class CountRow:
    """How many lamps of one colour were ever lit."""

    lit: int


def _lit(row: LampRow | None, fact: Recorded[Lit]) -> LampRow:
    times = row.times if row else 0
    return LampRow(fact.id, "lit", fact.event.colour, fact.event.at, times + 1)


def _out(row: LampRow | None, fact: Recorded[WentOut]) -> LampRow | None:
    return replace(row, state="dark", out_at=fact.event.at) if row else None


def _counted(row: CountRow | None, fact: Recorded[Lit]) -> CountRow:
    return CountRow((row.lit if row else 0) + 1)


def _set(fact: Recorded[Lit]) -> list[SetTimer | ClearTimer]:
    return [SetTimer(f"out/{fact.id}", "burn-down", fact.event.at + BURNS, {"lamp": fact.id})]


def _clear(fact: Recorded[WentOut]) -> list[SetTimer | ClearTimer]:
    return [ClearTimer(f"out/{fact.id}")]


def _burn_down(due: Due) -> Order[Any]:
    return Order(LAMP, due.about["lamp"], PutOut(due.due))


def limit_of(events: Sequence[Any]) -> int:
    """What `fold_terms` is to a real service."""
    limit: int = events[-1].limit
    return limit


LAMPS_VIEW = View("lamps", 1, LampRow, columns=("state", "colour", "lit_at", "out_at", "times"))
COUNTS_VIEW = View("lamp_counts", 1, CountRow)

LAMPS = Service(
    name="lamps",
    events=event_types(Opened, Lit, Dimmed, WentOut),
    projects={
        Opened: None,
        Lit: (LAMPS_VIEW.on(lambda fact: fact.id, _lit), COUNTS_VIEW.on(lambda fact: fact.event.colour, _counted)),
        Dimmed: None,
        WentOut: (LAMPS_VIEW.on(lambda fact: fact.id, _out),),
    },
    publishes={
        Opened: None,
        Lit: lambda stream, event: LampLit(lamp_id=stream.partition("/")[2], at=event.at),
        Dimmed: None,
        WentOut: lambda stream, _event: LampWentOut(lamp_id=stream.partition("/")[2]),
    },
    timers={Lit: _set, WentOut: _clear},
    fires={"burn-down": _burn_down},
    refusals={"already_lit": Sentence("已亮。", "It is lit."), "too_dark": Sentence("太暗。", "Too dark.")},
)
