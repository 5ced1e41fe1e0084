"""The domain's clock. Virtual time exists for demos, tests and training; a driver steps it from here."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from common.errors import Problem
from common.web.answers import Answer, Body, Moment
from common.web.call import Call, call
from common.web.kernel_routes.lanes import LaneAnswer
from common.web.problems import problems
from common.web.standing import standing

router = APIRouter(tags=["operations"])


class ClockAnswer(Answer):
    """The domain's clock and the next moment anything waits for.

    `drained`: nothing is under way here that could change anything without the clock going on: no due timer unfired,
    no public event unpublished, no event of a lane unheard (the sources are asked). When all services say so twice in
    a row, a driver may take the next step. A stopped lane never drains.
    """

    kind: Literal["system", "virtual"]
    now: datetime
    next_due: datetime | None
    drained: bool
    timers_due: int
    relay_lag: int
    lanes: list[LaneAnswer]


class AdvanceBody(Body):
    """The moment to step to. An earlier one than now changes nothing."""

    to: Moment


@router.get("/v1/clock")
async def read_clock(call: Annotated[Call, Depends(call("clock.read"))]) -> ClockAnswer:
    """Where the domain's time stands, and whether everything up to it is done."""
    return await _shown(call)


@router.post("/v1/clock", responses=problems("clock_not_virtual"))
async def advance_clock(body: AdvanceBody, call: Annotated[Call, Depends(call("clock.advance"))]) -> ClockAnswer:
    """Steps a virtual clock, never back; for whoever is admin of every contract. Timers that come due fire afterwards."""
    if call.visible_contracts is not None:
        raise Problem("forbidden", action="clock.advance", reason="every_contract")
    await call.runtime.clock.advance(body.to)
    call.runtime.background.clock_moved()
    return await _shown(call)


async def _shown(call: Call) -> ClockAnswer:
    now = await standing(call.runtime)
    return ClockAnswer(
        kind=call.runtime.clock.kind,
        now=now.now,
        next_due=now.next_due,
        drained=await call.runtime.background.drained(),
        timers_due=now.timers_due,
        relay_lag=now.relay_lag,
        lanes=[LaneAnswer.of(lane) for lane in now.lanes],
    )
