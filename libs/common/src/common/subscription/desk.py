"""What people decide about parked commands and stopped lanes: try again, or let it go, with a reason."""

from collections.abc import Mapping

from common.errors import Problem, Refused
from common.lane import Told
from common.subscription.failures import held
from common.subscription.parking import Parked, Parking
from common.subscription.policy import PolicySink
from common.subscription.sink import Sink
from common.subscription.source import Source, SourceAway

Place = tuple[str, str]
"""(name of the consumer, source)."""


class Desk:
    """The decisions of one service. Any replica may take them: positions and commands are in the database."""

    def __init__(self, parking: Parking, sinks: Mapping[Place, Sink], sources: Mapping[str, Source]) -> None:
        self._parking = parking
        self._sinks = sinks
        self._sources = sources

    async def retry(self, id_: int, by: str) -> Parked:
        """Gives the parked command again, or lets the stopped lane go on.

        Raises what the domain raises when it still refuses (the entry stays, with that reason), problem `unavailable`
        when the source cannot be asked for the event. Returns the entry, decided.
        """
        parked = await self._waiting(id_)
        if parked.is_lane:
            return await self._resumed(parked, "retried", by, None)
        try:
            await self._again(parked)
        except (Refused, Problem) as refusal:
            if not held(refusal):
                await self._parking.refused_again(id_, refusal)
            raise
        await self._parking.decided(id_, "retried", by, None)
        return await self._found(id_)

    async def dismiss(self, id_: int, by: str, reason: str) -> Parked:
        """Lets a parked command go; passes by the event that a policy fails at; accepts a source's other history.

        After an accepted fork the consumer hears the whole lane again, as it is now.
        """
        parked = await self._waiting(id_)
        if not parked.is_lane:
            await self._parking.decided(id_, "dismissed", by, reason)
            return await self._found(id_)
        sink = self._sink(parked)
        if parked.code == "fork":
            await sink.start_over(parked.contract)
        else:
            await sink.skip(parked.contract, await self._told(parked))
        return await self._resumed(parked, "dismissed", by, reason)

    async def _again(self, parked: Parked) -> None:
        sink = self._sink(parked)
        if not isinstance(sink, PolicySink):
            raise Problem("not_found")
        told = await self._told(parked)
        order = sink.orders(told).get(parked.target)
        # A later version of the policy may no longer want it; then there is nothing to give.
        if order is not None:
            await sink.carry_out(told, order)

    async def _resumed(self, parked: Parked, decision: str, by: str, reason: str | None) -> Parked:
        positions = self._sink(parked).positions
        async with positions.locked(parked.contract) as (connection, _):
            await positions.mark(connection, parked.contract, None, None)
            await self._parking.decided(parked.id, decision, by, reason, connection)
        return await self._found(parked.id)

    async def _told(self, parked: Parked) -> Told:
        try:
            page = await self._sources[parked.source].page(parked.contract, parked.number - 1, 1)
        except SourceAway as away:
            raise Problem("unavailable", source=parked.source) from away
        if not page.told:
            raise Problem("not_found", source=parked.source, number=parked.number)
        return page.told[0]

    def _sink(self, parked: Parked) -> Sink:
        sink = self._sinks.get((parked.name, parked.source))
        if sink is None:
            raise Problem("not_found", consumer=parked.name)
        return sink

    async def _waiting(self, id_: int) -> Parked:
        parked = await self._found(id_)
        if parked.decided_at is not None:
            raise Problem("parked_decided")
        return parked

    async def _found(self, id_: int) -> Parked:
        parked = await self._parking.find(id_)
        if parked is None:
            raise Problem("not_found")
        return parked
