"""What every service's ledger may hold without the service saying so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.ledger.facts import EventType, event_types


@dataclass(frozen=True, slots=True)
class TimerLapsed:
    """A timer came due and there was nothing to do: its decision gave no event, or was refused with `reason`."""

    kind: str
    reason: str | None


TIMER_CATEGORY = "timer"

KERNEL_EVENTS: tuple[EventType[Any], ...] = event_types(TimerLapsed)
KERNEL_PROJECTS: Mapping[type, None] = {TimerLapsed: None}
KERNEL_PUBLISHES: Mapping[type, None] = {TimerLapsed: None}
