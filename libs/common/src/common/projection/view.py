"""A view is a fold of rows: `key(event) -> row key`, `evolve(row | None, event) -> row | None`, both pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")

RowKey = str | tuple[str, ...]
Key = Callable[[Any], RowKey | None]
Keys = Callable[[Any], Sequence[RowKey]]
Step = Callable[[Any, Any, str], Any]


@dataclass(frozen=True)
class View(Generic[R]):
    """A named, versioned table of rows per contract, kept in `<name>_v<version>`.

    `row` is a frozen dataclass. `columns` are the row's fields that lists filter and sort by; each becomes a
    typed, indexed column (str, int, bool, date, datetime or enum). A change of shape or fold raises `version`.
    """

    name: str
    version: int
    row: type[R]
    columns: tuple[str, ...] = ()

    def on(self, key: Key, evolve: "Callable[[R | None, Any], R | None]") -> "Fold[R]":
        """How one event type changes this view: which row, and into what.

        `key` gives the row's key, a tuple for one of several parts, `None` for no row. `evolve` gets the row as it is
        (`None`: there is none) and returns what it becomes (`None`: it goes).
        """

        def keys(event: Any) -> Sequence[RowKey]:
            found = key(event)
            return () if found is None else (found,)

        return Fold(self, keys, lambda row, event, _key: evolve(row, event))

    def on_each(self, keys: Keys, evolve: "Callable[[R | None, Any, str], R | None]") -> "Fold[R]":
        """The same for an event that changes several rows; `evolve` is told the key of the row at hand."""
        return Fold(self, keys, evolve)

    @property
    def table(self) -> str:
        return f"{self.name}_v{self.version}"


@dataclass(frozen=True)
class Fold(Generic[R]):
    """One entry of `PROJECTS` or of a `Following`. Made by `View.on` and `View.on_each`."""

    view: View[R]
    keys: Keys
    evolve: "Callable[[R | None, Any, str], R | None]"


def key_text(key: RowKey) -> str:
    """A key as it stands in the table: the parts of a composed key, joined by `/`."""
    return key if isinstance(key, str) else "/".join(key)
