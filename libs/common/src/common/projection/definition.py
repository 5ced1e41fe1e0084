"""The table of a view as `common.migrate` makes it. Apart from what serves, so that a service starts without SQLAlchemy."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Index, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.types import TypeEngine

from common.projection.table import table_of
from common.projection.view import View

COLUMN_TYPES: Mapping[type, TypeEngine[Any]] = {
    bool: Boolean(),
    int: BigInteger(),
    str: Text(),
    datetime: DateTime(timezone=True),
    date: Date(),
}


def define(view: View[Any], metadata: MetaData) -> Table:
    """Adds the view's table; each declared column has an index of its own, led by the contract."""
    shape = Table(
        view.table, metadata,
        Column("contract_id", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("row", JSON, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("seq", BigInteger, nullable=False),
    )  # fmt: skip
    for one in table_of(view).columns:
        shape.append_column(Column(one.name, COLUMN_TYPES[one.kind], nullable=one.nullable))
        Index(f"{view.table}_{one.name}", shape.c.contract_id, shape.c[one.name], shape.c.key)
    return shape
