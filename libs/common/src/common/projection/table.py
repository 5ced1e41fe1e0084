"""The table of a view: its columns from the row's type, rows to and from it."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from asyncpg import Record
from pydantic import TypeAdapter

from common.projection.statements import Part
from common.projection.view import View

R = TypeVar("R")

OWN_COLUMNS = frozenset({"contract_id", "key", "row", "version", "seq"})
COLUMN_TYPES: Mapping[type, str] = {bool: "boolean", int: "bigint", str: "text", datetime: "timestamptz", date: "date"}


@dataclass(frozen=True, slots=True)
class Stored(Generic[R]):
    """A row with where it stands: the version of its own stream (for `ETag`) and the last event that changed it."""

    contract: str
    key: str
    row: R
    version: int
    seq: int


@dataclass(frozen=True)
class ViewColumn:
    """A declared column: what Python type its values have in the table, and whether it may be empty."""

    name: str
    kind: type
    nullable: bool


class ViewTable(Generic[R]):
    """What SQL there is about one view."""

    def __init__(self, view: View[R]) -> None:
        self.view = view
        self.columns = tuple(_column(view, name) for name in view.columns)
        self._adapter: TypeAdapter[R] = TypeAdapter(view.row)
        names = "".join(f", {one.name}" for one in self.columns)
        arrays = "".join(f", {{{place}}}::{COLUMN_TYPES[one.kind]}[]" for place, one in enumerate(self.columns, 5))
        updates = "".join(f", {one.name} = excluded.{one.name}" for one in self.columns)
        # `offset 0` keeps it one look at the index per key, even under a plan that was made when the table was empty.
        touched = (
            "from unnest({0}::text[], {1}::text[]) k (contract_id, key) cross join lateral"  # noqa: S608  (names are ours)
            f" (select v.ctid, v.* from {view.table} v where v.contract_id = k.contract_id and v.key = k.key offset 0) v"
        )
        self._load = f"select '{view.table}' as name, v.contract_id, v.key, v.row, v.version, v.seq {touched}"
        self._delete = f"delete from {view.table} where ctid = any (array(select v.ctid {touched}))"  # noqa: S608  (names are ours)
        self._write = (
            f"insert into {view.table} (contract_id, key, row, version, seq{names})"  # noqa: S608  (names are ours)
            f" select * from unnest({{0}}::text[], {{1}}::text[], {{2}}::json[], {{3}}::bigint[], {{4}}::bigint[]{arrays})"
            " on conflict (contract_id, key) do update"
            f" set row = excluded.row, version = excluded.version, seq = excluded.seq{updates}"
        )

    def stored(self, record: Record) -> Stored[R]:
        """A record of the table, decoded."""
        row = self._adapter.validate_json(record["row"])
        return Stored(record["contract_id"], record["key"], row, record["version"], record["seq"])

    def load(self, keys: Sequence[tuple[str, str]]) -> Part:
        """Selects the rows that exist among these (contract, key), each under its table's `name`."""
        return Part(self._load, ([contract for contract, _ in keys], [key for _, key in keys]))

    def write(self, rows: Sequence[Stored[R]]) -> Part:
        """Writes rows, new or changed."""
        values = (
            [one.contract for one in rows],
            [one.key for one in rows],
            [self._adapter.dump_json(one.row).decode() for one in rows],
            [one.version for one in rows],
            [one.seq for one in rows],
            *([plain(getattr(one.row, column.name)) for one in rows] for column in self.columns),
        )
        return Part(self._write, values)

    def delete(self, keys: Sequence[tuple[str, str]]) -> Part:
        """Removes rows."""
        return Part(self._delete, ([contract for contract, _ in keys], [key for _, key in keys]))


@cache
def table_of(view: View[R]) -> ViewTable[R]:
    """The view's table; made once."""
    return ViewTable(view)


def plain(value: object) -> object:
    """A field's value as the database takes it: an enum by its value."""
    return value.value if isinstance(value, Enum) else value


def _column(view: View[Any], name: str) -> ViewColumn:
    if name not in {one.name for one in fields(view.row)}:
        raise ValueError(f"view {view.name}: {view.row.__name__} has no field {name}")
    if name in OWN_COLUMNS:
        raise ValueError(f"view {view.name}: column {name} is one of the table's own; give the field another name")
    hint = get_type_hints(view.row)[name]
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kinds = [option for option in options if option is not types.NoneType]
    kind = _kind(kinds[0]) if len(kinds) == 1 else None
    if kind is None:
        raise ValueError(f"view {view.name}: column {name} is neither text, number, truth, date, moment nor enum")
    return ViewColumn(name, kind, nullable=len(kinds) < len(options))


def _kind(hint: Any) -> type | None:
    if get_origin(hint) is Literal:
        return type(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return type(next(iter(hint)).value)
    return hint if isinstance(hint, type) and hint in COLUMN_TYPES else None
