"""Policies: others' events (or own ones) -> commands here. Commands are committed first, then the position.

The command id is made of the policy and the event's place in its lane, so doing it again after a crash changes
nothing. A command that the domain refuses is parked with its reason and the lane goes on.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from common.aggregate import Aggregate, Order
from common.errors import Problem, Refused
from common.handling import Meta
from common.lane import START, Position, Told, after
from common.ledger.pool import Pool
from common.service import Policy
from common.subscription.decoding import Decoder
from common.subscription.failures import Defect, held, sentence
from common.subscription.parking import Parking
from common.subscription.positions import Positions, Standing
from common.subscription.sink import Outcomes, Step

AT_ONCE = 8


class Handles(Protocol):
    """The one thing a policy does: give commands to its own service."""

    async def handle(self, contract: str, aggregate: Aggregate[Any, Any, Any], id_: str, command: Any, meta: Meta) -> object:
        """Decides and appends; see `common.handling.Handler`."""


class PolicySink:
    """Turns one lane into commands of this service."""

    def __init__(self, pool: Pool, policy: Policy, source: str, handler: Handles, parking: Parking) -> None:
        self._policy = policy
        self._reactions = policy.reacts[source]
        self._handler = handler
        self._parking = parking
        self.decoder = Decoder(self._reactions)
        self.positions = Positions(pool, policy.name, source)

    async def apply_all(self, steps: Sequence[Step]) -> Outcomes:
        """Several lanes at once; each moves by itself, because a command may have to wait for its contract."""
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(step: Step) -> Standing | Exception:
            async with slots:
                try:
                    return await self.apply(*step)
                except Exception as failure:  # noqa: BLE001  (it is the outcome of this lane)
                    return failure

        outcomes = await asyncio.gather(*map(one, steps))
        return {step.contract: outcome for step, outcome in zip(steps, outcomes, strict=True)}

    async def apply(self, contract: str, at: Position, batch: Sequence[Told]) -> Standing:
        """Carries out the orders of each event in turn, then moves the position over all that were carried out.

        Returns where the lane stands then. Raises `Defect` for an event that cannot be applied, with everything before
        it applied, and what `held` knows when the world is not ready.
        """
        parked = await self._parking.targets(self.positions, contract, at.number)
        to, failure = at, None
        for told in batch:
            try:
                await self._react(told, parked)
            except Exception as found:  # noqa: BLE001  (whatever it is, what was carried out before it counts)
                failure = found
                break
            to = after(told)
        standing = await self._advance(contract, at, to)
        if failure is None:
            return standing
        if held(failure) or isinstance(failure, Defect):
            raise failure
        raise Defect(to.number + 1, sentence(failure)) from failure

    def orders(self, told: Told) -> dict[str, Order[Any]]:
        """What the policy wants done about an event: target -> order. Raises `Defect` where two want the same."""
        fact = self.decoder.delivered(told)
        reaction = None if fact is None else self._reactions[type(fact.event)]
        if fact is None or reaction is None:
            return {}
        wanted = reaction(fact)
        orders = {target(order): order for order in wanted}
        if len(orders) < len(wanted):
            raise Defect(told.number, "two orders of one event have the same target; tell them apart by `key`")
        return orders

    async def carry_out(self, told: Told, order: Order[Any]) -> None:
        """Gives one order. Raises `Refused` where the domain forbids it."""
        meta = Meta(
            actor=f"policy:{self._policy.name}",
            command_id=command_id(self._policy.name, told, order),
            # The same event asks for the same thing: a later version of the policy must not be taken for a forgery.
            request_hash=bytes.fromhex(told.hash),
            correlation_id=told.correlation_id,
            causation_id=f"{told.source}:{told.contract}:{told.seq}",
            occurred_at=told.occurred_at,
        )
        await self._handler.handle(told.contract, order.aggregate, order.id, order.command, meta)

    async def start_over(self, contract: str) -> None:
        """Hears the whole lane again.

        Commands about events that are as they were have been carried out and change nothing; one whose event is
        another now has the id of an old command with other content, and is parked.
        """
        async with self.positions.locked(contract) as (connection, _):
            await self.positions.write(connection, {contract: START})

    async def skip(self, contract: str, told: Told) -> None:
        """Passes by the event."""
        async with self.positions.locked(contract) as (connection, standing):
            if standing.at.number == told.number - 1:
                await self.positions.write(connection, {contract: after(told)})

    async def _react(self, told: Told, parked: set[tuple[int, str]]) -> None:
        for name, order in self.orders(told).items():
            if (told.number, name) in parked:
                continue
            try:
                await self.carry_out(told, order)
            except (Refused, Problem) as refusal:
                if held(refusal):
                    raise
                await self._parking.park(self.positions, told, name, type(order.command).__name__, refusal)

    async def _advance(self, contract: str, at: Position, to: Position) -> Standing:
        if to == at:
            return Standing(contract, at)
        async with self.positions.locked(contract) as (connection, standing):
            if standing.at != at or standing.stopped:
                return standing
            await self.positions.write(connection, {contract: to})
        return Standing(contract, to)


def target(order: Order[Any]) -> str:
    """`<aggregate>/<id>[:key]`: what tells the orders of one event apart."""
    return f"{order.aggregate.stream(order.id)}{':' + order.key if order.key else ''}"


def command_id(policy: str, told: Told, order: Order[Any]) -> str:
    """The id of the command that a policy gives about an event; the same whenever it is given."""
    return f"policy:{policy}:{told.source}:{told.contract}:{told.number}:{target(order)}"
