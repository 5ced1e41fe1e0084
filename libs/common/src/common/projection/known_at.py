"""What a view showed at an earlier moment: the longest prefix of the ledger recorded by then, folded on demand."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from common.ledger.codec import Codec
from common.ledger.pool import Connection
from common.ledger.reading import Reader, seq_known_at
from common.projection.filters import Filters, given, holds
from common.projection.projector import Projector, Rows, fold_rows
from common.projection.queries import PageOf, Slice, after_values, column_of, cut
from common.projection.table import Stored, plain
from common.projection.view import View

R = TypeVar("R")


class KnownAt:
    """Folds own views in memory, up to a number or a moment. Not for following views: their lane is another's."""

    def __init__(self, projector: Projector, codec: Codec, reader: Reader) -> None:
        self._projector = projector
        self._codec = codec
        self._reader = reader

    async def rows(self, connection: Connection, view: View[R], contract: str, moment: datetime) -> dict[str, Stored[R]]:
        """The rows by key, as a reader would have seen them at `moment` by the recorded times."""
        return await self.upto(connection, view, contract, await seq_known_at(connection, contract, moment))

    async def upto(self, connection: Connection, view: View[R], contract: str, seq: int) -> dict[str, Stored[R]]:
        """The rows by key after the event number `seq`."""
        projector = self._projector.only([view])
        types = [self._codec.name_of(cls) for cls in projector.types_of(view)]
        rows: Rows = {}
        async for facts in self._reader.pages(connection, contract, upto=seq, types=types):
            rows.update(fold_rows(rows, projector.changes(facts).get(view, ())))
        return {key: row for (_, key), row in sorted(rows.items()) if row is not None}


def matching(rows: Mapping[str, Stored[R]], view: View[R], filters: Filters) -> list[Stored[R]]:
    """The rows that pass the filters."""
    wanted = {column_of(view, name).name: value for name, value in given(filters).items()}
    return [one for one in rows.values() if all(holds(getattr(one.row, name), value) for name, value in wanted.items())]


def page_of(rows: list[Stored[R]], view: View[R], wanted: PageOf) -> Slice[R]:
    """One page of rows in memory, in the same order as the table gives."""

    def place(stored: Stored[R]) -> tuple[bool, object, str]:
        value = plain(getattr(stored.row, wanted.sort)) if wanted.sort else None
        return (value is None, value if value is not None else 0, stored.key)

    if wanted.sort:
        column_of(view, wanted.sort)
    ordered = sorted(rows, key=place, reverse=wanted.descending)
    if wanted.after is not None:
        *sorted_by, key = after_values(view, wanted)
        value = sorted_by[0] if sorted_by else None
        mark = (value is None, value if value is not None else 0, key)
        ordered = [one for one in ordered if (place(one) < mark if wanted.descending else place(one) > mark)]
    return cut(ordered, wanted.limit, wanted.sort)
