"""What a consumer does with events whose turn it is."""

from collections.abc import Sequence
from typing import Protocol

from common.lane import Position, Told
from common.subscription.decoding import Decoder
from common.subscription.positions import Positions, Standing


class Sink(Protocol):
    """A view set or a policy."""

    positions: Positions
    decoder: Decoder

    async def apply(self, contract: str, at: Position, batch: Sequence[Told]) -> Standing:
        """Applies events that follow `at` without a hole, and moves the position.

        Returns where the lane stands then; that is elsewhere when another replica was here meanwhile. Raises `Defect`
        for an event that cannot be applied, with everything before it applied, and what `held` knows when the world
        is not ready.
        """

    async def start_over(self, contract: str) -> None:
        """Takes the lane up again from its first event, after a fork that people accepted."""

    async def skip(self, contract: str, told: Told, /) -> None:
        """Passes by an event that cannot be applied, as people decided. Raises `Problem` where that is impossible."""
