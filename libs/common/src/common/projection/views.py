"""The views of a service as its routes read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from asyncpg import Record

from common.errors import Problem
from common.ledger.gathering import Gathered
from common.ledger.ledger import Ledger
from common.projection import queries
from common.projection.filters import Filters
from common.projection.known_at import KnownAt, matching, page_of
from common.projection.projector import Projector
from common.projection.queries import PageOf, Slice
from common.projection.table import Stored
from common.projection.view import RowKey, View, key_text

R = TypeVar("R")

Place = tuple[View[Any], str, str]
"""A row: its view, contract and key."""


class Views:
    """One row, a page or a few rows; with `known_at` as they were known at that moment (own views only)."""

    def __init__(self, ledger: Ledger, projector: Projector) -> None:
        self._ledger = ledger
        self._known_at = KnownAt(projector, ledger.codec, ledger.reader)
        self._shown = Gathered(self._current)

    async def find(self, view: View[R], contract: str, key: RowKey, known_at: datetime | None = None) -> Stored[R] | None:
        """One row with its stream's version (for `ETag`), or `None`."""
        async with self._ledger.connection() as connection:
            if known_at is None:
                return await queries.find(connection, view, contract, key)
            return (await self._known_at.rows(connection, view, contract, known_at)).get(key_text(key))

    async def show(self, view: View[R], contract: str, key: RowKey, known_at: datetime | None = None) -> Stored[R]:
        """One row whose version is that of its stream, events included that the view does not show.

        Problem `not_found` where there is none.
        """
        if known_at is None:
            record = await self._shown.find((view, contract, key_text(key)))
            stored = None if record is None else queries.current(view, record)
        else:
            stored = await self.find(view, contract, key, known_at)
        if stored is None:
            raise Problem("not_found", view=view.name, key=key_text(key))
        return stored

    async def page(
        self, view: View[R], contract: str, wanted: PageOf, filters: Filters, known_at: datetime | None = None
    ) -> Slice[R]:
        """One page of the rows that pass the filters."""
        async with self._ledger.connection() as connection:
            if known_at is None:
                return await queries.page(connection, view, contract, wanted, filters)
            then = await self._known_at.rows(connection, view, contract, known_at)
        return page_of(matching(then, view, filters), view, wanted)

    async def rows(
        self, view: View[R], contract: str | None, filters: Filters, known_at: datetime | None = None
    ) -> list[Stored[R]]:
        """All such rows by key, for what is small by nature. `contract` `None`: over all contracts, only now."""
        async with self._ledger.connection() as connection:
            if known_at is None or contract is None:
                return await queries.rows(connection, view, contract, filters)
            return matching(await self._known_at.rows(connection, view, contract, known_at), view, filters)

    async def _current(self, places: Sequence[Place]) -> Mapping[Place, Record]:
        """The records of many rows of any views: one query for each view."""
        wanted: dict[View[Any], list[tuple[str, str]]] = defaultdict(list)
        for view, contract, key in places:
            wanted[view].append((contract, key))
        found: dict[Place, Record] = {}
        async with self._ledger.connection() as connection:
            for view, keys in wanted.items():
                records = await queries.currents(connection, view, keys)
                found.update({(view, *place): record for place, record in records.items()})
        return found
