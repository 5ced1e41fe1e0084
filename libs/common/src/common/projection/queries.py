"""Reading views: one row, a page, a few rows; now, or as known at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from asyncpg import Record
from pydantic import TypeAdapter, ValidationError

from common.errors import Problem
from common.ledger.pool import Connection
from common.projection.filters import Filters, condition, given
from common.projection.statements import fetch_all
from common.projection.table import Stored, plain, table_of
from common.projection.view import RowKey, View, key_text

R = TypeVar("R")

LARGEST_PAGE = 200
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Slice(Generic[R]):
    """One page of rows. `after` names the last row (JSON values) and is what the next page is asked with."""

    rows: tuple[Stored[R], ...]
    after: list[Any] | None


@dataclass(frozen=True, slots=True)
class PageOf:
    """Which page: at most `limit` rows behind `after`, ordered by a declared column (or the key), then by key."""

    limit: int = 50
    sort: str | None = None
    descending: bool = False
    after: Sequence[Any] | None = None


async def find(connection: Connection, view: View[R], contract: str, key: RowKey) -> Stored[R] | None:
    """One row, or `None`."""
    table = table_of(view)
    records = await fetch_all(connection, [table.load([(contract, key_text(key))])])
    return table.stored(records[0]) if records else None


async def currents(connection: Connection, view: View[Any], keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Record]:
    """Rows by (contract, key), each with today's version of the stream that it stands for, all as of one moment."""
    part = table_of(view).load(keys)
    records = await connection.fetch(_CURRENT.format(part.sql.format("$1", "$2")), *part.values)
    return {(record["contract_id"], record["key"]): record for record in records}


def current(view: View[R], record: Record) -> Stored[R]:
    """Such a row, decoded.

    The row itself knows only events that changed it. Its stream is that of the last of them, if its id is the row's
    key; a row that another stream touched last keeps the version it knows.
    """
    stored = table_of(view).stored(record)
    return stored if record["latest"] is None else replace(stored, version=record["latest"])


# A range and an order name the index by number even to a plan that was made while the table was empty.
_CURRENT = """
select f.*, (
  select (select latest.version from events latest where latest.contract_id = f.contract_id and latest.stream = last.stream
           order by latest.version desc limit 1)
    from (select seq, stream from events where contract_id = f.contract_id and seq >= f.seq order by seq limit 1) last
   where last.seq = f.seq and substr(last.stream, strpos(last.stream, '/') + 1) = f.key) as latest
  from ({}) f
"""


async def page(connection: Connection, view: View[R], contract: str, wanted: PageOf, filters: Filters) -> Slice[R]:
    """One page. Problem `invalid_request` for a column that is not declared or an `after` that is not one of this list."""
    query = _Query(view)
    query.where(contract, filters)
    if wanted.after is not None:
        query.behind(wanted)
    limit = max(1, min(wanted.limit, LARGEST_PAGE))
    return cut(await query.run(connection, query.order(wanted), limit + 1), limit, wanted.sort)


async def rows(
    connection: Connection, view: View[R], contract: str | None, filters: Filters, limit: int = MOST_ROWS
) -> list[Stored[R]]:
    """The rows that pass the filters, by key. At most `MOST_ROWS`; more is an error.

    `contract` `None` reads over all contracts: for lists of contracts only.
    """
    query = _Query(view)
    query.where(contract, filters)
    found = await query.run(connection, "contract_id, key", limit + 1)
    if len(found) > limit:
        raise Problem("request_too_large", view=view.name, limit=limit)
    return found


def cut(found: Sequence[Stored[R]], limit: int, sort: str | None) -> Slice[R]:
    """A page of what was found with one row more than the page holds."""
    if len(found) <= limit:
        return Slice(tuple(found), None)
    last = found[limit - 1]
    return Slice(tuple(found[:limit]), [_json(getattr(last.row, sort)), last.key] if sort else [last.key])


def after_values(view: View[Any], wanted: PageOf) -> list[Any]:
    """The row behind which the page starts, as values of the database: the sort column's (if any) and the key."""
    values = list(wanted.after or ())
    if len(values) != (2 if wanted.sort else 1) or not isinstance(values[-1], str):
        raise Problem("invalid_request", parameter="cursor")
    if wanted.sort and values[0] is not None:
        try:
            values[0] = TypeAdapter(column_of(view, wanted.sort).kind).validate_python(values[0])
        except ValidationError:
            raise Problem("invalid_request", parameter="cursor") from None
    return values


def column_of(view: View[Any], name: str) -> Any:
    """A declared column. Problem `invalid_request` for another name."""
    for column in table_of(view).columns:
        if column.name == name:
            return column
    raise Problem("invalid_request", parameter=name)


class _Query:
    """One question to a view's table. Names are those of declared columns; every value is a parameter."""

    def __init__(self, view: View[Any]) -> None:
        self._view = view
        self._table = table_of(view)
        self._conditions = ["true"]
        self._stretches = ["true"]
        self._values: list[object] = []

    def where(self, contract: str | None, filters: Filters) -> None:
        """Only rows of a contract that pass the filters."""
        if contract is not None:
            self._conditions.append(f"contract_id = {self._place(contract)}")
        for name, value in given(filters).items():
            self._conditions.append(condition(column_of(self._view, name).name, value, self._place))

    def order(self, wanted: PageOf) -> str:
        """By the column (or not), then by key."""
        direction, empty = ("desc", "nulls first") if wanted.descending else ("asc", "nulls last")
        column = f"{column_of(self._view, wanted.sort).name} {direction} {empty}, " if wanted.sort else ""
        return f"{column}key {direction}"

    def behind(self, wanted: PageOf) -> None:
        """Only what comes after the given row in this order; empty values sort last (descending: first).

        Where both empty and other values may follow, each is a stretch of its own: with `or` between them the
        database would walk the index from its start to the row.
        """
        *sorted_by, after = after_values(self._view, wanted)
        beyond, key = "<" if wanted.descending else ">", self._place(after)
        if wanted.sort is None:
            self._stretches = [f"key {beyond} {key}"]
            return
        column, value = column_of(self._view, wanted.sort), sorted_by[0]
        if value is None:
            others = [f"{column.name} is not null"] if wanted.descending else []
            self._stretches = [f"{column.name} is null and key {beyond} {key}", *others]
        else:
            empty = [f"{column.name} is null"] if column.nullable and not wanted.descending else []
            self._stretches = [f"({column.name}, key) {beyond} ({self._place(value)}, {key})", *empty]

    async def run(self, connection: Connection, order: str, limit: int) -> list[Stored[Any]]:
        """The rows.

        The limit is a parameter too: not knowing it, PostgreSQL expects a plan for all values to be dear and keeps making
        one for these, so that a rare value is found by its own index and a common one by that of the order.
        """
        ending = f"order by {order} limit {self._place(limit)}"
        found = [
            f"from {self._view.table} where {' and '.join([*self._conditions, stretch])} {ending}" for stretch in self._stretches
        ]
        if len(found) > 1:
            found = [f"from ({' union all '.join(f'(select * {stretch})' for stretch in found)}) f {ending}"]
        records = await connection.fetch(f"select contract_id, key, row, version, seq {found[0]}", *self._values)
        return [self._table.stored(record) for record in records]

    def _place(self, value: object) -> str:
        self._values.append(value)
        return f"${len(self._values)}"


def _json(value: object) -> Any:
    value = plain(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
