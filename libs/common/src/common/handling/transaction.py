"""A decision over many streams, under the contract's ledger row."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from common.aggregate import Aggregate
from common.errors import Problem
from common.handling.encoding import Encoder
from common.handling.states import State, States
from common.ledger.appending import NewEvent
from common.ledger.pool import Connection
from common.projection import View, queries
from common.projection.view import RowKey

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")
R = TypeVar("R")

NUMBER_DIGITS = 4


@dataclass
class Transaction:
    """What a decision may look at and decide while nobody else appends to the contract.

    The views show the ledger as it was when the transaction began; `state` includes what `decide` has decided.
    """

    contract: str
    now: datetime
    """The domain's moment of the decision."""
    connection: Connection
    _terms: Any
    _states: States
    _encoder: Encoder
    _touched: dict[str, tuple[Aggregate[Any, Any, Any], State, State]] = field(default_factory=dict)
    _events: list[NewEvent] = field(default_factory=list)

    @property
    def terms(self) -> Any:
        """The contract's terms in force. Problem `contract_unknown` while there are none."""
        if self._terms is None:
            raise Problem("contract_unknown", contract=self.contract)
        return self._terms

    async def state(self, aggregate: Aggregate[Any, S, Any], id_: str) -> S:
        """A stream's state, with the events decided so far."""
        value: S = (await self._state(aggregate, id_)).value
        return value

    async def find(self, view: View[R], key: RowKey) -> R | None:
        """One row of an own view, or `None`."""
        stored = await queries.find(self.connection, view, self.contract, key)
        return stored.row if stored else None

    async def rows(self, view: View[R], **filters: object) -> list[R]:
        """The rows of an own view that pass the filters (`common.projection.filters`)."""
        return [stored.row for stored in await queries.rows(self.connection, view, self.contract, filters)]

    async def next_number(self, name: str) -> str:
        """`SLIP` -> `SLIP-0017`: the contract's next number under this name; given back if nothing is decided."""
        last: int = await self.connection.fetchval(
            "insert into counters (contract_id, name, last) values ($1, $2, 1)"
            " on conflict (contract_id, name) do update set last = counters.last + 1 returning last",
            self.contract,
            name,
        )
        return f"{name}-{last:0{NUMBER_DIGITS}d}"

    async def decide(self, aggregate: Aggregate[C, Any, E], id_: str, command: C) -> Sequence[E]:
        """Decides a command on a stream; its events are appended with all others when the decision returns."""
        state = await self._state(aggregate, id_)
        events = aggregate.decide(command, state.value, self.terms if aggregate.needs_terms else self._terms)
        self.record(aggregate, id_, events)
        return events

    def record(self, aggregate: Aggregate[Any, Any, E], id_: str, events: Sequence[E]) -> None:
        """Takes decided events of a stream that `state` or `decide` has looked at."""
        stream = aggregate.stream(id_)
        _, before, state = self._touched[stream]
        self._touched[stream] = (aggregate, before, state.after(aggregate, events))
        self._events.extend(self._encoder.new(stream, events))

    @property
    def events(self) -> tuple[NewEvent, ...]:
        """What was decided so far, in order."""
        return tuple(self._events)

    @property
    def versions(self) -> dict[str, int]:
        """The streams looked at, with the version they had."""
        return {stream: before.version for stream, (_, before, _) in self._touched.items()}

    @property
    def after(self) -> dict[str, State]:
        """The streams looked at, as they are after the decision."""
        return {stream: state for stream, (_, _, state) in self._touched.items()}

    async def _state(self, aggregate: Aggregate[Any, Any, Any], id_: str) -> State:
        stream = aggregate.stream(id_)
        if stream not in self._touched:
            before = await self._states.load(self.connection, self.contract, aggregate, id_)
            self._touched[stream] = (aggregate, before, before)
        return self._touched[stream][2]


Decision = Callable[[Transaction], Awaitable[None]]
