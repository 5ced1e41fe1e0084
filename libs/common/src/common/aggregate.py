"""The shape of a decision: `decide(command, state, terms) -> events`, `evolve(state, event) -> state`. Both pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


@dataclass(frozen=True)
class Aggregate(Generic[C, S, E]):
    """One kind of stream. `category` is the first part of its stream names (`shift/S-1`) and never changes.

    `decide` gets the contract's `Terms` as third argument, or `None` where `needs_terms` is false
    (activation itself). It raises `Refused`, and returns no events when there is nothing to do.
    """

    category: str
    initial: S
    decide: Callable[[C, S, Any], Sequence[E]]
    evolve: Callable[[S, E], S]
    needs_terms: bool = True

    def stream(self, id_: str) -> str:
        return f"{self.category}/{id_}"


@dataclass(frozen=True)
class Order(Generic[C]):
    """A command with its target, as policies and timers give it.

    `key` tells two orders of one cause to the same target apart; it is part of the command id.
    """

    aggregate: Aggregate[C, Any, Any]
    id: str
    command: C
    key: str = ""
