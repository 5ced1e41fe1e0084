"""The tables a service is made of. `main.py` puts them together once; everything else reads them."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.aggregate import Order
from common.errors import Sentence
from common.ledger.facts import Delivered, EventType, Recorded
from common.projection import Fold, View
from common.published.base import Published
from common.timers import ClearTimer, Due, SetTimer

if TYPE_CHECKING:  # domain and policies import these tables and know no framework
    from fastapi import APIRouter

Folds = tuple[Fold[Any], ...] | None
Projects = Mapping[type, Folds]
Publishes = Mapping[type, "Callable[[str, Any], Published | None] | None"]
TimerFold = Callable[[Recorded[Any]], Sequence[SetTimer | ClearTimer]]
Timers = Mapping[type, TimerFold]
Fires = Mapping[str, Callable[[Due], Order[Any]]]
Reaction = Callable[[Delivered[Any]], Sequence[Order[Any]]]


@dataclass(frozen=True)
class Policy:
    """Published events -> commands of this service, pure. `name` never changes: it is part of command ids.

    `reacts` names, for each source service (this one included), every type that source publishes.
    """

    name: str
    reacts: Mapping[str, Mapping[type[Published], Reaction | None]]


@dataclass(frozen=True)
class Following:
    """A set of views that fold one foreign lane. `name` never changes."""

    name: str
    source: str
    projects: Mapping[type[Published], Folds]


@dataclass(frozen=True)
class Gauge:
    """A number that /metrics shows per contract: how many rows of an own view have a value in a declared column.

    `name` is the metric's, without `watchbill_`: `coverage_gaps_open`.
    """

    name: str
    text: str
    view: View[Any]
    column: str
    value: str


@dataclass(frozen=True)
class OwnTables:
    """Tables that are no fold of events: scripts of alembic, counted in `<service>_version`.

    `grants` says, table by table, what the application's role may do there.
    """

    scripts: Path
    grants: Mapping[str, str]


@dataclass(frozen=True)
class Service:
    """Everything `common` needs to run a service."""

    name: str
    events: tuple[EventType[Any], ...]
    projects: Projects
    publishes: Publishes
    policies: tuple[Policy, ...] = ()
    follows: tuple[Following, ...] = ()
    timers: Timers | None = None
    fires: Fires | None = None
    routers: "tuple[APIRouter, ...]" = ()
    refusals: Mapping[str, Sentence] | None = None
    gauges: tuple[Gauge, ...] = ()
    own_tables: OwnTables | None = None


def service_called(name: str) -> Service:
    """The `SERVICE` of `<name>/main.py`."""
    service: Service = importlib.import_module(f"{name}.main").SERVICE
    return service
