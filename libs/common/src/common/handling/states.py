"""Folded streams, kept in memory while they are hot. The append's version check finds out when one is stale."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any
from weakref import WeakValueDictionary

from common.aggregate import Aggregate
from common.ledger.pool import Connection
from common.ledger.reading import Reader

CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class State:
    """A stream, folded up to `version`."""

    version: int
    value: Any

    def after(self, aggregate: Aggregate[Any, Any, Any], events: Iterable[object]) -> "State":
        """The state when these events have happened too."""
        told = tuple(events)
        return State(self.version + len(told), reduce(aggregate.evolve, told, self.value))


class States:
    """The least recently used go first. Holds immutable states only."""

    def __init__(self, reader: Reader, capacity: int = CAPACITY) -> None:
        self._reader = reader
        self._capacity = capacity
        self._kept: OrderedDict[tuple[str, str], State] = OrderedDict()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    def lock(self, contract: str, stream: str) -> asyncio.Lock:
        """Held by one command on the stream at a time in this process: spares them conflicts, decides nothing."""
        key = (contract, stream)
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock

    def known(self, contract: str, stream: str) -> State | None:
        """What is kept of a stream; it may be stale."""
        state = self._kept.get((contract, stream))
        if state is not None:
            self._kept.move_to_end((contract, stream))
        return state

    async def load(self, connection: Connection, contract: str, aggregate: Aggregate[Any, Any, Any], id_: str) -> State:
        """The stream as the database has it now; what is kept of it is only continued."""
        stream = aggregate.stream(id_)
        known = self.known(contract, stream) or State(0, aggregate.initial)
        state = known.after(aggregate, await self._reader.tail(connection, contract, stream, after=known.version))
        self.keep(contract, stream, state)
        return state

    def keep(self, contract: str, stream: str, state: State) -> None:
        """Remembers a state unless a later one is known."""
        key = (contract, stream)
        known = self._kept.get(key)
        if known is None or known.version < state.version:
            self._kept[key] = state
        self._kept.move_to_end(key)
        while len(self._kept) > self._capacity:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        """Drops everything: a ledger may have been restored to an earlier point."""
        self._kept.clear()
