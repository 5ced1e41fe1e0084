"""The ledger of one service: append in groups, with the own views in the same transaction, and read."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from common.ledger.appending import Append, Verdict, append_group
from common.ledger.codec import Codec
from common.ledger.facts import Recorded
from common.ledger.group import GroupCommit
from common.ledger.pool import Connection, Pool, acquired, unavailable_when_lost
from common.ledger.reading import Reader
from common.projection.inline import Inline, Overtaken
from common.projection.kept import Folded

Listener = Callable[[Mapping[str, int]], None]
"""Told after each commit: contract -> the last number of its lane. Must neither wait nor raise."""


class Ledger:
    """Every contract's line of events in one service."""

    def __init__(self, service: str, pool: Pool, codec: Codec, inline: Inline, reader: Reader) -> None:
        self.service = service
        self.pool = pool
        self.codec = codec
        self.reader = reader
        self.inline = inline
        self.listeners: list[Listener] = []
        self.private_listeners: list[Callable[[Mapping[str, frozenset[str]]], None]] = []
        """Told after each commit what no lane tells: of each contract the types of such events. Must neither wait nor raise."""
        self.group = GroupCommit(pool, self._write)

    async def append(self, append: Append) -> Verdict:
        """Appends one command's events in the next group commit; durable and visible in the views when it returns.

        Problems `overloaded` (queue full) and `unavailable` (database lost, outcome unknown: repeat the command id).
        """
        return await self.group.append(append)

    async def append_in(self, connection: Connection, appends: Sequence[Append]) -> list[Verdict]:
        """The same within a transaction that the caller commits, and announces with `announce`."""
        verdicts, _ = await self._append_in(connection, appends, from_memory=False)
        return verdicts

    def announce(self, appends: Sequence[Append], verdicts: Sequence[Verdict]) -> None:
        """Tells listeners which lanes have grown, and what changed beside them; after the commit."""
        grown = {
            append.contract: verdict.public_no
            for append, verdict in zip(appends, verdicts, strict=True)
            if verdict.kind == "appended" and any(event.published is not None for event in append.events)
        }
        if grown:
            for listener in self.listeners:
                listener(grown)
        private: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for append, verdict in zip(appends, verdicts, strict=True):
            if verdict.kind == "appended" and (types := {event.type for event in append.events if event.published is None}):
                private[append.contract] |= types
        if private:
            for tell in self.private_listeners:
                tell(private)

    async def head(self, connection: Connection, contract: str) -> tuple[int, int]:
        """The last number of the contract's ledger and of its lane; zeros where nothing was written yet."""
        row = await connection.fetchrow("select last_seq, last_public_no from ledgers where contract_id = $1", contract)
        return (row["last_seq"], row["last_public_no"]) if row else (0, 0)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for reading. Not to be held while waiting for anything else. Problem `unavailable`."""
        with unavailable_when_lost():
            async with acquired(self.pool) as connection:
                yield connection

    async def close(self) -> None:
        """Commits what is queued and stops."""
        await self.group.close()

    async def _write(self, connection: Connection, appends: Sequence[Append]) -> list[Verdict]:
        try:
            verdicts, folded = await self._committed(connection, appends)
        except Overtaken:
            self.inline.forget()
            verdicts, folded = await self._committed(connection, appends)
        self.inline.keep(folded)
        self.announce(appends, verdicts)
        return verdicts

    async def _committed(self, connection: Connection, appends: Sequence[Append]) -> tuple[list[Verdict], Sequence[Folded]]:
        async with connection.transaction():
            return await self._append_in(connection, appends, from_memory=True)

    async def _append_in(
        self, connection: Connection, appends: Sequence[Append], *, from_memory: bool
    ) -> tuple[list[Verdict], Sequence[Folded]]:
        verdicts = await append_group(connection, appends)
        facts = self._recorded(appends, verdicts)
        return verdicts, await self.inline.fold(connection, facts, from_memory=from_memory) if facts else ()

    def _recorded(self, appends: Sequence[Append], verdicts: Sequence[Verdict]) -> list[Recorded[Any]]:
        facts: list[Recorded[Any]] = []
        for append, verdict in zip(appends, verdicts, strict=True):
            if verdict.kind == "appended":
                facts.extend(self._facts(append, verdict))
        facts.sort(key=lambda fact: (fact.contract, fact.seq))
        return facts

    def _facts(self, append: Append, verdict: Verdict) -> list[Recorded[Any]]:
        return [
            Recorded(
                self.service, append.contract, seq, new.stream, version, new.type, new.event, append.actor, append.command_id,
                append.correlation_id, append.causation_id, append.occurred_at, verdict.recorded_at,
            )
            for seq, version, new in zip(
                range(verdict.first_seq, verdict.last_seq + 1), verdict.versions, append.events, strict=True
            )
        ]  # fmt: skip
