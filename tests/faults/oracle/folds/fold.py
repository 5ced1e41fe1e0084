"""What the oracle's folds are made of: plain dicts in, plain dicts out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from faults.oracle.history import Event, Json

OWN, FOREIGN = "own", "foreign"

Row = dict[str, Any]
Rows = dict[tuple[str, str], tuple[Row, int]]


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its content: the payload of an own one, the published form of a foreign one."""

    service: str
    event: Event
    data: Json

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def position(self) -> str:
        return f"{self.service}:{self.event.contract}:{self.event.seq}"


Keys = Callable[[Fact], Iterable[str]]
Step = Callable[[Row | None, Fact], Row | None]
Folds = Mapping[str, tuple[tuple[str, Keys, Step], ...]]


def stream(fact: Fact) -> tuple[str]:
    """The row of the stream's id."""
    return (fact.id,)


def by(field: str) -> Keys:
    """The row that a field of the event names."""
    return lambda fact: (str(fact.data[field]),)


def new(**fields: Any) -> Step:
    """A new row: a value, or `"."` for the stream's id, `"@"` for the actor, `"#"` for the position, `".name"` for a field."""
    return lambda _row, fact: {name: value_of(value, fact) for name, value in fields.items()}


def change(**fields: Any) -> Step:
    """Fields of a row that is there."""
    return lambda row, fact: None if row is None else {**row, **{name: value_of(value, fact) for name, value in fields.items()}}


def gone(_row: Row | None, _fact: Fact) -> None:
    """The row goes."""


def value_of(value: Any, fact: Fact) -> Any:
    """What stands for itself, or for something of the fact."""
    if callable(value):
        return value(fact)
    if not isinstance(value, str) or not value:
        return value
    if value in {".", "@", "#"}:
        return {".": fact.id, "@": fact.event.actor, "#": fact.position}[value]
    return fact.data[value[1:]] if value[0] == "." else value
