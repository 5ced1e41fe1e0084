"""Corrections of punches over HTTP: one person asks with a reason, a second one decides. Nothing is overwritten."""

from typing import Annotated

from fastapi import APIRouter, Depends

from common.handling.transaction import Transaction
from common.ids import new_id
from common.web.answers import Body, Id, Moment, Text
from common.web.call import Call, call
from common.web.problems import problems
from roster.api.presence import correct_presence
from roster.api.shift_answers import WholeShiftAnswer
from roster.api.shifts import show
from roster.domain.shift import SHIFT, ApproveCorrection, DeclineCorrection, RequestCorrection
from roster.domain.shift.events import Punch

router = APIRouter(prefix="/v1/contracts/{contract_id}/shifts/{shift_id}/corrections", tags=["shifts 班次"])


class CorrectionBody(Body):
    """Which punch was when, and why the record says otherwise or nothing."""

    correction_id: Id | None = None
    punch: Punch
    at: Moment
    reason: Text


@router.post(
    "",
    status_code=201,
    responses=problems(
        "shift_unknown",
        "shift_cancelled",
        "shift_not_started",
        "ends_before_start",
        "correction_already_waits",
        "punch_in_the_future",
        "stale_version",
    ),
)
async def ask(
    shift_id: str, body: CorrectionBody, call: Annotated[Call, Depends(call("shift.ask_correction"))]
) -> WholeShiftAnswer:
    """Says that a punch is wrong or missing. Counts once a second person agrees."""
    reason = await call.keep_text(body.reason) or ""
    command = RequestCorrection(body.correction_id or new_id(), body.punch, body.at, reason, call.actor, call.now)
    await call.handle(SHIFT, shift_id, command)
    return await show(call, shift_id)


@router.post(
    "/{correction_id}/approve",
    responses=problems("correction_unknown", "second_person_needed", "stale_version"),
)
async def approve(
    shift_id: str, correction_id: str, call: Annotated[Call, Depends(call("shift.decide_correction"))]
) -> WholeShiftAnswer:
    """A second person agrees: the shift is judged anew, the punch stays in the record beside the correction."""

    async def decision(tx: Transaction) -> None:
        await tx.decide(SHIFT, shift_id, ApproveCorrection(correction_id, call.actor, tx.now))
        await correct_presence(tx, shift_id)

    await call.across(decision, of=(SHIFT, shift_id))
    return await show(call, shift_id)


@router.post(
    "/{correction_id}/decline",
    responses=problems("correction_unknown", "second_person_needed", "stale_version"),
)
async def decline(
    shift_id: str, correction_id: str, call: Annotated[Call, Depends(call("shift.decide_correction"))]
) -> WholeShiftAnswer:
    """A second person does not agree: the punch stands."""
    await call.handle(SHIFT, shift_id, DeclineCorrection(correction_id, call.actor, call.now))
    return await show(call, shift_id)
