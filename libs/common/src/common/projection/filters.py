"""What a list's rows are narrowed by: each filter names a declared column and one value, several, or a stretch of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from common.projection.table import plain

Filters = Mapping[str, object]
"""By columns: a value; a tuple of values, any of which will do; a `Span`. `None`, and a tuple of nothing, do not filter."""


@dataclass(frozen=True)
class Span:
    """From `since` until before `until`."""

    since: date | datetime
    until: date | datetime


def given(filters: Filters) -> dict[str, Any]:
    """Those that filter, each with values as the database takes them."""
    found = {name: _plain(value) for name, value in filters.items()}
    return {name: value for name, value in found.items() if value is not None and value != ()}


def holds(value: object, wanted: object) -> bool:
    """Whether a row's value is one of those. Nothing is in no stretch."""
    value = plain(value)
    match wanted:
        case Span(since, until):
            return value is not None and since <= value < until  # type: ignore[operator]
        case tuple():
            return value in wanted
        case _:
            return value == wanted


def condition(column: str, wanted: object, place: Callable[[object], str]) -> str:
    """The same in SQL. `place` takes a parameter's value and gives its name."""
    match wanted:
        case Span(since, until):
            return f"{column} >= {place(since)} and {column} < {place(until)}"
        case tuple():
            return f"{column} = any ({place(list(wanted))})"
        case _:
            return f"{column} = {place(wanted)}"


def _plain(value: object) -> object:
    return tuple(plain(one) for one in value) if isinstance(value, tuple | list) else plain(value)
