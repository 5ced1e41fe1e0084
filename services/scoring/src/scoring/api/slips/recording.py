"""Filling in Form 2, looking at slips, correcting one that counts."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from common.handling.transaction import Transaction
from common.ids import new_id
from common.web.answers import Body, Id, Moment, ShortText, Text
from common.web.call import Call, call
from common.web.paging import Page, PageQuery
from common.web.problems import problems
from scoring.api.acting import acting
from scoring.api.looking import noticed_quarters
from scoring.api.slip_answers import SlipAnswer, slip_answer, slip_answers
from scoring.api.texts import kept
from scoring.domain.slip import SLIP, CounterSlip, RecordSlip
from scoring.projections import SLIPS

router = APIRouter(prefix="/v1/contracts/{contract_id}/slips", tags=["slips 事件记录单"])

Points = Annotated[int, Field(ge=1, le=1000)]


class SlipBody(Body):
    """Form 2. `points` are the slip's total, positive; `units` how many persons, places or times they cover."""

    rule: ShortText
    points: Points
    event_at: Moment
    narrative: Text
    units: Annotated[int, Field(ge=1, le=100)] = 1
    evidence: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    subject: Id | None = None
    late_reason: Text | None = None


class CounterBody(Body):
    """How many points of the corrected slip no longer count, and why."""

    points: Points
    narrative: Text


RECORDING = (
    "rule_unknown",
    "points_outside_range",
    "units_not_countable",
    "only_customer_deducts",
    "event_in_the_future",
    "outside_term",
    "late_reason_missing",
    "form2_too_late",
    "quarter_notice_issued",
)


@router.post("", status_code=201, responses=problems(*RECORDING))
async def record_slip(body: SlipBody, call: Annotated[Call, Depends(call("slip.record"))]) -> SlipAnswer:
    """Records a slip: the customer any rule, the contractor a proposed bonus. It counts once both parties signed."""
    narrative, late_reason = await kept(call, body.narrative), await call.keep_text(body.late_reason)
    created = new_id()

    async def decision(tx: Transaction) -> None:
        command = RecordSlip(
            await tx.next_number("SLIP"),
            body.rule,
            body.units,
            body.points,
            body.event_at,
            narrative,
            body.evidence,
            acting(call),
            call.now,
            await noticed_quarters(tx),
            late_reason,
            body.subject,
        )
        await tx.decide(SLIP, created, command)

    outcome = await call.across(decision)
    return await slip_answer(await call.show(SLIPS, outcome.stream_id), call)


@router.get("")
async def list_slips(
    query: PageQuery,
    call: Annotated[Call, Depends(call("slip.read"))],
    state: Literal["pending", "in_effect", "withdrawn"] | None = None,
    quarter: Annotated[int | None, Query(ge=1, le=100)] = None,
    rule: str | None = None,
    number: str | None = None,
    late: bool | None = None,  # noqa: FBT001 - a query parameter
) -> Page[SlipAnswer]:
    """Slips, filtered; sort by `number`, `event_at` or `recorded_at`."""
    page = await call.page(SLIPS, query, state=state, quarter=quarter, rule=rule, number=number, late=late)
    return Page(items=await slip_answers(page.items, call), next=page.next)


@router.get("/{slip_id}")
async def show_slip(slip_id: str, call: Annotated[Call, Depends(call("slip.read"))]) -> SlipAnswer:
    """One slip; `?known_at=` shows it as it was known then."""
    return await slip_answer(await call.show(SLIPS, slip_id), call)


@router.post(
    "/{slip_id}/counter",
    status_code=201,
    responses=problems("not_found", "slip_does_not_count", "points_outside_range", "quarter_notice_issued", "outside_term"),
)
async def counter_slip(slip_id: str, body: CounterBody, call: Annotated[Call, Depends(call("slip.counter"))]) -> SlipAnswer:
    """Records a counter-slip against a slip that counts. Answers with the new slip, which both parties sign."""
    await call.show(SLIPS, slip_id)
    narrative = await kept(call, body.narrative)
    created = new_id()

    async def decision(tx: Transaction) -> None:
        await tx.decide(SLIP, created, await _countering(tx, slip_id, body.points, narrative, call))

    outcome = await call.across(decision)
    return await slip_answer(await call.show(SLIPS, outcome.stream_id), call)


async def _countering(tx: Transaction, target_id: str, points: int, narrative: str, call: Call) -> CounterSlip:
    target = await tx.find(SLIPS, target_id)
    if target is None:
        raise AssertionError("a slip never goes")
    return CounterSlip(
        number=await tx.next_number("SLIP"),
        target_id=target_id,
        target_rule=target.rule,
        target_points=target.content.points - target.countered,
        target_quarter=target.quarter,
        target_in_effect=target.state == "in_effect" and target.content.counters is None,
        points=points,
        narrative=narrative,
        by=acting(call),
        now=call.now,
        target_event_at=target.event_at,
        target_position=target.effect or target.position,
        noticed=await noticed_quarters(tx),
    )
