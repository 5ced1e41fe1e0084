"""Views that fold another service's lane: rows and position change in one transaction, under the position's lock."""

from collections.abc import Sequence
from typing import Any

from common.errors import Problem
from common.lane import START, Told, after
from common.ledger.facts import Delivered
from common.ledger.pool import Pool
from common.projection.projector import Projector
from common.service import Following
from common.subscription.decoding import Decoder
from common.subscription.failures import Defect, caused, held, sentence
from common.subscription.positions import Positions, Standing
from common.subscription.sink import Outcomes, Step

SHAPE = ""
"""The row under this contract id keeps, as its reason, which tables the positions were counted for."""


class FollowingSink:
    """Brings the lanes of one source into the tables of one view set."""

    def __init__(self, pool: Pool, following: Following) -> None:
        self._projector = Projector(following.projects)
        self.decoder = Decoder(following.projects)
        self.positions = Positions(pool, following.name, following.source)

    async def apply_all(self, steps: Sequence[Step]) -> Outcomes:
        """Applies the steps in one transaction; if that fails, in halves, down to the lane and the event to blame."""
        try:
            return await self._together(steps)
        except Exception as failure:  # noqa: BLE001  (it is the outcome of the lane that it belongs to)
            if held(failure):
                return {step.contract: failure for step in steps}
            if len(steps) == 1:
                return {steps[0].contract: await self._up_to_the_defect(steps[0], failure)}
        middle = len(steps) // 2
        return {**await self.apply_all(steps[:middle]), **await self.apply_all(steps[middle:])}

    async def _up_to_the_defect(self, step: Step, failure: Exception) -> Standing | Exception:
        contract, at, batch = step
        if len(batch) == 1:
            return caused(Defect(batch[0].number, sentence(failure)), failure)
        middle = len(batch) // 2
        outcome = (await self.apply_all([Step(contract, at, batch[:middle])]))[contract]
        if isinstance(outcome, Exception) or outcome.stopped or outcome.at != after(batch[middle - 1]):
            return outcome
        return (await self.apply_all([Step(contract, outcome.at, batch[middle:])]))[contract]

    async def _together(self, steps: Sequence[Step]) -> dict[str, Standing]:
        facts = {step.contract: self._facts(step.batch) for step in steps}
        async with self.positions.all_locked(facts) as (connection, standings):
            mine = [step for step in steps if standings[step.contract].at == step.at and not standings[step.contract].stopped]
            to = {step.contract: after(step.batch[-1]) for step in mine}
            if to:
                await self._projector.apply(connection, [fact for contract in to for fact in facts[contract]])
                await self.positions.write(connection, to)
        return standings | {contract: Standing(contract, at) for contract, at in to.items()}

    def _facts(self, batch: Sequence[Told]) -> list[Delivered[Any]]:
        return [fact for told in batch if (fact := self.decoder.delivered(told)) is not None]

    async def start_over(self, contract: str) -> None:
        """Clears the contract's rows; the lane is folded anew from its first event."""
        async with self.positions.locked(contract) as (connection, _):
            for view in self._projector.views:
                await connection.execute(f"delete from {view.table} where contract_id = $1", contract)  # noqa: S608  (names are ours)
            await self.positions.write(connection, {contract: START})

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
