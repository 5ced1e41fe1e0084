"""What a consumer does with events whose turn it is."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from common.lane import Position, Told
from common.subscription.decoding import Decoder
from common.subscription.positions import Positions, Standing


class Step(NamedTuple):
    """Events of one lane that follow `at` without a hole."""

    contract: str
    at: Position
    batch: Sequence[Told]


Outcomes = Mapping[str, Standing | Exception]
"""Contract -> where its lane stands now, or what kept it from going on: a `Defect`, or something that waiting may help."""


class Sink(Protocol):
    """A view set or a policy."""

    positions: Positions
    decoder: Decoder

    async def apply_all(self, steps: Sequence[Step]) -> Outcomes:
        """Applies the events of several lanes and moves their positions; what becomes of one lane holds no other.

        A lane stands elsewhere than its events lead when another replica was there meanwhile. In a lane whose outcome
        is a failure everything before it is applied.
        """

    async def start_over(self, contract: str) -> None:
        """Takes the lane up again from its first event, after a fork that people accepted."""

    async def skip(self, contract: str, told: Told, /) -> None:
        """Passes by an event that cannot be applied, as people decided. Raises `Problem` where that is impossible."""
