"""Signatures under Form 2."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from common.handling.transaction import Transaction
from common.web.answers import Body, Text
from common.web.call import Call, call
from common.web.problems import problems
from scoring.api.acting import acting
from scoring.api.looking import ledger_head
from scoring.api.slip_answers import SlipAnswer, slip_answer
from scoring.api.texts import kept
from scoring.domain.slip import SLIP, SignSlip, UpholdSlip
from scoring.projections import SLIPS

router = APIRouter(prefix="/v1/contracts/{contract_id}/slips/{slip_id}", tags=["slips 事件记录单"])


class SignBody(Body):
    """All optional: the party signed for (only one's own) and the content hash that was read.

    With `content_hash` the signature is refused when the slip's content changed since.
    """

    party: Literal["customer", "contractor"] | None = None
    content_hash: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None


class UpholdBody(Body):
    """Why the slip counts without the contractor's signature."""

    reason: Text


@router.post(
    "/sign",
    responses=problems(
        "not_found",
        "slip_already_counts",
        "slip_withdrawn",
        "wrong_party",
        "recorder_may_not_countersign",
        "already_signed",
        "dissent_undecided",
        "signed_content_differs",
    ),
)
async def sign(slip_id: str, call: Annotated[Call, Depends(call("slip.sign"))], body: SignBody | None = None) -> SlipAnswer:
    """Signs for the caller's own party. The second party's signature lets the points count."""
    await call.show(SLIPS, slip_id)
    asked = body or SignBody()

    async def decision(tx: Transaction) -> None:
        head = await ledger_head(tx)
        await tx.decide(SLIP, slip_id, SignSlip(acting(call), call.now, asked.party, asked.content_hash, head))

    await call.across(decision, of=(SLIP, slip_id))
    return await slip_answer(await call.show(SLIPS, slip_id), call)


@router.post(
    "/uphold",
    responses=problems("not_found", "slip_already_counts", "slip_withdrawn", "dissent_undecided", "customer_signature_missing"),
)
async def uphold(slip_id: str, body: UpholdBody, call: Annotated[Call, Depends(call("slip.uphold"))]) -> SlipAnswer:
    """The deputy director (分管副主任) decides that the slip counts although the contractor does not sign."""
    await call.show(SLIPS, slip_id)
    await call.handle(SLIP, slip_id, UpholdSlip(await kept(call, body.reason), acting(call), call.now))
    return await slip_answer(await call.show(SLIPS, slip_id), call)
