"""A view is a fold of rows: `key(event) -> row key`, `evolve(row | None, event) -> row | None`, both pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")

Key = Callable[[Any], "str | tuple[str, ...] | None"]


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
        """How one event type changes this view: which rows, and into what. `None` as key: no row."""
        return Fold(self, key, evolve)

    @property
    def table(self) -> str:
        return f"{self.name}_v{self.version}"


@dataclass(frozen=True)
class Fold(Generic[R]):
    """One entry of `PROJECTS` or of a `Following`."""

    view: View[R]
    key: Key
    evolve: "Callable[[R | None, Any], R | None]"
