"""What the contractor says about a slip, what the head of department decides, and giving a slip up."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from common.web.answers import Body, Text
from common.web.call import Call, call
from common.web.problems import problems
from scoring.api.acting import acting
from scoring.api.slip_answers import SlipAnswer, slip_answer
from scoring.api.texts import kept
from scoring.domain.slip import (
    SLIP,
    CommentOnSlip,
    ConcurWithSlip,
    DecideSlip,
    DissentFromSlip,
    SlipCommand,
    WithdrawSlip,
)
from scoring.projections import SLIPS

router = APIRouter(prefix="/v1/contracts/{contract_id}/slips/{slip_id}", tags=["slips 事件记录单"])

CLOSED = ("not_found", "slip_already_counts", "slip_withdrawn")


class TextBody(Body):
    """What is said."""

    text: Text


class MaybeTextBody(Body):
    """What is said, if anything."""

    text: Text | None = None


class DecideBody(Body):
    """The points after the dissent, within the rule's range, and the reasons."""

    points: Annotated[int, Field(ge=1, le=1000)]
    narrative: Text


class ReasonBody(Body):
    """Why."""

    reason: Text


@router.post("/comment", responses=problems(*CLOSED))
async def comment(slip_id: str, body: TextBody, call: Annotated[Call, Depends(call("slip.answer"))]) -> SlipAnswer:
    """The contractor comments, without a position."""
    return await _then(CommentOnSlip(await kept(call, body.text), acting(call), call.now), slip_id, call)


@router.post("/concur", responses=problems(*CLOSED, "slip_already_decided"))
async def concur(
    slip_id: str, call: Annotated[Call, Depends(call("slip.answer"))], body: MaybeTextBody | None = None
) -> SlipAnswer:
    """The contractor agrees. Its signature is a step of its own."""
    text = await call.keep_text(body.text if body else None)
    return await _then(ConcurWithSlip(text, acting(call), call.now), slip_id, call)


@router.post("/dissent", responses=problems(*CLOSED, "slip_already_decided"))
async def dissent(slip_id: str, body: TextBody, call: Annotated[Call, Depends(call("slip.answer"))]) -> SlipAnswer:
    """The contractor objects. Nobody can sign until a head of department has decided."""
    return await _then(DissentFromSlip(await kept(call, body.text), acting(call), call.now), slip_id, call)


@router.post("/decide", responses=problems(*CLOSED, "nothing_to_decide", "points_outside_range"))
async def decide(slip_id: str, body: DecideBody, call: Annotated[Call, Depends(call("slip.decide"))]) -> SlipAnswer:
    """A head of department decides after a dissent. Signatures given before are void."""
    return await _then(DecideSlip(body.points, await kept(call, body.narrative), acting(call), call.now), slip_id, call)


@router.post("/withdraw", responses=problems(*CLOSED, "wrong_party"))
async def withdraw(slip_id: str, body: ReasonBody, call: Annotated[Call, Depends(call("slip.withdraw"))]) -> SlipAnswer:
    """Gives a pending slip up: the customer any, the contractor a bonus it proposed."""
    return await _then(WithdrawSlip(await kept(call, body.reason), acting(call), call.now), slip_id, call)


async def _then(command: SlipCommand, slip_id: str, call: Call) -> SlipAnswer:
    await call.show(SLIPS, slip_id)
    await call.handle(SLIP, slip_id, command)
    return await slip_answer(await call.show(SLIPS, slip_id), call)
