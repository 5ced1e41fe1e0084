"""What a list's rows are narrowed by: each filter names a declared column and one value, several, or a stretch of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from common.projection.table import plain

Filters = Mapping[str, object]
"""By columns: a value; a tuple of values, any of which will do; a `Span`. `None`, a tuple of nothing and a `Span` without ends
do not filter."""


@dataclass(frozen=True)
class Span:
    """From `since` until before `until`; without one of them it has no end there."""

    since: date | datetime | None = None
    until: date | datetime | None = None


def given(filters: Filters) -> dict[str, Any]:
    """Those that filter, each with values as the database takes them."""
    found = {name: _plain(value) for name, value in filters.items()}
    return {name: value for name, value in found.items() if value not in (None, (), Span())}


def holds(value: object, wanted: object) -> bool:
    """Whether a row's value is one of those. Nothing is in no stretch."""
    value = plain(value)
    match wanted:
        case Span(since, until):
            if value is None:
                return False
            return (since is None or since <= value) and (until is None or value < until)  # type: ignore[operator]
        case tuple():
            return value in wanted
        case _:
            return value == wanted


def condition(column: str, wanted: object, place: Callable[[object], str]) -> str:
    """The same in SQL. `place` takes a parameter's value and gives its name."""
    match wanted:
        case Span(since, until):
            ends = ((">=", since), ("<", until))
            return " and ".join(f"{column} {sign} {place(end)}" for sign, end in ends if end is not None)
        case tuple():
            return f"{column} = any ({place(list(wanted))})"
        case _:
            return f"{column} = {place(wanted)}"


def _plain(value: object) -> object:
    return tuple(plain(one) for one in value) if isinstance(value, tuple | list) else plain(value)
