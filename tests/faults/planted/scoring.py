"""scoring with a policy that moves its position before its commands are carried out, and dies once in between."""

import os
from collections.abc import Sequence
from pathlib import Path

from common.lane import Position, Told, after
from common.subscription.policy import PolicySink
from common.subscription.positions import Standing
from scoring.main import app

_apply = PolicySink.apply


async def too_early(self: PolicySink, contract: str, at: Position, batch: Sequence[Told]) -> Standing:
    """Acknowledges, then works."""
    died = Path(os.environ["WATCHBILL_LOG_FILE"]).with_suffix(".died")
    if died.exists() or not any(self.positions.name == "propose" and self.orders(told) for told in batch):
        return await _apply(self, contract, at, batch)
    await self._advance(contract, at, after(batch[-1]))
    died.touch()
    os._exit(1)


PolicySink.apply = too_early  # type: ignore[method-assign]

__all__ = ["app"]
