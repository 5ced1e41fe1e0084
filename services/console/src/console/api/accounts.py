"""Accounts: made and granted roles by administrators, never removed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field, StringConstraints

from common.errors import Problem
from common.web.answers import Answer, Body, Id, ShortText
from common.web.call import Call, call
from common.web.paging import Page, PageQuery, decode_cursor, encode_cursor
from common.web.permissions import Role
from common.web.problems import problems
from console.accounts import directory, sessions, throttle
from console.accounts.directory import Account, Grant, NewAccount
from console.api.asking import Reason, by, demand_reach, demand_sight, desk_of
from console.trail import Entry, Kind, record

router = APIRouter(prefix="/accounts", tags=["accounts"])

Login = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]{1,63}$")]
ContractKey = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]{1,63}|\*)$")]


class GrantBody(Body):
    """Roles under a contract (`*`: every one), and who it is in that contract's roster."""

    contract: ContractKey
    roles: Annotated[list[Role], Field(min_length=1, max_length=len(Role))]
    person: Id | None = None


class NewAccountBody(Body):
    """An account. `oidc_subject` names who it is at the organisation's provider; such an account has no password here."""

    login: Login
    name: ShortText
    grants: Annotated[list[GrantBody], Field(min_length=1, max_length=50)]
    language: Literal["zh", "en"] = "zh"
    kiosk: bool = False
    oidc_subject: Annotated[str, StringConstraints(min_length=1, max_length=255)] | None = None


class GrantsBody(Body):
    """The roles from now on, in place of those before."""

    grants: Annotated[list[GrantBody], Field(min_length=1, max_length=50)]


class GrantAnswer(Answer):
    """Roles under one contract."""

    contract: str
    roles: list[str]
    person: str | None


class AccountAnswer(Answer):
    """An account."""

    id: str
    login: str
    name: str
    language: str
    kiosk: bool
    dev: bool
    oidc_subject: str | None
    grants: list[GrantAnswer]
    created_at: datetime
    signed_in_at: datetime | None
    password_at: datetime | None
    must_change: bool
    closed_at: datetime | None
    closed_because: str | None

    @classmethod
    def of(cls, account: Account) -> "AccountAnswer":
        """As it stands."""
        grants = [GrantAnswer(contract=one.contract, roles=sorted(one.roles), person=one.person) for one in account.grants]
        return cls(**{**vars(account), "grants": grants})


class HandOverAnswer(Answer):
    """An account and the password to hand over, which is not shown again; none where the organisation's provider knows it."""

    account: AccountAnswer
    one_time_password: str | None


@router.get("")
async def accounts(
    call: Annotated[Call, Depends(call("account.read"))],
    request: Request,
    query: PageQuery,
    closed: Annotated[bool | None, Query(description="Only closed ones, or only open ones.")] = None,
) -> Page[AccountAnswer]:
    """Accounts by login name: those with a role under the contracts that the caller administers or audits."""
    desk, scope = desk_of(request), f"accounts/{closed}"
    after = str(decode_cursor(scope, query.cursor)[0]) if query.cursor else None
    found = await directory.page(desk.pool, after=after, limit=query.limit + 1, contracts=call.visible_contracts, closed=closed)
    shown = found[: query.limit]
    await _note_reading(call, shown)
    following = encode_cursor(scope, [shown[-1].login]) if len(found) > query.limit else None
    return Page(items=[AccountAnswer.of(one) for one in shown], next=following)


@router.get("/{account_id}")
async def account(call: Annotated[Call, Depends(call("account.read"))], request: Request, account_id: Id) -> AccountAnswer:
    """One account."""
    found = await _seen(call, request, account_id)
    await _note_reading(call, [found])
    return AccountAnswer.of(found)


@router.post("", status_code=201, responses=problems("login_taken", "roles_conflict", "person_has_account"))
async def create(
    call: Annotated[Call, Depends(call("account.create"))], request: Request, body: NewAccountBody
) -> HandOverAnswer:
    """Makes an account and shows its one-time password, once."""
    demand_reach(call, [grant.contract for grant in body.grants])
    desk = desk_of(request)
    new = NewAccount(body.login, body.name, _grants(body.grants), body.language, body.kiosk, oidc_subject=body.oidc_subject)
    id_, password = await directory.create(desk, new, by(call))
    return HandOverAnswer(account=AccountAnswer.of(await directory.find(desk.pool, id_)), one_time_password=password)


