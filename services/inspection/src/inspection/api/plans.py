"""Check plans over HTTP: proposed by the contractor, confirmed by the customer; and the stretches without one."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from common.handling import Transaction
from common.ids import new_id
from common.terms import Terms
from common.web.answers import Answer, Body, Day, Id, Labelled, ShortText
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from inspection.api.items import LineAnswer
from inspection.domain.lines import AskedLine
from inspection.domain.plan import PLAN, ConfirmPlan, PlanConfirmed, ProposePlan
from inspection.domain.programme import PROGRAMME, PROGRAMME_ID, AdoptPlan
from inspection.domain.words import PLAN_STATES
from inspection.projections import PLAN_GAPS, PLANS, PlanRow

router = APIRouter(prefix="/v1/contracts/{contract_id}", tags=["plans 监控计划"])

MOST_LINES = 2000


class LineBody(Body):
    """An item of the contract's table at a place. A daily item cannot be planned monthly."""

    item: Id
    place: ShortText
    frequency: Literal["daily", "monthly"]


class PlanBody(Body):
    """What is to be checked from `starts` to `ends`, both included.

    `report_within_minutes` settles what "in time" means for reporting a fault (A8S-1 3.3.5); without it people judge.
    """

    starts: Day
    ends: Day
    lines: tuple[LineBody, ...] = Field(min_length=1, max_length=MOST_LINES)
    report_within_minutes: int | None = Field(default=None, ge=1, le=60 * 24 * 30)


class PlanAnswer(Answer):
    """A plan. `version` counts the confirmed plans; it binds from `binds_from`, unless a later one replaces it."""

    id: str
    state: Labelled
    starts: date
    ends: date
    lines: tuple[LineAnswer, ...]
    report_within_minutes: int | None
    proposed_by: str
    confirmed_by: str | None
    confirmed_at: datetime | None
    version: int | None
    binds_from: date | None

    @classmethod
    def of(cls, row: PlanRow, terms: Terms) -> "PlanAnswer":
        return cls(
            id=row.plan_id,
            state=Labelled.of(row.state, PLAN_STATES),
            starts=row.starts,
            ends=row.ends,
            lines=tuple(LineAnswer.of(line, terms) for line in row.lines),
            report_within_minutes=row.report_within_minutes,
            proposed_by=row.proposed_by,
            confirmed_by=row.confirmed_by,
            confirmed_at=row.confirmed_at,
            version=row.version,
            binds_from=row.binds_from,
        )


class PlanGapAnswer(Answer):
    """A stretch without a confirmed plan; `until` is its last day, empty while it lasts."""

    id: str
    since: date
    until: date | None


@router.post(
    "/plans",
    status_code=201,
    responses=problems(
        "plan_already_proposed",
        "plan_dates_disordered",
        "plan_empty",
        "lines_repeated",
        "inspection_item_unknown",
        "frequency_below_contract",
        "date_before_the_term",
        "date_after_the_term",
    ),
)
async def propose_plan(body: PlanBody, call: Annotated[Call, Depends(call("plan.propose"))]) -> PlanAnswer:
    """Draws up a plan (A8S-1 3.3 method). Nothing is due until the customer confirms it."""
    lines = tuple(AskedLine(line.item, line.place, line.frequency) for line in body.lines)
    command = ProposePlan(body.starts, body.ends, lines, body.report_within_minutes, call.actor)
    outcome = await call.handle(PLAN, new_id(), command)
    return PlanAnswer.of(await call.show(PLANS, outcome.stream_id), call.terms)


@router.get("/plans")
async def list_plans(
    query: PageQuery,
    call: Annotated[Call, Depends(call("plan.read"))],
    state: Literal["proposed", "confirmed"] | None = None,
) -> Page[PlanAnswer]:
    """Plans, filtered by state."""
    page = await call.page(PLANS, query, state=state)
    return page.map(lambda row: PlanAnswer.of(row, call.terms))


@router.get("/plans/{plan_id}")
async def show_plan(plan_id: str, call: Annotated[Call, Depends(call("plan.read"))]) -> PlanAnswer:
    """One plan with its lines."""
    return PlanAnswer.of(await call.show(PLANS, plan_id), call.terms)


@router.post(
    "/plans/{plan_id}/confirm", responses=problems("plan_unknown", "plan_already_confirmed", "plan_is_over", "same_person")
)
async def confirm_plan(plan_id: str, call: Annotated[Call, Depends(call("plan.confirm"))]) -> PlanAnswer:
    """The customer confirms the plan: it binds from today on, and its rounds fall due."""

    async def decision(tx: Transaction) -> None:
        for event in await tx.decide(PLAN, plan_id, ConfirmPlan(call.actor, call.now)):
            if isinstance(event, PlanConfirmed):
                adopt = AdoptPlan(plan_id, event.starts, event.ends, event.lines, event.report_within_minutes, call.now)
                await tx.decide(PROGRAMME, PROGRAMME_ID, adopt)

    await call.across(decision, of=(PLAN, plan_id))
    return PlanAnswer.of(await call.show(PLANS, plan_id), call.terms)


@router.get("/plan-gaps")
async def list_plan_gaps(query: PageQuery, call: Annotated[Call, Depends(call("plan.read"))]) -> Page[PlanGapAnswer]:
    """The stretches of the term in which no confirmed plan held: one standing finding each."""
    page = await call.page(PLAN_GAPS, query)
    return page.map(lambda row: PlanGapAnswer(id=row.finding_id, since=row.since, until=row.until))
