"""The contract's terms: a fold of the stream `terms/contract`, kept per contract under the stream's version."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from common.errors import Problem
from common.ledger.pool import Connection
from common.ledger.reading import Reader, stream_version

TERMS_STREAM = "terms/contract"
CAPACITY = 500

FoldTerms = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class Held:
    """Terms, and the version of the stream they were folded from."""

    version: int
    terms: Any


class TermsOf:
    """Finds a contract's terms. `fold` is `common.terms.fold_terms`; a test may give its own."""

    def __init__(self, reader: Reader, fold: FoldTerms) -> None:
        self._reader = reader
        self._fold = fold
        self._held: OrderedDict[str, Held] = OrderedDict()

    def known(self, contract: str) -> Held | None:
        """What is kept, at no cost; it may be stale, which the append's version check finds out."""
        return self._held.get(contract)

    def forget(self) -> None:
        """Drops everything: a ledger may have been restored to an earlier point."""
        self._held.clear()

    async def current(self, connection: Connection, contract: str) -> Held:
        """The terms as the database has them. Problem `contract_unknown` while there are none."""
        held = self._held.get(contract)
        version = await stream_version(connection, contract, TERMS_STREAM)
        if version == 0:
            raise Problem("contract_unknown", contract=contract)
        if held is None or held.version != version:
            events = await self._reader.stream(connection, contract, TERMS_STREAM)
            held = Held(events[-1].version, self._fold([recorded.event for recorded in events]))
        self._held[contract] = held  # also when it was known: others may have forgotten it while we asked
        self._held.move_to_end(contract)
        if len(self._held) > CAPACITY:
            self._held.popitem(last=False)
        return held


async def stream_versions(connection: Connection, contracts: Sequence[str], stream: str) -> dict[str, int]:
    """How many events a stream has in each of several contracts; those without any are left out."""
    rows = await connection.fetch(
        "select c.id, e.version from unnest($1::text[]) c (id) cross join lateral (select version from events"
        " where contract_id = c.id and stream = $2 order by version desc limit 1) e",
        contracts,
        stream,
    )
    return {row["id"]: row["version"] for row in rows}
