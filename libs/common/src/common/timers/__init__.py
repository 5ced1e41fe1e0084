"""Due dates that fire once. Timers are a fold of own events: an event sets or clears them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class SetTimer:
    """Sets, or moves, the timer `id` of the contract. `kind` selects the entry of `FIRES`; `about` is its data."""

    id: str
    kind: str
    due: datetime
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClearTimer:
    """Forgets the timer `id`, if it is set."""

    id: str


@dataclass(frozen=True)
class Due:
    """A timer whose moment has come. `now` is the domain's clock at firing, never before `due`."""

    contract: str
    id: str
    kind: str
    due: datetime
    about: Mapping[str, str]
    now: datetime
