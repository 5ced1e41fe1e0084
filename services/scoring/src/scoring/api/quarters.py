"""Quarters over HTTP: applied, assessed, discussed, noticed, rectified, closed (A8S Art.7)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from common.handling.transaction import Decision, Transaction
from common.web.answers import Answer, Body, Text
from common.web.call import Call, call
from common.web.problems import problems
from scoring.api.acting import acting
from scoring.api.explained import ExplanationAnswer
from scoring.api.looking import result_of, undecided_of
from scoring.api.quarter_answers import QuarterAnswer, quarter_answer, unopened
from scoring.api.texts import kept
from scoring.domain.annual_score import QuarterTaken, quarter_explained
from scoring.domain.quarter import (
    QUARTER,
    ApplyForAssessment,
    AssessQuarter,
    CloseQuarter,
    EscalateQuarter,
    IssueNotice,
    QuarterCommand,
    ReportRectification,
    ResolveDeadlock,
    RespondToResult,
)
from scoring.domain.records import quarter_result
from scoring.domain.tiers import QuarterPoints
from scoring.projections import QUARTERS, SLIPS

router = APIRouter(prefix="/v1/contracts/{contract_id}/quarters", tags=["quarters 季度考核"])

Number = Annotated[int, Path(ge=1, le=40, description="The quarter's number, counted from 1.")]
STAGED = ("quarter_unknown", "quarter_not_open", "quarter_not_at_this_stage")


class QuartersAnswer(Answer):
    """The quarters in order; there are few, so the list is whole."""

    items: list[QuarterAnswer]


class ApplyBody(Body):
    """What the contractor says about the period (工作完成情况), if anything."""

    materials: Text | None = None


class RespondBody(Body):
    """The contractor's answer to the initial result: an objection, or none."""

    objection: Text | None = None


class ReasonBody(Body):
    """Why."""

    reason: Text


class DecisionBody(Body):
    """The deputy director's decision with reasons."""

    decision: Text


class ReportBody(Body):
    """The rectification report (整改报告)."""

    report: Text


@router.get("")
async def list_quarters(call: Annotated[Call, Depends(call("quarter.read"))]) -> QuartersAnswer:
    """Every quarter of the contract, also those that have not begun."""
    rows = {row.quarter: row for row in await call.rows(QUARTERS)}
    quarters = call.terms.quarters
    return QuartersAnswer(items=[await quarter_answer(rows.get(one.no, unopened(one)), call) for one in quarters])


@router.get("/{quarter}", responses=problems("quarter_unknown"))
async def show_quarter(quarter: Number, call: Annotated[Call, Depends(call("quarter.read"))]) -> QuarterAnswer:
    """One quarter."""
    planned = call.terms.quarter(quarter)
    if await call.find(QUARTERS, str(quarter)) is None:
        return await quarter_answer(unopened(planned), call)
    return await quarter_answer(await call.show(QUARTERS, str(quarter)), call)


@router.get("/{quarter}/explanation", responses=problems("quarter_unknown"))
async def explain_quarter(quarter: Number, call: Annotated[Call, Depends(call("quarter.read"))]) -> ExplanationAnswer:
    """Why the quarter moves the year by what it does: its result if there is one, else what counts so far."""
    call.terms.quarter(quarter)
    row = await call.find(QUARTERS, str(quarter))
    if row is not None and row.result is not None:
        result, notice = row.result, row.notice
    else:
        counting = await call.rows(SLIPS, quarter=quarter, state="in_effect")
        result, notice = quarter_result((slip.as_record for slip in counting), call.terms), None
    taken = QuarterTaken(QuarterPoints(quarter, result.deducted, result.bonus), result.records, notice)
    return ExplanationAnswer.of(quarter_explained(taken, call.terms)[1])


@router.post("/{quarter}/apply", responses=problems(*STAGED, "quarter_not_ended"))
async def apply_for_assessment(
    quarter: Number, call: Annotated[Call, Depends(call("quarter.apply"))], body: ApplyBody | None = None
) -> QuarterAnswer:
    """Form 3 (申请单), after the quarter has ended."""
    materials = await call.keep_text(body.materials if body else None)
    return await _then(ApplyForAssessment(materials, acting(call), call.now), quarter, call)


