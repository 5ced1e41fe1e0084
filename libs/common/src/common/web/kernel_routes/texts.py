"""Erasing what somebody typed. The event keeps its digest, so every chain stays valid."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Path

from common.errors import Problem
from common.web.answers import Answer
from common.web.call import Call, call
from common.web.problems import problems

router = APIRouter(tags=["ledger"])
log = structlog.get_logger("common.web.texts")

Digest = Annotated[str, Path(pattern="^text:[0-9a-f]{64}$")]


class ErasedAnswer(Answer):
    """A text that is gone for good."""

    digest: str
    erased: bool


@router.post("/v1/contracts/{contract_id}/texts/{digest}/erase", responses=problems("not_found"))
async def erase_text(digest: Digest, call: Annotated[Call, Depends(call("texts.erase"))]) -> ErasedAnswer:
    """Erases a text and its salt (personal data). What was decided on it stands; erasing twice changes nothing."""
    kept = call.runtime.texts
    if not await kept.erase(call.contract, digest) and digest not in await kept.read(call.contract, [digest]):
        raise Problem("not_found")
    log.info("text_erased", contract=call.contract, digest=digest, by=call.actor)
    return ErasedAnswer(digest=digest, erased=True)
