"""The domain's clock. Virtual time exists for demos, tests and training; a driver steps it from here."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from common.errors import Problem
from common.web.answers import Answer, Body, Moment
from common.web.call import Call, call
from common.web.kernel_routes.lanes import LaneAnswer
from common.web.problems import problems
from common.web.standing import standing

router = APIRouter(tags=["operations"])


class ConsumerAnswer(Answer):
    """Something here that hears a service's lanes, of every contract."""

    consumer: str
    source: str


class HeadAnswer(Answer):
    """Where this service's own lane of a contract ends."""

    contract: str
    number: int


class ClockAnswer(Answer):
    """The domain's clock and the next moment anything waits for.

    `drained`: nothing is under way here that could change anything without the clock going on: no due timer unfired,
    no public event unpublished, no event of a lane unheard (the sources are asked). When all services say so twice in
    a row, a driver may take the next step. A stopped lane never drains. `None` where it was not asked for.

    A driver that looks at all services anyway compares by itself and spares them the asking: every service has no
    timer due, and each of its `consumers` has, in each lane, come to the source's own `heads`. One look is enough for
    that, because whatever one service can still do to another goes through a lane. `lanes` and `heads` are those of
    contracts that the caller may ask about.
    """

    kind: Literal["system", "virtual"]
    now: datetime
    next_due: datetime | None
    drained: bool | None
    timers_due: int
    relay_lag: int
    lanes: list[LaneAnswer]
    consumers: list[ConsumerAnswer]
    heads: list[HeadAnswer]


class AdvanceBody(Body):
    """The moment to step to. An earlier one than now changes nothing."""

    to: Moment


@router.get("/v1/clock")
async def read_clock(
    call: Annotated[Call, Depends(call("clock.read"))],
    ask: Annotated[bool, Query(description="Ask the sources for `drained`.")] = True,  # noqa: FBT002 - a query parameter
) -> ClockAnswer:
    """Where the domain's time stands, and whether everything up to it is done."""
    return await _shown(call, await call.runtime.background.drained() if ask else None)


@router.post("/v1/clock", responses=problems("clock_not_virtual"))
async def advance_clock(body: AdvanceBody, call: Annotated[Call, Depends(call("clock.advance"))]) -> ClockAnswer:
    """Steps a virtual clock, never back; for whoever is admin of every contract. Timers that come due fire afterwards."""
    if call.visible_contracts is not None:
        raise Problem("forbidden", action="clock.advance", reason="every_contract")
    await call.runtime.clock.advance(body.to)
    call.runtime.background.clock_moved()
    return await _shown(call, None)


async def _shown(call: Call, drained: bool | None) -> ClockAnswer:  # noqa: FBT001 - a fact, not a switch
    now = await standing(call.runtime)
    service = call.runtime.service
    hears = [(policy.name, source) for policy in service.policies for source in policy.reacts]
    hears += [(following.name, following.source) for following in service.follows]
    return ClockAnswer(
        kind=call.runtime.clock.kind,
        now=now.now,
        next_due=now.next_due,
        drained=drained,
        timers_due=now.timers_due,
        relay_lag=now.relay_lag,
        lanes=[LaneAnswer.of(lane) for lane in now.lanes if call.may_see(lane.contract)],
        consumers=[ConsumerAnswer(consumer=name, source=source) for name, source in hears],
        heads=[
            HeadAnswer(contract=head.contract, number=head.at.number)
            for head in await call.runtime.feed.heads()
            if call.may_see(head.contract)
        ],
    )
