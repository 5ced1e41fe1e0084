"""A service's database as lines of JSON: everything that cannot be folded from something else, byte for byte.

A file begins with `{"service", "revision"}`. Each table follows as `{"table", "columns"}` and one list of PostgreSQL's
text forms per row. Views, their positions and the timers are left out: they are folded from the ledger and from lanes.
"""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

FOLDED = frozenset({"view_positions", "timers", "lease"})
"""What comes back by itself."""
VIEW = re.compile(r".+_v\d+")
WITHOUT_FOLLOWINGS = " where name not in (select name from positions where contract_id = '')"
"""A following keeps the shape of its tables under no contract; without its tables its place means nothing."""
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Row = Sequence[str | None]


@dataclass(frozen=True)
class Table:
    """Some columns of a table, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


@dataclass(frozen=True)
class Dump:
    """What one service had written under one revision of the ledger's tables."""

    service: str
    revision: str
    tables: list[Table]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A table's rows by column."""
        found = next(one for one in self.tables if one.name == table)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


async def dumped(service: str, url: str) -> Dump:
    """Reads a database that nobody writes to meanwhile."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("set timezone to 'UTC'")
        revision: str = await connection.fetchval("select version_num from alembic_version")
        names = await connection.fetch("select tablename from pg_tables where schemaname = 'public' order by tablename")
        wanted = [name for (name,) in names if name not in FOLDED | {"alembic_version"} and not VIEW.fullmatch(name)]
        return Dump(service, revision, [await _table(connection, name) for name in wanted])
    finally:
        await connection.close()


async def _table(connection: Any, name: str) -> Table:
    found = await connection.fetch(
        "select column_name from information_schema.columns where table_schema = 'public' and table_name = $1"
        " order by ordinal_position",
        name,
    )
    columns = tuple(column for (column,) in found)
    shown = ", ".join(f"{column}::text" for column in columns)
    condition = WITHOUT_FOLLOWINGS if name == "positions" else ""
    order = ", ".join(columns[:3])
    rows = await connection.fetch(f"select {shown} from {name}{condition} order by {order}")  # noqa: S608  (names are ours)
    return Table(name, columns, [tuple(row) for row in rows])


def write(dump: Dump, file: Path) -> None:
    """The same dump gives the same bytes."""
    with gzip.GzipFile(file, "wb", compresslevel=9, mtime=0) as out:
        for line in _lines(dump):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _lines(dump: Dump) -> Iterator[Any]:
    yield {"service": dump.service, "revision": dump.revision}
    for table in dump.tables:
        yield {"table": table.name, "columns": table.columns}
        yield from table.rows


def read(file: Path) -> Dump:
    """A dump as it was written."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        head = json.loads(next(lines))
        tables: list[Table] = []
        for line in map(json.loads, lines):
            if isinstance(line, dict):
                tables.append(Table(line["table"], tuple(line["columns"]), []))
            else:
                tables[-1].rows.append(line)
    return Dump(head["service"], head["revision"], tables)


async def load(dump: Dump, owner_url: str) -> None:
    """Copies every row into a database that has the tables of the dump's revision, and nothing in them."""
    connection = await asyncpg.connect(owner_url)
    try:
        for table in dump.tables:
            source = "".join("\t".join(map(_escaped, row)) + "\n" for row in table.rows)
            await connection.copy_to_table(table.name, source=_bytes(source), columns=table.columns, format="text")
        await connection.execute("select setval(pg_get_serial_sequence('parked', 'id'), (select max(id) + 1 from parked))")
    finally:
        await connection.close()


async def _bytes(text: str) -> Any:
    yield text.encode()


def _escaped(value: str | None) -> str:
    """In COPY's text format."""
    return "\\N" if value is None else value.translate(ESCAPES)
