"""The keys that tokens are signed with: replaced by themselves, and at once after a leak."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from common.web.answers import Answer
from common.web.call import Call, call
from console.accounts import keys
from console.api.asking import by, demand_reach, desk_of
from console.trail import Entry, Kind, record

router = APIRouter(prefix="/keys", tags=["keys"])


class KeyAnswer(Answer):
    """The key that signs from now on."""

    kid: str


@router.post("/replace", status_code=201)
async def replace(call: Annotated[Call, Depends(call("key.replace"))], request: Request) -> KeyAnswer:
    """Withdraws every key and makes a new one. Services follow when they meet it: within a minute."""
    demand_reach(call, ["*"])
    desk, who = desk_of(request), by(call)
    kid = await keys.replace_now(desk)
    await record(desk.pool, Entry(Kind.KEYS_REPLACED, who.actor, who.address, details={"kid": kid}))
    return KeyAnswer(kid=kid)
