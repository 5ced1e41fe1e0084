"""Health and metrics. A stopped lane is shown loudly but never makes the process look dead or unready."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import asyncpg
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from common.errors import Problem
from common.ledger.pool import Connection
from common.projection import inline
from common.projection.rebuilding import unjoined
from common.web.answers import Answer
from common.web.kernel import Kernel
from common.web.kernel_routes.lanes import LaneAnswer
from common.web.metrics import Metrics
from common.web.permissions import PUBLIC
from common.web.problems import problems
from common.web.standing import contracts, standing

router = APIRouter(tags=["health"])

READY_SECONDS = 3.0
AWAY = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)


class LiveAnswer(Answer):
    """The process answers."""

    status: Literal["live"] = "live"


class ReadyAnswer(Answer):
    """The database answers and has the tables this code needs, filled.

    `unjoined`: so many pairs of a view and a small contract, made meanwhile by older code, are empty until the contract's
    next event or a rebuild (at most 1,000 are counted; a process that once had none does not look again).
    """

    status: Literal["ready"] = "ready"
    unjoined: int = 0


class ClockStanding(Answer):
    """The domain's clock."""

    kind: Literal["system", "virtual"]
    now: datetime
    next_due: datetime | None


class ContractHealth(Answer):
    """What people should know about a contract's terms: years without an official calendar, readings only recorded."""

    contract: str
    provisional_years: tuple[int, ...]
    readings_recorded_only: tuple[str, ...]


class HealthAnswer(Answer):
    """Where the service stands. `attention`: a lane is stopped or a command is parked; people should look."""

    status: Literal["ok", "attention"]
    service: str
    version: str
    clock: ClockStanding
    lanes: list[LaneAnswer]
    stopped: int
    parked: int
    timers_due: int
    relay_lag: int
    contracts: list[ContractHealth]


@router.get("/health/live", openapi_extra=PUBLIC)
async def live() -> LiveAnswer:
    """The process answers. Nothing else is asked."""
    return LiveAnswer()


@router.get("/health/ready", openapi_extra=PUBLIC, responses=problems("unavailable"))
async def ready(request: Request) -> ReadyAnswer:
    """The database answers, is migrated, and no view waits for a rebuild (`unavailable` names them). Lanes do not count."""
    kernel: Kernel = request.app.state.runtime
    try:
        async with asyncio.timeout(READY_SECONDS), kernel.ledger.connection() as connection:
            await connection.fetchval("select count(*) from (select 1 from ledgers limit 1) one")
            missing = [] if getattr(request.app.state, "joined", False) else await _unjoined(kernel, connection)
    except AWAY as error:
        raise Problem("unavailable") from error
    request.app.state.joined = not missing
    return ReadyAnswer(unjoined=len(missing))


async def _unjoined(kernel: Kernel, connection: Connection) -> Sequence[tuple[str, str]]:
    """What has not joined. Problem `unavailable` where a list would be answered that lacks what only a rebuild brings."""
    names = kernel.ledger.inline.names
    waiting = await unjoined(connection, names, above=inline.JOIN_WITHIN)
    if waiting:
        raise Problem("unavailable", reason="rebuild_needed", views=", ".join(sorted({name for name, _ in waiting})))
    return await unjoined(connection, names)


@router.get("/health", openapi_extra=PUBLIC, responses=problems("unavailable"))
async def health(request: Request) -> HealthAnswer:
    """Every lane with its lag, what is parked, what is provisional."""
    kernel: Kernel = request.app.state.runtime
    try:
        async with asyncio.timeout(READY_SECONDS):
            now, held = await standing(kernel), await contracts(kernel)
    except AWAY as error:
        raise Problem("unavailable") from error
    return HealthAnswer(
        status="attention" if now.stopped or now.parked else "ok",
        service=kernel.service.name,
        version=request.app.version,
        clock=ClockStanding(kind=kernel.clock.kind, now=now.now, next_due=now.next_due),
        lanes=[LaneAnswer.of(lane) for lane in now.lanes],
        stopped=len(now.stopped),
        parked=now.parked,
        timers_due=now.timers_due,
        relay_lag=now.relay_lag,
        contracts=[
            ContractHealth(
                contract=one.contract, provisional_years=one.provisional_years, readings_recorded_only=one.recorded_only
            )
            for one in held
        ],
    )


@router.get("/metrics", openapi_extra=PUBLIC, response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request) -> Response:
    """Prometheus metrics of this process; what stands in the database is looked up now, or left out while it is away."""
    counted: Metrics = request.app.state.metrics
    kernel: Kernel = request.app.state.runtime
    try:
        async with asyncio.timeout(READY_SECONDS):
            await counted.look(kernel)
    except (Problem, *AWAY):
        counted.forget()
    return Response(counted.text(), media_type=CONTENT_TYPE_LATEST)
