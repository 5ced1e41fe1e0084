"""Acceptance of the project over HTTP (clause 6)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends

from billing.domain.acceptance import ACCEPTANCE, ACCEPTANCE_ID, ApplyForAcceptance, DecideAcceptance
from billing.domain.bond import BOND, BOND_ID, OweRefund
from billing.domain.settlement import SETTLEMENT, SETTLEMENT_ID
from billing.projections import ACCEPTANCES, AcceptanceRow
from common.explanation import Explanation
from common.handling import Transaction
from common.web.answers import Answer, Body, Day, Text
from common.web.call import Call, call
from common.web.problems import problems

router = APIRouter(prefix="/v1/contracts/{contract_id}/acceptance", tags=["acceptance 验收"])


class ApplyBody(Body):
    """The day on which application and documents were handed in."""

    applied_on: Day


class DecideBody(Body):
    """The customer's opinion (验收意见)."""

    passed: bool
    decided_on: Day
    opinion: Text | None = None


class AcceptanceAnswer(Answer):
    """Where the acceptance stands and until when it must be applied for."""

    round: int
    waiting: bool
    passed: bool
    failed_rounds: int
    opinion: str | None
    apply_by: date
    apply_by_why: Explanation
    meeting_by: date
    provisional: bool
    positions: tuple[str, ...]


@router.get("")
async def show_acceptance(call: Annotated[Call, Depends(call("acceptance.read"))]) -> AcceptanceAnswer:
    """The acceptance as it stands."""
    return await _answer(call)


@router.post(
    "/apply", status_code=201, responses=problems("acceptance_already_applied", "acceptance_failed_twice", "term_not_ended")
)
async def apply_for_acceptance(body: ApplyBody, call: Annotated[Call, Depends(call("acceptance.apply"))]) -> AcceptanceAnswer:
    """The contractor applies after the term's end; being late is recorded, not refused."""
    today = call.terms.local_date(call.now)
    await call.handle(ACCEPTANCE, ACCEPTANCE_ID, ApplyForAcceptance(body.applied_on, today))
    return await _answer(call)


@router.post("/decide", status_code=201, responses=problems("acceptance_not_applied", "date_in_the_future"))
async def decide_acceptance(body: DecideBody, call: Annotated[Call, Depends(call("acceptance.decide"))]) -> AcceptanceAnswer:
    """The customer decides. Once passed and settled, what is left of the bond is owed back (clause 4.2 paragraph 4)."""
    opinion = await call.keep_text(body.opinion)
    today = call.terms.local_date(call.now)

    async def decision(tx: Transaction) -> None:
        await tx.decide(ACCEPTANCE, ACCEPTANCE_ID, DecideAcceptance(body.passed, body.decided_on, opinion, today))
        settled = (await tx.state(SETTLEMENT, SETTLEMENT_ID)).confirmed
        if body.passed and settled:
            await tx.decide(BOND, BOND_ID, OweRefund(settled.bond_refund_fen))

    await call.across(decision, of=(ACCEPTANCE, ACCEPTANCE_ID))
    return await _answer(call)


async def _answer(call: Call) -> AcceptanceAnswer:
    row = await call.find(ACCEPTANCES, ACCEPTANCE_ID) or AcceptanceRow()
    apply_by = call.terms.deadline("acceptance_application", call.terms.term.ends)
    meeting_by = call.terms.deadline("acceptance_meeting", call.terms.term.ends)
    texts = await call.texts((row.opinion,))
    return AcceptanceAnswer(
        round=row.acceptance.round,
        waiting=row.acceptance.waiting,
        passed=row.acceptance.passed,
        failed_rounds=row.acceptance.failed,
        opinion=texts.get(row.opinion) if row.opinion else None,
        apply_by=apply_by.on,
        apply_by_why=apply_by.explanation,
        meeting_by=meeting_by.on,
        provisional=apply_by.provisional or meeting_by.provisional,
        positions=row.positions,
    )