@router.post("/{quarter}/assess", responses=problems(*STAGED))
async def assess_quarter(quarter: Number, call: Annotated[Call, Depends(call("quarter.assess"))]) -> QuarterAnswer:
    """Makes the initial result from the quarter's slips that count; again at will until Form 4, each a new round."""

    async def decision(tx: Transaction) -> None:
        await tx.decide(QUARTER, str(quarter), AssessQuarter(await result_of(tx, quarter), acting(call), call.now))

    return await _across(decision, quarter, call)


@router.post("/{quarter}/respond", responses=problems(*STAGED))
async def respond(
    quarter: Number, call: Annotated[Call, Depends(call("quarter.respond"))], body: RespondBody | None = None
) -> QuarterAnswer:
    """The contractor objects to the initial result, or agrees."""
    objection = await call.keep_text(body.objection if body else None)
    return await _then(RespondToResult(objection, acting(call), call.now), quarter, call)


@router.post("/{quarter}/escalate", responses=problems(*STAGED, "no_escalation_agreed"))
async def escalate(quarter: Number, body: ReasonBody, call: Annotated[Call, Depends(call("quarter.escalate"))]) -> QuarterAnswer:
    """Hands a result on which the parties do not agree to the deputy director."""
    return await _then(EscalateQuarter(await kept(call, body.reason), acting(call), call.now), quarter, call)


@router.post("/{quarter}/resolve", responses=problems(*STAGED))
async def resolve(quarter: Number, body: DecisionBody, call: Annotated[Call, Depends(call("quarter.resolve"))]) -> QuarterAnswer:
    """The deputy director lets the last initial result stand. The objection stays on record, the result marked disputed."""
    return await _then(ResolveDeadlock(await kept(call, body.decision), acting(call), call.now), quarter, call)


@router.post(
    "/{quarter}/notice",
    responses=problems(
        *STAGED,
        "quarter_not_assessed",
        "quarter_not_discussed",
        "quarter_disputed",
        "quarter_has_pending_slips",
        "quarter_has_open_proposals",
        "assessment_outdated",
        "quarter_notice_issued",
    ),
)
async def issue_notice(quarter: Number, call: Annotated[Call, Depends(call("quarter.notice"))]) -> QuarterAnswer:
    """Form 4 (结果通知单): freezes the result. Refused while anything of the quarter is disputed or undecided."""

    async def decision(tx: Transaction) -> None:
        result, undecided = await result_of(tx, quarter), await undecided_of(tx, quarter)
        await tx.decide(QUARTER, str(quarter), IssueNotice(result, undecided, acting(call), call.now))

    return await _across(decision, quarter, call)


@router.post("/{quarter}/rectify", responses=problems(*STAGED))
async def rectify(quarter: Number, body: ReportBody, call: Annotated[Call, Depends(call("quarter.rectify"))]) -> QuarterAnswer:
    """The contractor's rectification report, due within ten working days of Form 4."""
    return await _then(ReportRectification(await kept(call, body.report), acting(call), call.now), quarter, call)


@router.post("/{quarter}/close", responses=problems(*STAGED, "rectification_outstanding"))
async def close_quarter(quarter: Number, call: Annotated[Call, Depends(call("quarter.close"))]) -> QuarterAnswer:
    """Closes the quarter after the report; without one only when nothing was deducted or its time is over."""
    return await _then(CloseQuarter(acting(call), call.now), quarter, call)


async def _then(command: QuarterCommand, quarter: int, call: Call) -> QuarterAnswer:
    call.terms.quarter(quarter)
    await call.handle(QUARTER, str(quarter), command)
    return await quarter_answer(await call.show(QUARTERS, str(quarter)), call)


async def _across(decision: Decision, quarter: int, call: Call) -> QuarterAnswer:
    call.terms.quarter(quarter)
    await call.across(decision, of=(QUARTER, str(quarter)))
    return await quarter_answer(await call.show(QUARTERS, str(quarter)), call)
