"""given(events).when(command).then(events): a test of a decision, readable as a sentence."""

from collections.abc import Sequence
from functools import reduce
from typing import Any, Generic, TypeVar

from common.aggregate import Aggregate
from common.errors import Refused

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


def given(aggregate: Aggregate[C, S, E], terms: Any, *events: E) -> "Given[C, S, E]":
    """What has happened in the stream so far. `terms` is what `decide` gets as third argument."""
    return Given(aggregate, terms, events)


class Given(Generic[C, S, E]):
    """A stream with a history."""

    def __init__(self, aggregate: Aggregate[C, S, E], terms: Any, events: Sequence[E]) -> None:
        self._aggregate = aggregate
        self._terms = terms
        self._events = tuple(events)

    @property
    def state(self) -> S:
        """The history, folded."""
        return reduce(self._aggregate.evolve, self._events, self._aggregate.initial)

    def when(self, command: C) -> "Decided[C, S, E]":
        """Decides the command on this history; a refusal is kept for `then_refused`."""
        try:
            events = tuple(self._aggregate.decide(command, self.state, self._terms))
        except Refused as refusal:
            return Decided(self._aggregate, self._terms, self._events, (), refusal)
        return Decided(self._aggregate, self._terms, self._events, events, None)


class Decided(Generic[C, S, E]):
    """The outcome of one command. Each `then…` returns a history, so that the story can go on."""

    def __init__(
        self,
        aggregate: Aggregate[C, S, E],
        terms: Any,
        before: tuple[E, ...],
        events: tuple[E, ...],
        refusal: Refused | None,
    ) -> None:
        self._after = Given(aggregate, terms, before + events)
        self.events = events
        self.refusal = refusal

    @property
    def state(self) -> S:
        """The state after the decision."""
        return self._after.state

    def then(self, *expected: E) -> Given[C, S, E]:
        """Exactly these events, in this order."""
        if self.refusal is not None:
            raise AssertionError(f"refused: {self.refusal}") from self.refusal
        assert self.events == expected, f"\nexpected {_listed(expected)}\n     got {_listed(self.events)}"
        return self._after

    def then_nothing_happened(self) -> Given[C, S, E]:
        """Neither an event nor a refusal."""
        return self.then()

    def then_refused(self, code: str, clause: str | None = None) -> Given[C, S, E]:
        """A refusal with this code, and with this clause where one is given; the history stays as it was."""
        assert self.refusal is not None, f"expected {code}, got {_listed(self.events)}"
        assert self.refusal.code == code, f"expected {code}, got {self.refusal}"
        assert clause is None or self.refusal.clause == clause, f"expected clause {clause}, got {self.refusal.clause}"
        return self._after


def _listed(events: Sequence[object]) -> str:
    return ", ".join(map(repr, events)) or "nothing"
