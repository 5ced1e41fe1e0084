"""Reading views: one row, a page, a few rows; now, or as known at a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Select, and_, asc, desc, literal, or_, select, tuple_
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import MetaData

from common.errors import Problem
from common.ledger.pool import Connection
from common.projection.statements import fetch_all
from common.projection.table import Stored, ViewTable, plain, table_of
from common.projection.view import RowKey, View, key_text

R = TypeVar("R")

LARGEST_PAGE = 200
MOST_ROWS = 5000
DIALECT = postgresql.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]  # SQLAlchemy's own gap


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


async def current(connection: Connection, view: View[R], contract: str, key: RowKey) -> Stored[R] | None:
    """One row with today's version of the stream that it stands for, both as of one moment; `None` where there is none.

    The row itself knows only events that changed it. Its stream is that of the last of them, if its id is the row's
    key; a row that another stream touched last keeps the version it knows.
    """
    table = table_of(view)
    part = table.load([(contract, key_text(key))])
    record = await connection.fetchrow(_CURRENT.format(part.sql.format("$1", "$2")), *part.values)
    if record is None:
        return None
    stored = table.stored(record)
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


async def page(connection: Connection, view: View[R], contract: str, wanted: PageOf, equals: Mapping[str, object]) -> Slice[R]:
    """One page. Problem `invalid_request` for a column that is not declared or an `after` that is not one of this list."""
    query = _Query(view)
    statement = query.where(contract, equals)
    if wanted.after is not None:
        statement = statement.where(query.behind(wanted))
    limit = max(1, min(wanted.limit, LARGEST_PAGE))
    rows = await _run(connection, table_of(view), statement.order_by(*query.order(wanted)).limit(limit + 1))
    return cut(rows, limit, wanted.sort)


async def rows(
    connection: Connection, view: View[R], contract: str | None, equals: Mapping[str, object], limit: int = MOST_ROWS
) -> list[Stored[R]]:
    """The rows whose columns equal the given values (`None` does not filter), by key. At most `MOST_ROWS`; more is an error.

    `contract` `None` reads over all contracts: for lists of contracts only.
    """
    query = _Query(view)
    statement = query.where(contract, equals).order_by(query.table.c.contract_id, query.table.c.key).limit(limit + 1)
    found = await _run(connection, table_of(view), statement)
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
    """SQLAlchemy Core over one view's table."""

    def __init__(self, view: View[Any]) -> None:
        self.view = view
        self.table = table_of(view).definition(MetaData())

    def where(self, contract: str | None, equals: Mapping[str, object]) -> Select[Any]:
        columns = self.table.c
        statement = select(columns.contract_id, columns.key, columns.row, columns.version, columns.seq)
        if contract is not None:
            statement = statement.where(columns.contract_id == contract)
        for name, value in equals.items():
            if value is not None:
                statement = statement.where(columns[column_of(self.view, name).name] == plain(value))
        return statement

    def order(self, wanted: PageOf) -> list[Any]:
        direction = desc if wanted.descending else asc
        key = direction(self.table.c.key)
        if wanted.sort is None:
            return [key]
        column = direction(self.table.c[column_of(self.view, wanted.sort).name])
        return [column.nulls_first() if wanted.descending else column.nulls_last(), key]

    def behind(self, wanted: PageOf) -> Any:
        """What comes after the given row in this order; empty values sort last (descending: first)."""
        *sorted_by, key = after_values(self.view, wanted)
        own = self.table.c.key
        further = (own < key) if wanted.descending else (own > key)
        if wanted.sort is None:
            return further
        described = column_of(self.view, wanted.sort)
        column, value = self.table.c[described.name], sorted_by[0]
        if not described.nullable:
            pair, given = tuple_(column, own), tuple_(literal(value), literal(key))
            return pair < given if wanted.descending else pair > given
        if value is None:
            same = and_(column.is_(None), further)
            return or_(same, column.is_not(None)) if wanted.descending else same
        beyond = column < value if wanted.descending else column > value
        tied = and_(column == value, further)
        return or_(beyond, tied) if wanted.descending else or_(beyond, tied, column.is_(None))


async def _run(connection: Connection, table: ViewTable[R], statement: Select[Any]) -> list[Stored[R]]:
    compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    values = [compiled.params[name] for name in compiled.positiontup or ()]
    return [table.stored(record) for record in await connection.fetch(str(compiled), *values)]


def _json(value: object) -> Any:
    value = plain(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
