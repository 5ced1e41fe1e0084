"""Slips (事件记录单) over HTTP."""

from fastapi import APIRouter

from scoring.api.slips import answering, recording, signing

router = APIRouter()
for part in (recording, answering, signing):
    router.include_router(part.router)
