"""Views that fold another service's lane: rows and position change in one transaction, under the position's lock."""

from collections.abc import Sequence
from typing import Any

from common.errors import Problem
from common.lane import START, Position, Told, after
from common.ledger.facts import Delivered
from common.ledger.pool import Pool
from common.projection.projector import Projector
from common.service import Following
from common.subscription.decoding import Decoder
from common.subscription.failures import Defect, held, sentence
from common.subscription.positions import Positions, Standing

SHAPE = ""
"""The row under this contract id keeps, as its reason, which tables the positions were counted for."""


class FollowingSink:
    """Brings one lane into the tables of one view set."""

    def __init__(self, pool: Pool, following: Following) -> None:
        self._projector = Projector(following.projects)
        self.decoder = Decoder(following.projects)
        self.positions = Positions(pool, following.name, following.source)

    async def apply(self, contract: str, at: Position, batch: Sequence[Told]) -> Standing:
        """Applies the batch in one transaction; if that fails, one by one up to the event that is to blame."""
        try:
            return await self._together(contract, at, batch)
        except Exception as failure:
            if held(failure):
                raise
            if len(batch) == 1:
                raise Defect(batch[0].number, sentence(failure)) from failure
        standing = Standing(contract, at)
        for told in batch:
            standing = await self.apply(contract, standing.at, [told])
            if standing.stopped or standing.at != after(told):
                break
        return standing

    async def _together(self, contract: str, at: Position, batch: Sequence[Told]) -> Standing:
        facts: list[Delivered[Any]] = [fact for told in batch if (fact := self.decoder.delivered(told)) is not None]
        async with self.positions.locked(contract) as (connection, standing):
            if standing.at != at or standing.stopped:
                return standing
            await self._projector.apply(connection, facts)
            await self.positions.write(connection, contract, after(batch[-1]))
        return Standing(contract, after(batch[-1]))

    async def start_over(self, contract: str) -> None:
        """Clears the contract's rows; the lane is folded anew from its first event."""
        async with self.positions.locked(contract) as (connection, _):
            for view in self._projector.views:
                await connection.execute(f"delete from {view.table} where contract_id = $1", contract)  # noqa: S608  (names are ours)
            await self.positions.write(connection, contract, START)

    async def skip(self, _contract: str, _told: Told) -> None:
        """A view is all of its events: leaving one out would make it differ from its rebuild."""
        raise Problem("invalid_request", reason="a view leaves no event out; correct the fold, then retry")

    async def ensure_shape(self) -> bool:
        """Starts over when the tables are not those that the positions were counted for; true when it did.

        A new version of a view has a table of its own, empty; counting on would leave out what came before.
        """
        tables = " ".join(sorted(view.table for view in self._projector.views))
        async with self.positions.locked(SHAPE) as (connection, shape):
            if shape.reason == tables:
                return False
            for view in self._projector.views:
                await connection.execute(f"delete from {view.table}")  # noqa: S608  (names are ours)
            await self.positions.clear(connection)
            await self.positions.mark(connection, SHAPE, None, tables)
        return True
