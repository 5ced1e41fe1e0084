"""Several small statements as one: each costs a round trip, and an append folds many views."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from asyncpg import Record

from common.ledger.pool import Connection


@dataclass(frozen=True, slots=True)
class Part:
    """One statement among several. `sql` names its own parameters `{0}`, `{1}` and so on."""

    sql: str
    values: tuple[object, ...]


async def fetch_all(connection: Connection, parts: Sequence[Part]) -> list[Record]:
    """The rows of all parts, which select the same columns."""
    if not parts:
        return []
    return await connection.fetch(_joined(_shape(parts), " union all "), *_values(parts))


async def execute_all(connection: Connection, parts: Sequence[Part]) -> int:
    """Carries out parts that write to different tables; returns how many rows the last of them wrote."""
    if not parts:
        return 0
    status: str = await connection.execute(_joined(_shape(parts), ", "), *_values(parts))
    return int(status.rpartition(" ")[2])


def _shape(parts: Sequence[Part]) -> tuple[tuple[str, int], ...]:
    return tuple((part.sql, len(part.values)) for part in parts)


def _values(parts: Sequence[Part]) -> list[object]:
    return [value for part in parts for value in part.values]


@lru_cache(maxsize=4096)
def _joined(shape: tuple[tuple[str, int], ...], between: str) -> str:
    """The parts with their parameters numbered through; writing parts but the last become its `with` queries."""
    numbered = []
    first = 1
    for sql, count in shape:
        numbered.append(sql.format(*(f"${place}" for place in range(first, first + count))))
        first += count
    if between.strip() != ",":
        return between.join(numbered)
    if len(numbered) == 1:
        return numbered[0]
    steps = between.join(f"w{place} as ({sql})" for place, sql in enumerate(numbered[:-1]))
    return f"with {steps} {numbered[-1]}"
