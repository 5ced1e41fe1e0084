"""Rows of own views as this process wrote them last: the next append to the contract need not read them again."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.projection.table import Stored

MOST_ROWS = 20_000

Place = tuple[str, str]
"""A row of a contract: the table of its view, and its key."""


@dataclass(frozen=True, slots=True)
class Folded:
    """What an append made of a contract's views: with the events after `start`, up to `head`. `None`: the row is gone."""

    contract: str
    start: int
    head: int
    rows: Mapping[Place, Stored[Any] | None]


@dataclass(slots=True)
class _Kept:
    head: int
    rows: dict[Place, Stored[Any]]


class Kept:
    """Rows by contract, good for one head of its ledger only: whoever else appends makes them useless, not wrong.

    To be asked by a transaction that holds the ledger's row, and told after its commit. The contracts used least
    recently go first.
    """

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self._most = most_rows
        self._count = 0
        self._contracts: OrderedDict[str, _Kept] = OrderedDict()

    def at(self, contract: str, head: int) -> Mapping[Place, Stored[Any]] | None:
        """Some rows as of this head, every view having folded up to it; `None` where that is not known."""
        kept = self._contracts.get(contract)
        if kept is None:
            return None
        if kept.head != head:
            self._drop(contract)
            return None
        self._contracts.move_to_end(contract)
        return kept.rows

    def keep(self, folded: Folded) -> None:
        """Remembers what was committed. Two commits of one contract may tell of themselves in either order."""
        kept = self._contracts.get(folded.contract)
        if kept is not None and kept.head > folded.head:
            return
        if kept is None or kept.head != folded.start:
            self._drop(folded.contract)
            kept = self._contracts[folded.contract] = _Kept(folded.head, {})
        kept.head = folded.head
        self._count -= len(kept.rows)
        for place, row in folded.rows.items():
            if row is None:
                kept.rows.pop(place, None)
            else:
                kept.rows[place] = row
        self._count += len(kept.rows)
        self._contracts.move_to_end(folded.contract)
        while self._count > self._most:
            self._drop(next(iter(self._contracts)))

    def forget(self) -> None:
        """Drops everything: a ledger may have been restored to an earlier point."""
        self._contracts.clear()
        self._count = 0

    def _drop(self, contract: str) -> None:
        kept = self._contracts.pop(contract, None)
        self._count -= len(kept.rows) if kept else 0