@router.post("/{account_id}/grants", responses=problems("roles_conflict", "person_has_account", "own_account"))
async def grant(
    call: Annotated[Call, Depends(call("account.grant"))], request: Request, account_id: Id, body: GrantsBody
) -> AccountAnswer:
    """Replaces its roles; its sessions end. Nobody changes their own."""
    desk, found = desk_of(request), await _changed(call, request, account_id)
    demand_reach(call, [grant.contract for grant in body.grants])
    await directory.grant(desk, found, _grants(body.grants), by(call))
    return AccountAnswer.of(await directory.find(desk.pool, account_id))


@router.post("/{account_id}/close", responses=problems("account_closed", "own_account"))
async def close(
    call: Annotated[Call, Depends(call("account.close"))], request: Request, account_id: Id, body: Reason
) -> AccountAnswer:
    """Nobody signs in with it from now on."""
    desk, found = desk_of(request), await _changed(call, request, account_id)
    await directory.close(desk, found, body.reason, by(call))
    return AccountAnswer.of(await directory.find(desk.pool, account_id))


@router.post("/{account_id}/reopen", responses=problems("account_open", "own_account", "person_has_account"))
async def reopen(
    call: Annotated[Call, Depends(call("account.reopen"))], request: Request, account_id: Id, body: Reason
) -> HandOverAnswer:
    """Opens a closed account and shows a one-time password, once."""
    desk, found = desk_of(request), await _changed(call, request, account_id)
    password = await directory.reopen(desk, found, body.reason, by(call))
    return HandOverAnswer(account=AccountAnswer.of(await directory.find(desk.pool, account_id)), one_time_password=password)


@router.post("/{account_id}/unlock", status_code=204)
async def unlock(call: Annotated[Call, Depends(call("account.unlock"))], request: Request, account_id: Id) -> None:
    """Lets a login that was locked after wrong passwords try again."""
    desk, found = desk_of(request), await _seen(call, request, account_id)
    demand_reach(call, found.contracts)
    await throttle.unlock(desk.pool, found.login)
    who = by(call)
    await record(desk.pool, Entry(Kind.ACCOUNT_UNLOCKED, who.actor, who.address, about=account_id, contracts=found.contracts))


@router.post("/{account_id}/sign-out", status_code=204)
async def sign_out(call: Annotated[Call, Depends(call("account.close"))], request: Request, account_id: Id) -> None:
    """Ends every session of an account: a lost phone."""
    desk, found = desk_of(request), await _seen(call, request, account_id)
    demand_reach(call, found.contracts)
    await sessions.end_all(desk.pool, account_id, "administrator")
    who = by(call)
    await record(desk.pool, Entry(Kind.SESSIONS_ENDED, who.actor, who.address, about=account_id, contracts=found.contracts))


async def _seen(call: Call, request: Request, account_id: str) -> Account:
    found = await directory.find(desk_of(request).pool, account_id)
    demand_sight(call, found.contracts)
    return found


async def _changed(call: Call, request: Request, account_id: str) -> Account:
    """An account about to be changed: within the caller's contracts, and somebody else's."""
    found = await _seen(call, request, account_id)
    demand_reach(call, found.contracts)
    if found.id == call.actor:
        raise Problem("own_account")
    return found


async def _note_reading(call: Call, shown: Sequence[Account]) -> None:
    """Names of people were read."""
    who, contracts = by(call), {contract for one in shown for contract in one.contracts}
    details = {"what": "accounts", "how_many": len(shown)}
    about = shown[0].id if len(shown) == 1 else None
    entry = Entry(Kind.PERSONAL_DATA_READ, who.actor, who.address, about=about, contracts=contracts, details=details)
    await record(desk_of(call.request).pool, entry)


def _grants(bodies: Sequence[GrantBody]) -> list[Grant]:
    return [Grant(one.contract, frozenset(one.roles), one.person) for one in bodies]
