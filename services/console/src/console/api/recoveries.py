"""Forgotten passwords: proposed by an administrator, confirmed by another person of the account's party."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from common.web.answers import Answer, Id
from common.web.call import Call, call
from common.web.problems import problems
from console.accounts import directory, recovery
from console.accounts.recovery import may_confirm
from console.api.asking import Reason, by, demand_reach, demand_sight, desk_of

router = APIRouter(tags=["accounts"])


class RecoveryAnswer(Answer):
    """A proposal that waits for a second person."""

    id: str
    account_id: str
    account_name: str
    reason: str
    proposed_at: datetime
    proposed_by: str


class RecoveriesAnswer(Answer):
    """Those that the caller may decide, the oldest first."""

    items: list[RecoveryAnswer]


class ProposedAnswer(Answer):
    """The id of the proposal."""

    recovery_id: str


class RecoveredAnswer(Answer):
    """The password to hand over to its person. It is not shown again and serves to choose another one."""

    one_time_password: str


@router.post(
    "/accounts/{account_id}/recoveries", status_code=201, responses=problems("account_closed", "own_account", "recovery_open")
)
async def propose(
    call: Annotated[Call, Depends(call("account.propose_recovery"))], request: Request, account_id: Id, body: Reason
) -> ProposedAnswer:
    """Asks for a new password. Whoever asks does not learn it."""
    desk = desk_of(request)
    found = await directory.find(desk.pool, account_id)
    demand_sight(call, found.contracts)
    demand_reach(call, found.contracts)
    return ProposedAnswer(recovery_id=await recovery.propose(desk, found, body.reason, by(call)))


@router.get("/recoveries")
async def waiting(call: Annotated[Call, Depends(call("account.confirm_recovery"))], request: Request) -> RecoveriesAnswer:
    """The proposals that this person may confirm or decline."""
    desk, items = desk_of(request), []
    for one in await recovery.waiting(desk.pool):
        account = await directory.find(desk.pool, one.account_id)
        if call.actor not in (one.proposed_by, account.id) and may_confirm(account, call.principal.roles_under):
            items.append(RecoveryAnswer(**vars(one), account_name=account.name))
    return RecoveriesAnswer(items=items)


@router.post("/recoveries/{recovery_id}/confirm", responses=problems("second_person", "other_party"))
async def confirm(
    call: Annotated[Call, Depends(call("account.confirm_recovery"))], request: Request, recovery_id: Id
) -> RecoveredAnswer:
    """Confirms that the person asked for it, and shows the one-time password, once."""
    made = await recovery.confirm(desk_of(request), recovery_id, call.principal.roles_under, by(call))
    return RecoveredAnswer(one_time_password=made)


@router.post("/recoveries/{recovery_id}/decline", status_code=204, responses=problems("second_person", "other_party"))
async def decline(call: Annotated[Call, Depends(call("account.confirm_recovery"))], request: Request, recovery_id: Id) -> None:
    """Ends the proposal; the old password stays."""
    await recovery.decline(desk_of(request), recovery_id, call.principal.roles_under, by(call))
